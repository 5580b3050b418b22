using System.Collections.Immutable;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;

namespace Orchestrator.Grains.Execution;

/// <summary>Turns what landed into what is booked. Pure: a profit is a change of balances, never an assumption.</summary>
internal static class Settlement
{
    public static PostRequest Of(ExecutionCommand command, string signature, Landing landing)
    {
        var changes = Sum(landing.Changes);
        return new PostRequest(
            command.Id, signature, changes, Effect(command, landing, changes), command.Strategy, command.Token, command.Asset, command.Closes,
            command.FlashLoan);
    }

    /// <summary>What the book will say it brought, reckoned before it is asked: the answer to a repetition no longer tells.</summary>
    public static Lamports Realised(CapitalBook book, PostRequest request, Domain.Breakers.BreakerLimits breakers, DateTimeOffset now)
    {
        var (_, dry) = book.Post(request, breakers, EmptySettledArchive.Instance, now);
        return dry.Outcome is PostOutcome.Posted or PostOutcome.PostedLate ? dry.Realised : ChangeOf(request.Changes, Mint.Sol).ToLamports();
    }

    /// <summary>By what really moved: a buy that brought nothing, or a failed transaction that only paid its fee, opens nothing.</summary>
    private static PositionEffect Effect(ExecutionCommand command, Landing landing, ImmutableArray<BalanceChange> changes)
    {
        if (landing.Error is not null || command.Token == command.Asset) return PositionEffect.None;
        var token = ChangeOf(changes, command.Token);
        if (command.Closes is not null) return token < SignedUnits.Zero ? PositionEffect.Closed : PositionEffect.None;
        var isRoundTrip = command.Route.IsDefaultOrEmpty || command.Route[0].Input == command.Route[^1].Output;
        return !isRoundTrip && token > SignedUnits.Zero ? PositionEffect.Opened : PositionEffect.None;
    }

    private static SignedUnits ChangeOf(ImmutableArray<BalanceChange> changes, Mint asset) =>
        changes.FirstOrDefault(change => change.Asset == asset).Change;

    /// <summary>Each asset once, in the order of mints; what did not move is left out.</summary>
    private static ImmutableArray<BalanceChange> Sum(ImmutableArray<BalanceChange> changes) => changes.IsDefaultOrEmpty
        ? []
        :
        [
            .. changes.GroupBy(change => change.Asset)
                .Select(group => new BalanceChange(group.Key, group.Aggregate(SignedUnits.Zero, (sum, change) => sum + change.Change)))
                .Where(change => change.Change != SignedUnits.Zero)
                .OrderBy(change => change.Asset),
        ];
}
