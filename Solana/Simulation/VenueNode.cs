using System.Collections.Immutable;
using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Simulation;

/// <summary>The simulated chain as a node that is asked for accounts.</summary>
public sealed class VenueNode(IVenue venue) : ILaunchAccounts
{
    private const ulong EpochSlots = 432_000;

    private MarketClockBox _clock = new(default);

    public MarketClock Clock => Volatile.Read(ref _clock).Value;

    public async ValueTask<IReadOnlyList<AccountLookUp>> Accounts(IReadOnlyList<PublicKey> addresses, CancellationToken cancel)
    {
        var answer = await venue.Accounts([.. addresses.Select(address => address.ToString())], cancel);
        Volatile.Write(ref _clock, new(new MarketClock(answer.Slot, answer.Slot / EpochSlots, answer.Time.ToUnixTimeSeconds())));
        return [.. answer.Accounts.Select(found => new AccountLookUp(found is null ? AccountData.Absent : new AccountData(PublicKey.Parse(found.Owner), found.Data), answer.Slot, null))];
    }

    public async ValueTask<LargestLookUp> Largest(PublicKey mint, CancellationToken cancel) =>
        new([.. (await venue.Largest(mint.ToString(), cancel)).Select(PublicKey.Parse)], null);

    /// <summary>So that slot and time are read together.</summary>
    private sealed record MarketClockBox(MarketClock Value);
}
