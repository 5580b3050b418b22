using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Opportunities;

/// <summary>What became of an opportunity offered to the queue. Refusals are checked in the order of their numbers.</summary>
public enum Admission
{
    Enqueued = 0,
    /// <summary>It replaced the older live opportunity of its strategy and route; that one is <see cref="EnqueueResult.Displaced"/>.</summary>
    Refreshed = 1,
    /// <summary>The same id with the same content is queued already; nothing changed.</summary>
    AlreadyQueued = 2,

    NotVersion7 = 10,
    /// <summary>A name, a route or its evidence is empty where it must not be, or beyond its bound.</summary>
    Malformed = 11,
    /// <summary>Own capital, flash loan or slippage bound is negative.</summary>
    NegativeAmount = 12,
    /// <summary>Risk or confidence is not a number within 0..1.</summary>
    OutOfRange = 13,
    CreatedInFuture = 14,
    /// <summary>It expires before it was created.</summary>
    ExpiresBeforeCreated = 15,
    AlreadyExpired = 16,
    SameIdOtherContent = 17,
    /// <summary>A newer one of its strategy and route is queued.</summary>
    OlderThanQueued = 18,
    /// <summary>The queue is full of better ones.</summary>
    WorseThanAllQueued = 19,
}

/// <param name="Displaced">The opportunity that left to make room or was refreshed; it is owed a decision. Null when none left.</param>
public readonly record struct EnqueueResult(Admission Admission, QueuedOpportunity? Displaced)
{
    public bool Accepted => Admission <= Admission.AlreadyQueued;
}

/// <summary>The rules every opportunity meets before anyone looks at its worth.</summary>
public static class AdmissionRules
{
    /// <returns>Null when it may be queued, else the first refusal.</returns>
    public static Admission? FirstRefusal(Opportunity opportunity, DateTimeOffset now)
    {
        if (!opportunity.Id.IsVersion7) return Admission.NotVersion7;
        if (!IsWellFormed(opportunity)) return Admission.Malformed;
        if (opportunity.RequiredCapital.IsNegative || opportunity.FlashLoan.IsNegative || opportunity.SlippageBound.Value < 0)
            return Admission.NegativeAmount;
        // Written so that NaN is refused: every comparison with it is false.
        if (opportunity is not { Risk: >= 0 and <= 1, Confidence: >= 0 and <= 1 }) return Admission.OutOfRange;
        if (EventTime.IsInFuture(opportunity.CreatedAt, now) || EventTime.IsInFuture(opportunity.Id.CreatedAt, now))
            return Admission.CreatedInFuture;
        if (opportunity.ExpiresAt < opportunity.CreatedAt) return Admission.ExpiresBeforeCreated;
        return opportunity.IsExpired(now) ? Admission.AlreadyExpired : null;
    }

    private static bool IsWellFormed(Opportunity opportunity) =>
        IsName(opportunity.Strategy.Value)
        && IsName(opportunity.RouteKey.Value)
        && opportunity.Token.Value is not null
        && opportunity.Asset.Value is not null
        && opportunity.Evidence is { Length: <= Opportunity.EvidenceLengthMax }
        && (opportunity.Route.IsDefault || opportunity.Route.Length <= Opportunity.LegsMax)
        && (opportunity.Exit is not { } exit || (opportunity.Closes is not null && Enum.IsDefined(exit.Rule) && exit.Detail is { Length: <= Exits.ExitCause.DetailLengthMax }))
        && (opportunity.Priority is not { } priority || Enum.IsDefined(priority));

    private static bool IsName(string? name) => name is { Length: > 0 and <= Opportunity.NameLengthMax };
}
