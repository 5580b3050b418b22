using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Launches;

/// <summary>Accounts as nodes tell them, at confirmed commitment. A call that fails is named and never guessed around.</summary>
/// <param name="only">Name of the one node that is asked, once a call; null: any, and others when it fails or is slow.</param>
public sealed class NodeAccounts(RpcPool nodes, TimeProvider time, string? only = null) : ILaunchAccounts
{
    /// <summary>Accounts that one call may ask for.</summary>
    private const int AccountsPerCall = 100;

    /// <summary>Slots of an epoch on mainnet.</summary>
    private const ulong EpochSlots = 432_000;

    private ulong _slot;

    public MarketClock Clock => Volatile.Read(ref _slot) is var slot ? new MarketClock(slot, slot / EpochSlots, time.GetUtcNow().ToUnixTimeSeconds()) : default;

    public async ValueTask<IReadOnlyList<AccountLookUp>> Accounts(IReadOnlyList<PublicKey> addresses, CancellationToken cancel)
    {
        var found = new List<AccountLookUp>(addresses.Count);
        foreach (var part in addresses.Chunk(AccountsPerCall))
        {
            var answer = await Ask(AccountCalls.GetMultipleAccounts(part, Commitment.Confirmed), cancel);
            if (!answer.IsAnswered)
            {
                found.AddRange(part.Select(_ => AccountLookUp.Failed(answer.Error!.Fault.ToString())));
                continue;
            }

            Advance(answer.Value.Slot);
            found.AddRange(answer.Value.Value.Select(account => new AccountLookUp(account is { } there ? new AccountData(there.Owner, there.Data) : AccountData.Absent, answer.Value.Slot, null)));
        }

        return found;
    }

    public async ValueTask<LargestLookUp> Largest(PublicKey mint, CancellationToken cancel)
    {
        var answer = await Ask(AccountCalls.GetTokenLargestAccounts(mint, Commitment.Confirmed), cancel);
        if (!answer.IsAnswered) return LargestLookUp.Failed(answer.Error!.Fault.ToString());
        Advance(answer.Value.Slot);
        return new LargestLookUp([.. answer.Value.Value.Select(holding => holding.Account)], null);
    }

    private Task<RpcResult<T>> Ask<T>(RpcCall<T> call, CancellationToken cancel) => only is null ? nodes.Read(call, cancel) : nodes.Send(call, cancel, only);

    /// <summary>Slots only go forward, whichever node answers.</summary>
    private void Advance(ulong slot)
    {
        for (var known = Volatile.Read(ref _slot); slot > known;)
        {
            var seen = Interlocked.CompareExchange(ref _slot, slot, known);
            if (seen == known) return;
            known = seen;
        }
    }
}
