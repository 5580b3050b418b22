using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>Tokens at one price.</summary>
/// <param name="Price">Q64.64; zero in a bin that was never used.</param>
/// <param name="OpenOrder">Limit orders not yet begun.</param>
/// <param name="ProcessedOrderLeft">What is left of limit orders being filled; served before <paramref name="OpenOrder"/>.</param>
/// <param name="OrdersAreAsks">The orders sell X; otherwise they sell Y.</param>
public readonly record struct Bin(ulong X, ulong Y, UInt128 Price, ulong OpenOrder, ulong ProcessedOrderLeft, bool OrdersAreAsks);

/// <summary>70 neighbouring bins (10,136 bytes).</summary>
/// <remarks>Layout: MeteoraAg/dlmm-sdk, idls/dlmm.json (program 0.12.0). Arrays before version 2 keep other counters where limit orders are now.</remarks>
public sealed class BinArray
{
    public const int BinCount = 70;
    public const int Size = 10_136;
    public const ulong Discriminator = 0x5c8e5cdc_059446b5;

    private const int BinsAt = 56;
    private const int BinSize = 144;
    private const byte VersionWithOrders = 2;
    private const int IndexMax = BinPrice.BinIdMax / BinCount + 1;

    private readonly Bin[] _bins;

    private BinArray(PublicKey pair, int index, Bin[] bins) => (Pair, Index, _bins) = (pair, index, bins);

    public PublicKey Pair { get; }
    public int Index { get; }
    public int LowestBin => Index * BinCount;
    public int HighestBin => LowestBin + BinCount - 1;

    /// <summary>By bin id, which must lie in the array.</summary>
    public ref readonly Bin this[int binId] => ref _bins[binId - LowestBin];

    public bool Holds(int binId) => binId >= LowestBin && binId <= HighestBin;

    public static int IndexOf(int binId) => binId >= 0 ? binId / BinCount : (binId + 1) / BinCount - 1;

    /// <exception cref="ArgumentException">Not 70 bins.</exception>
    public static BinArray Of(PublicKey pair, int index, ReadOnlySpan<Bin> bins)
    {
        if (bins.Length != BinCount) throw new ArgumentException($"A bin array has {BinCount} bins, not {bins.Length}.", nameof(bins));
        return new BinArray(pair, index, bins.ToArray());
    }

    public static DecodeRefusal TryDecode(ReadOnlySpan<byte> data, out BinArray? array)
    {
        array = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        var index = LittleEndian.I64(data, 8);
        if (Math.Abs(Math.Max(index, -long.MaxValue)) > IndexMax) return DecodeRefusal.InvalidField;
        if (data[16] > VersionWithOrders) return DecodeRefusal.UnknownVersion;
        var bins = new Bin[BinCount];
        for (var i = 0; i < bins.Length; i++)
            bins[i] = ReadBin(data.Slice(BinsAt + i * BinSize, BinSize), withOrders: data[16] >= VersionWithOrders);
        array = new BinArray(LittleEndian.Key(data, 24), (int)index, bins);
        return DecodeRefusal.None;
    }

    private static Bin ReadBin(ReadOnlySpan<byte> bin, bool withOrders) => new(
        LittleEndian.U64(bin, 0), LittleEndian.U64(bin, 8), LittleEndian.U128(bin, 16),
        withOrders ? LittleEndian.U64(bin, 112) : 0, withOrders ? LittleEndian.U64(bin, 128) : 0, withOrders && bin[140] != 0);
}
