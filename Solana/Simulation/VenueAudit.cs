using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;

namespace Orchestrator.Solana.Simulation;

/// <summary>What the wallet holds of one asset; wrapped and native SOL count together.</summary>
public sealed record WalletBalance(Mint Asset, BaseUnits Amount);

/// <summary>All that exists of one asset on the simulated chain. Never changes.</summary>
public sealed record AssetSupply(string Asset, string Total);

/// <summary>The venue's books at one moment: the judge of what an orchestrator believes.</summary>
/// <param name="Wallet">Base58 of our wallet.</param>
/// <param name="Landed">Every transaction our wallet paid for, in the order of landing.</param>
/// <param name="Supply">Per token and for lamports.</param>
/// <param name="Launches">Those that have come into being, with what was behind each.</param>
/// <param name="StateDigest">SHA-256 over the whole state, hex: equal venues have equal digests.</param>
public sealed record VenueAudit(
    ChainHead Head, string Wallet, ImmutableArray<WalletBalance> Opening, ImmutableArray<WalletBalance> Balances, int Waiting,
    ImmutableArray<LandedTransaction> Landed, ImmutableArray<AssetSupply> Supply, ImmutableArray<VenueLaunchView> Launches, string StateDigest)
{
    internal static VenueAudit Of(VenueMachine machine)
    {
        var wallet = machine.Layout.Wallet.ToString();
        var totals = OwnedBalances.Read(machine.Market, machine.Layout.Wallet, VenueLayout.WalletAccount);
        var opening = new BaseUnits(checked(machine.Settings.Wallet.NativeLamports + machine.Settings.Wallet.WrappedLamports));
        return new VenueAudit(
            machine.Head(), wallet, [new WalletBalance(Mint.Sol, opening)],
            [.. machine.Layout.Tokens.Where(t => totals[t.Index] > 0).Select(t => new WalletBalance(t.Mint, new BaseUnits((ulong)totals[t.Index])))],
            machine.Waiting.Count(), [.. machine.Landed.Where(l => l.Payer == wallet)], SupplyOf(machine.Market),
            [.. machine.Layout.Launches.Where(launch => launch.Slot <= machine.Clock.Slot).Select(launch => launch.View)], DigestOf(machine));
    }

    internal static ImmutableArray<AssetSupply> SupplyOf(Market market)
    {
        var totals = new UInt128[market.Layout.Tokens.Count];
        for (var i = 0; i < market.Amounts.Length; i++) totals[market.Layout.TokenAccounts[i].Token] += market.Amounts[i];
        UInt128 lamports = 0;
        foreach (var amount in market.Lamports) lamports += amount;
        return [.. market.Layout.Tokens.Select(t => new AssetSupply(t.Symbol, totals[t.Index].ToString())), new AssetSupply("lamports", lamports.ToString())];
    }

    private static string DigestOf(VenueMachine machine)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<ulong>(machine.Market.Amounts));
        hash.AppendData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(machine.Market.Lamports)));
        hash.AppendData(MemoryMarshal.AsBytes<ulong>(machine.Market.Reference));
        Span<byte> number = stackalloc byte[8];
        foreach (var value in new[] { machine.Clock.Slot, machine.Clock.Height, machine.Clock.FinalizedHeight })
        {
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
            hash.AppendData(number);
        }

        foreach (var pending in machine.Waiting.OrderBy(p => p.Id.ToString(), StringComparer.Ordinal))
        {
            hash.AppendData(pending.Id.AsSpan());
            BinaryPrimitives.WriteUInt64LittleEndian(number, pending.LandsAt);
            hash.AppendData(number);
        }

        foreach (var landed in machine.Landed)
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{landed.Signature}{landed.Landing.Slot}{landed.Landing.Error}{landed.Landing.Fee}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
