using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDammV2;

namespace Orchestrator.Solana.Tests.Programs.MeteoraDammV2;

/// <summary>A pool account that could exist, in every fee mode.</summary>
internal sealed record RandomDamm(byte[] Account, ulong Now)
{
    private static readonly UInt128 MinSqrtPrice = 4_295_048_016;
    private static readonly UInt128 MaxSqrtPrice = new(0xFFFEC4B1, 0x845C1AA9_4E69579B);
    private const ulong Activation = 1_700_000_000;

    public static readonly Gen<RandomDamm> Any =
        from mode in Gen.Byte[0, 4]
        from collect in Gen.Byte[0, 2]
        from version in Gen.Byte[0, 1]
        from cliff in Gen.ULong[100_000, 400_000_000]
        from scheduler in Gen.Select(Gen.UShort[1, 400], Gen.UInt[1, 2_000], Gen.UInt[1, 20_000], Gen.ULong[1, 5_000])
        from limiter in Gen.Select(Gen.UShort[1, 500], Gen.UInt[1, 43_200], Gen.UInt[4_000, 5_000], Gen.ULong[1, 1_000_000_000_000])
        from dynamic in Gen.Select(Gen.Bool, Gen.UInt[0, 15_000_000], Gen.UInt[0, 15_000_000])
        from price in Gen.Select(Gen.Int[-300_000, 300_000], Gen.ULong)
        from liquidity in Gen.Select(Gen.ULong[1, ulong.MaxValue], Gen.Int[0, 50])
        from amounts in Gen.Select(Gen.ULong[1, ulong.MaxValue >> 10], Gen.ULong[1, ulong.MaxValue >> 10])
        from after in Gen.ULong[0, 60_000]
        select Build(mode, collect, version, cliff, scheduler, limiter, dynamic, price, liquidity, amounts, after);

    public static readonly Gen<ulong> Amounts = Gen.Select(Gen.Int[0, 50], Gen.ULong, (bits, raw) => (raw >> (63 - bits)) | 1);

    public DammPool State => DammPool.TryDecode(Account, out var pool) is var refusal and not DecodeRefusal.None
        ? throw new InvalidOperationException($"The pool cannot be read: {refusal}.")
        : pool!;

    public DammSwapOutcome? Swap(ulong amount, bool exactIn, bool aToB, out QuoteRefusal refusal)
    {
        var clock = new ChainClock(Now, 1, (long)Now);
        refusal = exactIn
            ? DammSwap.TryExactIn(State, amount, aToB, clock, out var outcome)
            : DammSwap.TryExactOut(State, amount, aToB, clock, out outcome);
        return refusal == QuoteRefusal.None ? outcome : null;
    }

    public JsonObject Question(ulong amount, bool exactIn, bool aToB) => new()
    {
        ["kind"] = "damm", ["account"] = Convert.ToBase64String(Account), ["amount"] = amount.ToString(), ["exactIn"] = exactIn, ["aToB"] = aToB, ["point"] = Now.ToString(),
    };

    private static RandomDamm Build(
        byte mode, byte collect, byte version, ulong cliff, (ushort Count, uint Step, uint Bound, ulong Reduction) scheduler,
        (ushort Increment, uint Duration, uint Highest, ulong Reference) limiter, (bool On, uint Max, uint Volatility) dynamic,
        (int Tick, ulong Within) price, (ulong Raw, int Shift) liquidity, (ulong A, ulong B) amounts, ulong after)
    {
        var data = new byte[DammPool.Size];
        void U16(int at, ushort v) => BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), v);
        void U32(int at, uint v) => BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(at), v);
        void U64(int at, ulong v) => BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(at), v);
        void U128(int at, UInt128 v) => BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(at), v);
        BinaryPrimitives.WriteUInt64BigEndian(data, DammPool.Discriminator);
        U64(8, cliff);
        data[16] = mode;
        if (mode == 2)
        {
            U16(22, limiter.Increment); U32(24, limiter.Duration); U32(28, limiter.Highest); U64(32, limiter.Reference);
        }
        else
        {
            U16(22, scheduler.Count);
            if (mode < 2) U64(24, scheduler.Step); else { U32(24, scheduler.Step); U32(28, scheduler.Bound); }
            // A linear scheduler never reduces below nothing.
            U64(32, mode is 0 or 3 ? Math.Min(scheduler.Reduction, cliff / scheduler.Count) : scheduler.Reduction % 300);
        }
        data[48] = 20;
        U16(54, collect == 2 ? (ushort)3_000 : (ushort)0);
        data[56] = dynamic.On ? (byte)1 : (byte)0;
        U32(64, dynamic.Max); U32(68, 1_913); U16(72, 1);
        U128(120, Math.Min(dynamic.Volatility, dynamic.Max));
        var sqrt = UInt128.Clamp(Solana.Programs.OrcaWhirlpool.TickMath.SqrtPriceAt(price.Tick) + price.Within % 1_000, MinSqrtPrice, MaxSqrtPrice);
        U128(152, sqrt - sqrt / 50);
        U128(360, (UInt128)liquidity.Raw << liquidity.Shift);
        U128(424, MinSqrtPrice); U128(440, MaxSqrtPrice); U128(456, sqrt);
        U64(472, Activation);
        data[480] = 1;
        data[484] = collect;
        data[486] = version;
        U64(680, amounts.A); U64(688, amounts.B);
        data[696] = 1;
        return new RandomDamm(data, Activation + after);
    }
}
