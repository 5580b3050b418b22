using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>The account behind an adaptive fee (254 bytes). Pools with a fixed fee have none, and their oracle address is empty.</summary>
/// <remarks>Layout: orca-so/whirlpools, programs/whirlpool/src/state/oracle.rs (packed).</remarks>
public sealed record WhirlpoolOracle(PublicKey Whirlpool, ulong TradeEnableTime, AdaptiveFeeConstants Constants, AdaptiveFeeVariables Variables)
{
    public const int Size = 254;

    /// <summary>sha256("account:Oracle"), first eight bytes.</summary>
    public const ulong Discriminator = 0x8bc283b3_8cb3e5f4;

    private const int ConstantsAt = 48;
    private const int VariablesAt = 82;

    public static DecodeRefusal TryDecode(ReadOnlySpan<byte> data, out WhirlpoolOracle? oracle)
    {
        oracle = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        var constants = ReadConstants(data[ConstantsAt..]);
        if (!constants.AreConsistent) return DecodeRefusal.InvalidField;
        var v = data[VariablesAt..];
        var variables = new AdaptiveFeeVariables(
            LittleEndian.U64(v, 0), LittleEndian.U64(v, 8), LittleEndian.U32(v, 16), LittleEndian.I32(v, 20), LittleEndian.U32(v, 24));
        oracle = new WhirlpoolOracle(PublicKey.Read(data[8..]), LittleEndian.U64(data, 40), constants, variables);
        return DecodeRefusal.None;
    }

    /// <summary>The same field order in oracles and in adaptive fee tiers.</summary>
    internal static AdaptiveFeeConstants ReadConstants(ReadOnlySpan<byte> c) => new(
        LittleEndian.U16(c, 0), LittleEndian.U16(c, 2), LittleEndian.U16(c, 4), LittleEndian.U32(c, 6), LittleEndian.U32(c, 10),
        LittleEndian.U16(c, 14), LittleEndian.U16(c, 16));
}
