using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>One holder's liquidity between two ticks (216 bytes). Held by whoever holds the one token of its mint.</summary>
/// <remarks>Layout: orca-so/whirlpools, programs/whirlpool/src/state/position.rs.</remarks>
/// <param name="FeeOwedA">Base units, as of the last update of the position.</param>
/// <param name="FeeOwedB">Base units, as of the last update of the position.</param>
public sealed record Position(
    PublicKey Whirlpool, PublicKey Mint, UInt128 Liquidity, int TickLower, int TickUpper,
    UInt128 FeeGrowthCheckpointA, ulong FeeOwedA, UInt128 FeeGrowthCheckpointB, ulong FeeOwedB)
{
    public const int Size = 216;
    public const ulong Discriminator = 0xaabc8fe4_7a40f7d0;

    public static DecodeRefusal TryDecode(ReadOnlySpan<byte> data, out Position? position)
    {
        position = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        int lower = LittleEndian.I32(data, 88), upper = LittleEndian.I32(data, 92);
        if (lower >= upper || lower < TickMath.MinTick || upper > TickMath.MaxTick) return DecodeRefusal.InvalidField;
        position = new Position(
            PublicKey.Read(data[8..]), PublicKey.Read(data[40..]), LittleEndian.U128(data, 72), lower, upper,
            LittleEndian.U128(data, 96), LittleEndian.U64(data, 112), LittleEndian.U128(data, 120), LittleEndian.U64(data, 136));
        return DecodeRefusal.None;
    }
}
