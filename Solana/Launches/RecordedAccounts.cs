using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Launches;

/// <summary>Accounts that somebody kept. What was not kept is not there to be had, which is not the same as not existing.</summary>
/// <param name="largest">The largest accounts of a mint; null when nobody kept them.</param>
public sealed class RecordedAccounts(IAccountSource accounts, Func<PublicKey, IReadOnlyList<PublicKey>?> largest, MarketClock clock) : ILaunchAccounts
{
    private const string NotRecorded = "not recorded";

    public MarketClock Clock => clock;

    public ValueTask<IReadOnlyList<AccountLookUp>> Accounts(IReadOnlyList<PublicKey> addresses, CancellationToken cancel) => ValueTask.FromResult<IReadOnlyList<AccountLookUp>>(
        [.. addresses.Select(address => accounts.Find(address) is { } found ? new AccountLookUp(found, clock.Slot, null) : AccountLookUp.Failed(NotRecorded))]);

    public ValueTask<LargestLookUp> Largest(PublicKey mint, CancellationToken cancel) =>
        ValueTask.FromResult(largest(mint) is { } found ? new LargestLookUp(found, null) : LargestLookUp.Failed(NotRecorded));
}
