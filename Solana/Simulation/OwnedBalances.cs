using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>What one owner has before a transaction, to tell afterwards what it changed. Wrapped and native SOL count together.</summary>
internal readonly struct OwnedBalances
{
    private readonly Market _market;
    private readonly PublicKey _owner;
    private readonly int _systemAccount;
    private readonly Int128[] _before;

    public OwnedBalances(Market market, PublicKey owner, int systemAccount)
    {
        _market = market;
        _owner = owner;
        _systemAccount = systemAccount;
        _before = Read(market, owner, systemAccount);
    }

    public static Int128[] Read(Market market, PublicKey owner, int systemAccount)
    {
        var totals = new Int128[market.Layout.Tokens.Count];
        totals[VenueToken.Sol] = market.Lamports[systemAccount];
        var accounts = market.Layout.TokenAccounts;
        for (var i = 0; i < accounts.Count; i++)
            if (accounts[i].Owner == owner)
                totals[accounts[i].Token] += market.Amounts[i];
        return totals;
    }

    /// <summary>Only what changed, in the order of the tokens.</summary>
    public ImmutableArray<BalanceChange> Changes()
    {
        var after = Read(_market, _owner, _systemAccount);
        var changes = ImmutableArray.CreateBuilder<BalanceChange>();
        for (var token = 0; token < after.Length; token++)
            if (after[token] != _before[token])
                changes.Add(new BalanceChange(_market.Layout.Tokens[token].Mint, new SignedUnits(after[token] - _before[token])));
        return changes.ToImmutable();
    }
}
