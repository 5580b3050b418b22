using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Rpc;
using Mint = Orchestrator.Domain.Money.Mint;

namespace Orchestrator.Silo.Live;

/// <summary>What we own beyond the fee reserve, at finalized commitment, as two nodes say alike.</summary>
internal sealed class WalletBalances(LivePorts ports)
{
    /// <returns>Null when no two nodes say the same at the moment.</returns>
    public async Task<ImmutableArray<BalanceChange>?> Read(CancellationToken cancel)
    {
        var mints = ports.Policy.Mints;
        PublicKey[] keys = [ports.Wallet, .. mints.Select(mint => ProgramAddress.AssociatedToken(ports.Wallet, mint.Mint, mint.TokenProgram))];
        var answers = await ports.Rpc.AskEach(AccountCalls.GetMultipleAccounts(keys, Commitment.Finalized), cancel);
        // The newest first: two that lag together must not outvote two that do not.
        var read = answers.Where(answer => answer.IsAnswered).OrderByDescending(answer => answer.Value.Slot).Select(answer => Owned(answer.Value.Value, mints)).ToList();
        for (var i = 0; i < read.Count; i++)
            for (var j = i + 1; j < read.Count; j++)
                if (read[i].AsSpan().SequenceEqual(read[j].AsSpan())) return read[i];
        return null;
    }

    private ImmutableArray<BalanceChange> Owned(ImmutableArray<AccountInfo?> accounts, ImmutableArray<Solana.Signing.MintRule> mints)
    {
        var owned = new SortedDictionary<Mint, Int128> { [Mint.Sol] = (Int128)(accounts[0]?.Lamports ?? 0) - ports.Policy.SolFloor };
        for (var i = 0; i < mints.Length; i++)
        {
            if (accounts[i + 1] is not { } account || TokenAccount.Read(account.Owner, account.Data.Span, out var token) != DecodeRefusal.None || token.Owner != ports.Wallet) continue;
            var mint = new Mint(mints[i].Mint.ToString());
            owned[mint] = owned.GetValueOrDefault(mint) + token.Amount;
        }

        return [.. owned.Where(pair => pair.Value != 0).Select(pair => new BalanceChange(pair.Key, new SignedUnits(pair.Value)))];
    }
}
