using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.EventTime;
using Orchestrator.Solana.Simulation;
using Orleans;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>What remained after the last kill, judged by the venue and by the witness of the dead processes.</summary>
/// <param name="Violations">Empty, or the drill has found a fault.</param>
/// <param name="Landed">Transactions of our wallet on the venue.</param>
internal sealed record DrillAudit(
    int Acknowledged, int Commanded, int Landed, int Posted, int Voided, int Undecided, int Signatures, ImmutableArray<string> Violations)
{
    /// <summary>Blocks beyond the last valid one before a message counts as dead.</summary>
    private const ulong DeathMargin = 32;

    /// <summary>Starts the system once more, lets it settle what the dead have left, and asks everybody.</summary>
    public static async Task<DrillAudit> Of(LifeOrders orders, string signaturesFile)
    {
        await using var host = await orders.Open(null, null);
        var settled = await host.Services.GetRequiredService<MarketDriver>().Finish(LifeOrders.SettleTime, CancellationToken.None);
        var audit = await Judge(host, AcknowledgedReservations.Read(orders.Acknowledged), Signed.Read(signaturesFile), settled);
        await host.StopAsync();
        return audit;
    }

    private static async Task<DrillAudit> Judge(WebApplication host, IReadOnlyList<OpportunityId> acknowledged, IReadOnlyList<Signed> signed, bool settled)
    {
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var portfolio = grains.GetGrain<IPortfolioGrain>("main");
        var book = await portfolio.Book();
        var venue = await host.Services.GetRequiredService<IVenue>().Audit(CancellationToken.None);
        var found = ImmutableArray.CreateBuilder<string>();
        if (!settled || !book.Reservations.IsEmpty) found.Add($"{book.Reservations.Length} reservations are still open");
        if (venue.Waiting > 0) found.Add($"{venue.Waiting} transactions still wait on the venue although the book is settled");
        if (book.Halt is { } halt) found.Add($"halted: {halt.Cause} {halt.Detail}");
        found.AddRange(Conservation.Check(book).Select(violation => $"{violation.Equation} {violation.Asset}: {violation.Left} against {violation.Right}"));
        found.AddRange(Balances(book, venue));
        found.AddRange(Signed.TwoAlive(signed, DeathMargin));

        var sagas = new Dictionary<OpportunityId, SagaView>();
        foreach (var id in acknowledged.Concat(signed.Select(one => one.Reservation)).Distinct())
            sagas.Add(id, await grains.GetGrain<IOpportunityGrain>(id.Value).Read());
        var ends = new Dictionary<OpportunityId, VoidOutcome>();
        // Asking for a release that is long over changes nothing and says how each ended, from the archive as well.
        foreach (var id in sagas.Keys) ends.Add(id, await portfolio.Void(id, VoidReason.Refused));
        found.AddRange(Ends(sagas, ends, venue));
        var undecided = await WithoutDecision(grains, sagas);
        found.AddRange(undecided.Select(id => $"{id}: was driven and the journal has no decision about it"));
        return new DrillAudit(
            acknowledged.Count, sagas.Values.Count(saga => saga.State is not null), venue.Landed.Length,
            ends.Values.Count(end => end == VoidOutcome.AlreadyPosted), ends.Values.Count(end => end == VoidOutcome.AlreadyReleased), undecided.Count,
            signed.Count, found.ToImmutable());
    }

    /// <summary>The wallet's gain on the venue is the book's gain, to the unit, for every asset.</summary>
    private static IEnumerable<string> Balances(CapitalBook book, VenueAudit venue)
    {
        foreach (var asset in book.Assets.Select(account => account.Asset).Concat(venue.Balances.Select(balance => balance.Asset)).Distinct())
        {
            var account = book.Account(asset);
            var inBook = account.OnChain - account.Deposited + account.Withdrawn;
            var inWallet = Amount(venue.Balances, asset) - Amount(venue.Opening, asset);
            if (inBook != inWallet) yield return $"{asset}: the book gained {inBook}, the wallet {inWallet}";
        }

        if (book.Sol.Deposited != Amount(venue.Opening, Mint.Sol)) yield return $"the opening deposit is {book.Sol.Deposited}, not what the wallet opened with";
    }

    private static IEnumerable<string> Ends(
        Dictionary<OpportunityId, SagaView> sagas, Dictionary<OpportunityId, VoidOutcome> ends, VenueAudit venue)
    {
        foreach (var (id, end) in ends)
        {
            if (end is not (VoidOutcome.AlreadyReleased or VoidOutcome.AlreadyPosted)) yield return $"{id}: was acknowledged and the book says {end}";
            var saga = sagas[id];
            if (saga.State is { } state && !ExecutionTransitions.IsTerminal(state)) yield return $"{id}: the book is done with it ({end}) and its saga stays {state}";
            if (saga.State == ExecutionState.Posted != (end == VoidOutcome.AlreadyPosted)) yield return $"{id}: saga {saga.State}, book {end}";
        }

        var booked = sagas.Where(pair => pair.Value.State == ExecutionState.Posted).ToLookup(pair => pair.Value.Signature, pair => pair.Key);
        var landed = venue.Landed.Select(landing => landing.Signature).ToHashSet(StringComparer.Ordinal);
        foreach (var signature in landed)
            if (booked[signature].Count() != 1) yield return $"{signature} landed and was booked {booked[signature].Count()} times";
        foreach (var group in booked)
            if (group.Key is null || !landed.Contains(group.Key)) yield return $"{group.Key} was booked and never landed";
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

/// <summary>One signature that the judge gave.</summary>
/// <param name="FinalizedHeight">What the asker had proof of when it asked.</param>
internal sealed record Signed(OpportunityId Reservation, string Signature, ulong LastValidHeight, ulong FinalizedHeight)
{
    public static IReadOnlyList<Signed> Read(string file) =>
    [
        .. File.ReadAllLines(file).Select(line => line.Split(' '))
            .Select(words => new Signed(new OpportunityId(Guid.Parse(words[0])), words[1], ulong.Parse(words[2]), ulong.Parse(words[3]))),
    ];

    /// <summary>I5: another signature of one reservation needs the death of every earlier one.</summary>
    public static IEnumerable<string> TwoAlive(IReadOnlyList<Signed> signed, ulong margin) =>
        from reservation in signed.GroupBy(one => one.Reservation)
        from pair in reservation.Zip(reservation.Skip(1))
        where pair.First.Signature != pair.Second.Signature && pair.Second.FinalizedHeight <= pair.First.LastValidHeight + margin
        select $"{reservation.Key}: {pair.Second.Signature} was signed while {pair.First.Signature} could live";
}
