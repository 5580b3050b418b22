using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Launches;

/// <summary>Where the accounts behind a launch come from: a node, a recording, the simulated chain.</summary>
public interface ILaunchAccounts
{
    /// <summary>The chain's time that the accounts belong to.</summary>
    MarketClock Clock { get; }

    /// <summary>One answer per address, in order. What could not be had is named, and is not the same as an account that does not exist.</summary>
    ValueTask<IReadOnlyList<AccountLookUp>> Accounts(IReadOnlyList<PublicKey> addresses, CancellationToken cancel);

    /// <summary>The largest token accounts of a mint, largest first: addresses only, for what they hold is read from the accounts themselves.</summary>
    ValueTask<LargestLookUp> Largest(PublicKey mint, CancellationToken cancel);
}

/// <param name="Failure">Why it is not known; null when it is.</param>
public readonly record struct AccountLookUp(AccountData Account, ulong Slot, string? Failure)
{
    public static AccountLookUp Failed(string why) => new(AccountData.Absent, 0, why);
}

/// <param name="Failure">Why they are not known; null when they are.</param>
public readonly record struct LargestLookUp(IReadOnlyList<PublicKey> Accounts, string? Failure)
{
    public static LargestLookUp Failed(string why) => new([], why);
}
