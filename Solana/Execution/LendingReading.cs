using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Execution;

/// <summary>A reserve of Save and what is asked for beside it, at one slot.</summary>
internal sealed class LendingReading(RpcPool rpc)
{
    /// <exception cref="ChainUnavailableException">No node answers.</exception>
    public async Task<ChainSnapshot> Accounts(IEnumerable<PublicKey> wanted, CancellationToken cancel)
    {
        PublicKey[] keys = [.. new HashSet<PublicKey>(wanted) { Sysvars.Clock }];
        var answer = await rpc.Read(AccountCalls.GetMultipleAccounts(keys, Commitment.Processed), cancel);
        if (!answer.TryGet(out var found, out var error)) throw new ChainUnavailableException($"Accounts could not be read: {error.Fault}: {error.Message}");
        return new ChainSnapshot(keys, found);
    }

    /// <returns>Null when the account is no reserve.</returns>
    public static SaveReserve? ReserveAt(PublicKey address, ChainSnapshot accounts) =>
        accounts.Find(address) is { Exists: true } account && account.Owner == ProgramIds.Save
        && SaveReserve.TryDecode(account.Data.Span, out var reserve) == DecodeRefusal.None ? reserve : null;

    /// <returns>Null when there is no such token account of this owner.</returns>
    public static ulong? HeldIn(PublicKey address, PublicKey owner, ChainSnapshot accounts) =>
        accounts.Find(address) is { Exists: true } account && TokenAccount.Read(account.Owner, account.Data.Span, out var token) == DecodeRefusal.None && token.Owner == owner
            ? token.Amount : null;
}
