using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>The simulated venue, as paper trading runs on it.</summary>
internal sealed class VenueJudge(VenueSettings settings) : IJudge
{
    private readonly SimulatedVenue _venue = new(settings);
    private readonly KeyPair _wallet = SimulatedSigner.KeyFor(settings.Seed);

    public VenueMachine Machine => _venue.Machine;

    public Task<Verdict> SendAsync(IReadOnlyList<Instruction> instructions)
    {
        var transaction = Sign(instructions, Machine.Layout, Machine.Clock.Latest, _wallet);
        var sent = _venue.Send(transaction.Encode());
        if (sent.Receipt != Orchestrator.Domain.Execution.SendReceipt.Accepted) return Task.FromResult(new Verdict(false, sent.Detail));
        _venue.Advance(Machine.Clock.Time + settings.Chain.SlotTime);
        var landed = Machine.Landed.FirstOrDefault(one => one.Signature == transaction.Id.ToString());
        return Task.FromResult(new Verdict(landed is not null, landed?.Landing.Error));
    }

    public Task<ImmutableDictionary<PublicKey, ulong>> BalancesAsync(IReadOnlyList<PublicKey> accounts) => Task.FromResult(
        accounts.ToImmutableDictionary(key => key, key => Machine.Layout.TokenAccountIndex.TryGetValue(key, out var token)
            ? Machine.Market.Amounts[token]
            : Machine.Market.SystemAccount(key) is >= 0 and var account ? Machine.Market.Lamports[account] : 0));

    public void Dispose()
    {
        _wallet.Dispose();
        _venue.Dispose();
    }

    public static VersionedTransaction Sign(IReadOnlyList<Instruction> instructions, VenueLayout layout, Blockhash blockhash, KeyPair wallet)
    {
        var builder = new MessageBuilder(wallet.PublicKey).Add([.. instructions]);
        foreach (var table in layout.Tables) builder.Use(table);
        Assert.Equal(BuildRefusal.None, builder.BuildV0(blockhash, out var message));
        Assert.Equal(SignRefusal.None, TransactionSigner.Sign(message!, out var transaction, wallet));
        return transaction!;
    }
}
