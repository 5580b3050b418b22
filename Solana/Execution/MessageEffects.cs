using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Execution;

/// <summary>What a message would do to what the wallet owns in SOL, wrapped and plain, as a node says.</summary>
public sealed class MessageEffects(RpcPool rpc, PublicKey wallet)
{
    private readonly PublicKey[] _accounts = [wallet, ProgramAddress.AssociatedToken(wallet, Mints.WrappedSol, ProgramIds.Token)];

    /// <returns>The change in lamports, fee and tip included; or the runtime's error, where nothing would be changed but the fee.</returns>
    /// <exception cref="ChainUnavailableException">No node answers.</exception>
    public async Task<(long Change, string? Error)> Of(byte[] message, CancellationToken cancel)
    {
        var before = await rpc.Read(AccountCalls.GetMultipleAccounts(_accounts, Commitment.Processed), cancel);
        if (!before.TryGet(out var found, out var unread)) throw new ChainUnavailableException($"{unread.Fault}: {unread.Message}");
        var answer = await rpc.Read(TransactionCalls.SimulateTransaction(Unsigned.Of(message), new SimulateOptions { Accounts = [.. _accounts] }), cancel);
        if (!answer.TryGet(out var simulated, out var error)) throw new ChainUnavailableException($"{error.Fault}: {error.Message}");
        if (simulated.Value.Error is { } failed) return (0, failed.ToString());
        if (simulated.Value.Accounts.Length != _accounts.Length) throw new ChainUnavailableException("The node does not say what the accounts would hold.");
        return (checked((long)(Owned(simulated.Value.Accounts) - Owned(found.Value))), null);
    }

    private Int128 Owned(IReadOnlyList<AccountInfo?> accounts) => (Int128)(accounts[0]?.Lamports ?? 0)
        + (accounts[1] is { } wrapped && TokenAccount.Read(wrapped.Owner, wrapped.Data.Span, out var token) == DecodeRefusal.None && token.Owner == wallet ? token.Amount : 0);
}
