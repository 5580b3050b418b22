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

/// <summary>What we own beyond the fee reserve, in the wallet and lent to Save, at finalized commitment, as two nodes say alike.</summary>
internal sealed class WalletBalances(LivePorts ports)
{
    /// <param name="held">Assets that the book knows: a token that the policy does not list may have been bought all the same, where it allows new mints.</param>
    /// <returns>Null when no two nodes say the same at the moment.</returns>
    public async Task<ImmutableArray<BalanceChange>?> Read(IEnumerable<Mint> held, CancellationToken cancel)
    {
        var accounts = Accounts(held);
        PublicKey[] keys = [ports.Wallet, .. accounts.Select(account => account.Address)];
        var answers = await ports.Rpc.AskEach(AccountCalls.GetMultipleAccounts(keys, Commitment.Finalized), cancel);
        // The newest first: two that lag together must not outvote two that do not.
        var read = answers.Where(answer => answer.IsAnswered).OrderByDescending(answer => answer.Value.Slot).Select(answer => Owned(answer.Value.Value, accounts)).ToList();
        for (var i = 0; i < read.Count; i++)
            for (var j = i + 1; j < read.Count; j++)
                if (read[i].AsSpan().SequenceEqual(read[j].AsSpan())) return read[i];
        return null;
    }

    /// <summary>Our accounts of the policy's mints, of the tokens that stand for what is lent to its reserves, and of what else is held under either token program: which one it is, only the chain knows.</summary>
    private ImmutableArray<(PublicKey Mint, PublicKey Address)> Accounts(IEnumerable<Mint> held)
    {
        var listed = ports.Policy.Mints.Select(rule => rule.Mint).ToHashSet();
        var lent = ports.Policy.Reserves.Select(reserve => reserve.CollateralMint).Where(mint => mint != default && listed.Add(mint)).ToArray();
        var others = held.Select(mint => PublicKey.Parse(mint.Value)).Where(mint => !listed.Contains(mint)).Distinct();
        return
        [
            .. ports.Policy.Mints.Select(rule => (rule.Mint, ProgramAddress.AssociatedToken(ports.Wallet, rule.Mint, rule.TokenProgram))),
            .. lent.Select(mint => (mint, ProgramAddress.AssociatedToken(ports.Wallet, mint, ProgramIds.Token))),
            .. others.SelectMany(mint => new[] { ProgramIds.Token, ProgramIds.Token2022 }.Select(program => (mint, ProgramAddress.AssociatedToken(ports.Wallet, mint, program)))),
        ];
    }

    private ImmutableArray<BalanceChange> Owned(ImmutableArray<AccountInfo?> found, ImmutableArray<(PublicKey Mint, PublicKey Address)> accounts)
    {
        var owned = new SortedDictionary<Mint, Int128> { [Mint.Sol] = (Int128)(found[0]?.Lamports ?? 0) - ports.Policy.SolFloor };
        for (var i = 0; i < accounts.Length; i++)
        {
            if (found[i + 1] is not { } account || TokenAccount.Read(account.Owner, account.Data.Span, out var token) != DecodeRefusal.None || token.Owner != ports.Wallet) continue;
            var mint = new Mint(accounts[i].Mint.ToString());
            owned[mint] = owned.GetValueOrDefault(mint) + token.Amount;
        }

        return [.. owned.Where(pair => pair.Value != 0).Select(pair => new BalanceChange(pair.Key, new SignedUnits(pair.Value)))];
    }
}
