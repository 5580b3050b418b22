using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>A price at which the liquidity changes or limit orders wait.</summary>
/// <param name="LiquidityNet">Added when crossed upwards, taken when crossed downwards.</param>
/// <param name="Orders">Base units of the token that limit orders here still sell.</param>
public readonly record struct ClmmTick(int Index, Int128 LiquidityNet, bool HasLiquidity, ulong Orders);

/// <summary>Sixty neighbouring ticks of a pool, of which only the initialised ones are kept. 10,240 bytes.</summary>
/// <remarks>Source: raydium-io/raydium-clmm, programs/amm/src/states/tick_array.rs at 03b44b7f.</remarks>
public sealed class TickArray
{
    public const int Size = 10_240;
    public const int TickCount = 60;
    public const ulong Discriminator = 0xc09b55cd31f9812a;

    private const int TicksAt = 44;
    private const int TickSize = 168;

    private readonly ClmmTick[] _ticks;

    private TickArray(PublicKey pool, int start, ClmmTick[] ticks)
    {
        Pool = pool;
        Start = start;
        _ticks = ticks;
    }

    public PublicKey Pool { get; }

    /// <summary>Index of the first of the sixty ticks.</summary>
    public int Start { get; }

    /// <summary>The initialised ticks, lowest first.</summary>
    public ReadOnlySpan<ClmmTick> Ticks => _ticks;

    /// <param name="spacing">The pool's: it fixes which index each place must hold.</param>
    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, ushort spacing, out TickArray? array)
    {
        array = null;
        if (owner != ProgramIds.RaydiumClmm) return DecodeRefusal.WrongOwner;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        var start = I32(data, 40);
        if (start % TickMath.TicksPerArray(spacing) != 0 || start is < TickMath.MinTick - 1_000 * TickCount or > TickMath.MaxTick) return DecodeRefusal.InvalidField;
        var ticks = new List<ClmmTick>();
        for (var i = 0; i < TickCount; i++)
        {
            var tick = data.Slice(TicksAt + i * TickSize, TickSize);
            ulong waiting = U64(tick, 124), partly = U64(tick, 132);
            var hasLiquidity = U128(tick, 20) != 0;
            if (!hasLiquidity && (waiting | partly) == 0) continue;
            if (I32(tick, 0) != start + i * spacing || waiting > ulong.MaxValue - partly) return DecodeRefusal.InvalidField;
            if (I32(tick, 0) is < TickMath.MinTick or > TickMath.MaxTick) return DecodeRefusal.InvalidField;
            ticks.Add(new ClmmTick(I32(tick, 0), I128(tick, 4), hasLiquidity, waiting + partly));
        }
        array = new TickArray(Key(data, 8), start, [.. ticks]);
        return DecodeRefusal.None;
    }

    /// <summary>The next initialised tick of this array: at or below the current one going down, above it going up.</summary>
    public bool TryNext(int current, bool down, out ClmmTick tick)
    {
        tick = default;
        var found = false;
        foreach (ref readonly var candidate in _ticks.AsSpan())
        {
            if (down ? candidate.Index > current : candidate.Index <= current) continue;
            tick = candidate;
            found = true;
            if (!down) break;
        }
        return found;
    }

    /// <summary>The first tick met when the price enters the array.</summary>
    public bool TryFirst(bool down, out ClmmTick tick)
    {
        tick = _ticks.Length == 0 ? default : down ? _ticks[^1] : _ticks[0];
        return _ticks.Length > 0;
    }
}
