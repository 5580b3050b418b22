using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Simulation;

/// <summary>Messages written by hand for one venue, signed with its wallet.</summary>
internal sealed class Bytes(SimulatedVenue venue)
{
    public VenueLayout Layout => venue.Machine.Layout;
    public VenueReserve Sol => Layout.ReserveOf(VenueToken.Sol)!;
    public VenuePool Pool(int token, string venueName = "raydium") =>
        Layout.Pools.First(p => p.Venue == venueName && p.Trades(VenueToken.Sol) && p.Trades(token));

    public Instruction Swap(VenuePool pool, int tokenIn, ulong amountIn, ulong minimumOut) => SwapProgram.Build(Layout, pool, tokenIn, amountIn, minimumOut);

    public Instruction Pay(PublicKey to, ulong lamports) => SystemProgram.Transfer(Layout.Wallet, to, lamports);

    public byte[] Message(params ReadOnlySpan<Instruction> instructions)
    {
        var builder = new MessageBuilder(Layout.Wallet);
        foreach (var table in Layout.Tables) builder.Use(table);
        foreach (var instruction in instructions) builder.Add(instruction);
        Assert.Equal(BuildRefusal.None, builder.BuildV0(venue.Machine.Clock.Latest, out var message));
        return message!.Encode();
    }

    public byte[] Signed(byte[] message)
    {
        Orchestrator.Solana.Transactions.Message.Decode(message, out var decoded);
        using var key = SimulatedSigner.KeyFor(venue.Settings.Seed);
        Assert.Equal(SignRefusal.None, TransactionSigner.Sign(decoded!, out var transaction, key));
        return transaction!.Encode();
    }

    public byte[] Transaction(params ReadOnlySpan<Instruction> instructions) => Signed(Message(instructions));

    public static string IdOf(byte[] transaction)
    {
        VersionedTransaction.Decode(transaction, out var decoded);
        return decoded!.Id.ToString();
    }

    /// <summary>The same instruction with one account exchanged.</summary>
    public static Instruction With(Instruction instruction, int account, AccountMeta meta) =>
        instruction with { Accounts = instruction.Accounts.SetItem(account, meta) };
}

internal static class Venues
{
    /// <summary>Nobody else trades, nothing is lost, every slot has a block.</summary>
    public static VenueSettings Still(ulong seed = 1) => new()
    {
        Seed = seed,
        Chain = new ChainSettings { LostPpm = 0, LatePpm = 0, SkippedSlotsPpm = 0 },
        OrderFlow = new OrderFlowSettings { FlowPpm = 0, CompetitionPpm = 0, ReferenceStepPpm = 0, SpikesPpm = 0, DispersionPpm = 0, WhalesPpm = 0 },
    };

    public static void Slots(this SimulatedVenue venue, int count) =>
        venue.Advance(venue.Machine.Clock.Time + (venue.Settings.Chain.SlotTime * count));

    public static ulong[] Balances(this SimulatedVenue venue) => [.. venue.Machine.Market.Amounts];

    public static ImmutableArray<AssetSupply> Supply(this SimulatedVenue venue) => VenueAudit.SupplyOf(venue.Machine.Market);
}
