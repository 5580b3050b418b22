using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cli.Drills.Channels;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Simulation;
using Orleans;

namespace Orchestrator.Cli.Drills.Audits;

/// <summary>What remained after the last fault, judged by the venue and by the witnesses of the dead processes.</summary>
/// <param name="Violations">Empty, or the drill has found a fault.</param>
/// <param name="Landed">Transactions of our wallet on the venue.</param>
internal sealed record DrillAudit(
    int Acknowledged, int Commanded, int Landed, int Posted, int Voided, int Undecided, int Signatures, ImmutableArray<Violation> Violations)
{
    /// <summary>Blocks beyond the last valid one before a message counts as dead.</summary>
    private const ulong DeathMargin = 32;

    /// <summary>Starts the system once more, lets it settle what the dead have left, and asks everybody.</summary>
    /// <param name="settings">Of the system on the store that the drill used, in event time.</param>
    /// <param name="acknowledged">What the witnesses wrote down.</param>
    /// <param name="held">Positions that were seen in the book.</param>
    /// <param name="channels">Where the dead told each other what; null when that was in their memory.</param>
    public static async Task<DrillAudit> Of(
        IReadOnlyList<string> settings, IReadOnlyList<OpportunityId> acknowledged, IReadOnlyList<OpportunityId> held, string signaturesFile, ChannelStore? channels = null)
    {
        await using var host = await EventTimeSystem.Open(settings, null, null);
        var settled = await EventTimeSystem.Settle(host);
        OpportunityId[] commanded = channels is null ? [] : [.. await ChannelAudit.Commanded(channels)];
        var audit = await Judge(host, [.. acknowledged.Union(commanded)], held, Signed.Read(signaturesFile), settled);
        if (channels is not null) audit = audit with { Violations = [.. audit.Violations, .. await ChannelAudit.Unsettled(channels)] };
        await host.StopAsync();
        return audit;
    }

    public int Count(ViolationKind kind) => Violations.Count(violation => violation.Kind == kind);

    private static async Task<DrillAudit> Judge(
        WebApplication host, IReadOnlyList<OpportunityId> acknowledged, IReadOnlyList<OpportunityId> held, IReadOnlyList<Signed> signed, bool settled)
    {
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var portfolio = grains.GetGrain<IPortfolioGrain>("main");
        var book = await portfolio.Book();
        var venue = await host.Services.GetRequiredService<IVenue>().Audit(CancellationToken.None);
        var found = ImmutableArray.CreateBuilder<Violation>();
        if (!settled || !book.Reservations.IsEmpty) found.Add(new(ViolationKind.Unresolved, $"{book.Reservations.Length} reservations are still open"));
        if (venue.Waiting > 0) found.Add(new(ViolationKind.Unresolved, $"{venue.Waiting} transactions still wait on the venue although the book is settled"));
        if (book.Halt is { } halt) found.Add(new(ViolationKind.Halted, $"halted: {halt.Cause} {halt.Detail}"));
        found.AddRange(Conservation.Check(book).Select(violation => new Violation(ViolationKind.Conservation, $"{violation.Equation} {violation.Asset}: {violation.Left} against {violation.Right}")));
        found.AddRange(Balances(book, venue));
        found.AddRange(Signed.TwoAlive(signed, DeathMargin));

        var sagas = new Dictionary<OpportunityId, SagaView>();
        foreach (var id in acknowledged.Concat(signed.Select(one => one.Reservation)).Distinct())
            sagas.Add(id, await grains.GetGrain<IOpportunityGrain>(id.Value).Read());
        var ends = new Dictionary<OpportunityId, VoidOutcome>();
        // Asking for a release that is long over changes nothing and says how each ended, from the archive as well.
        foreach (var id in sagas.Keys) ends.Add(id, await portfolio.Void(id, VoidReason.Refused));
        found.AddRange(Ends(sagas, ends, venue));
        found.AddRange(PositionAudit.Check(sagas.Values, book.Positions, held));
        var undecided = await WithoutDecision(grains, sagas);
        found.AddRange(undecided.Select(id => new Violation(ViolationKind.Lost, $"{id}: was driven and the journal has no decision about it")));
        return new DrillAudit(
            acknowledged.Count, sagas.Values.Count(saga => saga.State is not null), venue.Landed.Length,
            ends.Values.Count(end => end == VoidOutcome.AlreadyPosted), ends.Values.Count(end => end == VoidOutcome.AlreadyReleased), undecided.Count,
            signed.Count, found.ToImmutable());
    }

    /// <summary>The wallet's gain on the venue is the book's gain, to the unit, for every asset.</summary>
    private static IEnumerable<Violation> Balances(CapitalBook book, VenueAudit venue)
    {
        foreach (var asset in book.Assets.Select(account => account.Asset).Concat(venue.Balances.Select(balance => balance.Asset)).Distinct())
        {
            var account = book.Account(asset);
            var inBook = account.OnChain - account.Deposited + account.Withdrawn;
            var inWallet = Amount(venue.Balances, asset) - Amount(venue.Opening, asset);
            if (inBook != inWallet) yield return new(ViolationKind.Conservation, $"{asset}: the book gained {inBook}, the wallet {inWallet}");
        }

        if (book.Sol.Deposited != Amount(venue.Opening, Mint.Sol)) yield return new(ViolationKind.Conservation, $"the opening deposit is {book.Sol.Deposited}, not what the wallet opened with");
    }

    private static IEnumerable<Violation> Ends(
        Dictionary<OpportunityId, SagaView> sagas, Dictionary<OpportunityId, VoidOutcome> ends, VenueAudit venue)
    {
        foreach (var (id, end) in ends)
        {
            if (end is not (VoidOutcome.AlreadyReleased or VoidOutcome.AlreadyPosted)) yield return new(ViolationKind.Lost, $"{id}: was acknowledged and the book says {end}");
            var saga = sagas[id];
            if (saga.State is { } state && !ExecutionTransitions.IsTerminal(state)) yield return new(ViolationKind.Unresolved, $"{id}: the book is done with it ({end}) and its saga stays {state}");
            if (saga.State == ExecutionState.Posted != (end == VoidOutcome.AlreadyPosted)) yield return new(ViolationKind.Lost, $"{id}: saga {saga.State}, book {end}");
        }

        var booked = sagas.Where(pair => pair.Value.State == ExecutionState.Posted).ToLookup(pair => pair.Value.Signature, pair => pair.Key);
        var landed = venue.Landed.Select(landing => landing.Signature).ToHashSet(StringComparer.Ordinal);
        foreach (var signature in landed)
        {
            var times = booked[signature].Count();
            if (times != 1) yield return new(times == 0 ? ViolationKind.Lost : ViolationKind.Doubled, $"{signature} landed and was booked {times} times");
        }

        foreach (var group in booked)
            if (group.Key is null || !landed.Contains(group.Key)) yield return new(ViolationKind.Doubled, $"{group.Key} was booked and never landed");
    }

    /// <summary>A saga is driven once its decision is in the journal, so whatever has one has a reason.</summary>
    private static async Task<IReadOnlyList<OpportunityId>> WithoutDecision(IGrainFactory grains, Dictionary<OpportunityId, SagaView> sagas)
    {
        var journal = grains.GetGrain<IDecisionJournalGrain>("main");
        var undecided = new List<OpportunityId>();
        foreach (var saga in sagas.Where(pair => pair.Value.State is not null))
            if (await journal.Find(saga.Key) is null) undecided.Add(saga.Key);
        return undecided;
    }

    private static SignedUnits Amount(ImmutableArray<WalletBalance> balances, Mint asset) =>
        balances.Where(balance => balance.Asset == asset).Aggregate(SignedUnits.Zero, (sum, balance) => sum + new SignedUnits(balance.Amount.Value));
}
