using System.Collections.Immutable;
using CsCheck;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Risk;

namespace Orchestrator.Domain.Tests.Laws;

/// <summary>A law that never meets a state says nothing about it: the random sequences must reach every outcome that matters.</summary>
public sealed class ReachTests
{
    private const int SequencesMax = 20_000;

    private static readonly string[] Wanted =
    [
        .. Enum.GetValues<PinOutcome>().Except([PinOutcome.UnknownEpoch, PinOutcome.NoSuchReservation]).Select(one => $"pin {one}"),
        .. new[] { PostOutcome.Posted, PostOutcome.PostedLate, PostOutcome.Duplicate }.Select(one => $"post {one}"),
        .. Enum.GetValues<VoidOutcome>().Except([VoidOutcome.NoSuchReservation]).Select(one => $"void {one}"),
        "reserve Reserved", "reserve OlderEpoch", "reserve SameIdOtherContent", "reserve AlreadySettled", "reserve TooManyRunning", "expired",
        "opened", "closed", "halt Drawdown", "halt DailyLoss", "halt HourlyLoss", "halt Operator", "paused",
        .. Enum.GetValues<RiskCheck>().Except([RiskCheck.Leverage, RiskCheck.OpenPositions]).Select(one => $"refused {one}"),
    ];

    [Fact]
    public void Random_sequences_reach_every_outcome()
    {
        var rules = new Counting();
        // Sample would take its seed for the first sequence only, and chance for the others.
        var chance = new PCG(1);
        for (var sequence = 0; sequence < SequencesMax && Wanted.Except(rules.Seen).Any(); sequence++)
            Assert.Null(BookLaw.FirstBroken(rules, Op.Sequence.Generate(chance, null, out _)));

        Assert.Empty(Wanted.Except(rules.Seen));
    }

    private sealed class Counting : BookRules
    {
        public HashSet<string> Seen { get; } = [];

        public override (CapitalBook Next, ReserveResult Result) Reserve(CapitalBook book, ReserveRequest request, RiskLimits limits, DateTimeOffset now)
        {
            var answer = base.Reserve(book, request, limits, now);
            Seen.Add($"reserve {answer.Result.Outcome}");
            foreach (var check in answer.Result.Report?.Checks ?? []) if (!check.Passed) Seen.Add($"refused {check.Check}");
            return answer;
        }

        public override (CapitalBook Next, PinOutcome Outcome) Pin(CapitalBook book, OpportunityId id, Epoch epoch, DateTimeOffset now)
        {
            var answer = base.Pin(book, id, epoch, now);
            Seen.Add($"pin {answer.Outcome}");
            if (book.Halt is { } halt) Seen.Add($"halt {halt.Cause}");
            return answer;
        }

        public override (CapitalBook Next, PostResult Result) Post(CapitalBook book, PostRequest request, BreakerLimits limits, DateTimeOffset now)
        {
            var answer = base.Post(book, request, limits, now);
            Seen.Add($"post {answer.Result.Outcome}");
            if (answer.Next.Positions.Length > book.Positions.Length) Seen.Add("opened");
            if (answer.Next.Positions.Length < book.Positions.Length) Seen.Add("closed");
            if (answer.Result.Tripped is { } halt) Seen.Add($"halt {halt.Cause}");
            if (answer.Next.Strategies.Any(strategy => strategy.Pause is not null) || answer.Next.AllPaused is not null) Seen.Add("paused");
            return answer;
        }

        public override (CapitalBook Next, VoidOutcome Outcome) Void(CapitalBook book, OpportunityId id, VoidReason reason, DateTimeOffset now)
        {
            var answer = base.Void(book, id, reason, now);
            Seen.Add($"void {answer.Outcome}");
            return answer;
        }

        public override (CapitalBook Next, ImmutableArray<Reservation> Expired) ExpireDue(CapitalBook book, DateTimeOffset now)
        {
            var answer = base.ExpireDue(book, now);
            if (answer.Expired.Length > 0) Seen.Add("expired");
            return answer;
        }
    }
}
