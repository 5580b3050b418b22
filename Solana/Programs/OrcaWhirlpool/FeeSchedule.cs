namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>The fee along one swap: fixed, or rising with each tick group that the price enters.</summary>
/// <remarks>
/// The program stops at tick-group boundaries so that each group is charged its own fee, except where every group has the same fee; there it goes
/// straight to the next initialised tick. Where it stops decides the rounding, so the stops are reproduced exactly.
/// </remarks>
internal struct FeeSchedule
{
    private readonly bool adaptive, aToB;
    private readonly ushort baseRate;
    private readonly AdaptiveFeeConstants constants;
    private readonly CoreRange core;
    private int tickGroup;
    private AdaptiveFeeVariables variables;

    /// <summary>Tick groups between which the accumulator still changes. A missing price means that the bound lies beyond the price range.</summary>
    private readonly record struct CoreRange(int LowerGroup, UInt128 LowerPrice, int UpperGroup, UInt128 UpperPrice);

    private FeeSchedule(ushort baseRate, bool aToB)
    {
        this.baseRate = baseRate;
        this.aToB = aToB;
    }

    private FeeSchedule(ushort baseRate, bool aToB, int tickGroup, in AdaptiveFeeConstants constants, in AdaptiveFeeVariables variables)
        : this(baseRate, aToB)
    {
        adaptive = true;
        this.tickGroup = tickGroup;
        this.constants = constants;
        this.variables = variables;
        core = CoreOf(constants, variables);
    }

    public readonly AdaptiveFeeVariables Variables => variables;

    /// <summary>The one rate of every stretch, in millionths; null where it rises.</summary>
    public readonly uint? FixedRate => adaptive ? null : baseRate;

    public static QuoteRefusal TryStart(Whirlpool pool, WhirlpoolOracle? oracle, bool aToB, long unixTime, out FeeSchedule schedule)
    {
        schedule = new FeeSchedule(pool.FeeRate, aToB);
        if (pool.HasAdaptiveFee != oracle is not null)
            return oracle is null ? QuoteRefusal.MissingAccount : QuoteRefusal.InconsistentState;
        if (oracle is null) return QuoteRefusal.None;
        if (unixTime < 0 || !oracle.Constants.AreConsistent) return QuoteRefusal.InconsistentState;
        if (oracle.TradeEnableTime > (ulong)unixTime) return QuoteRefusal.NotYetOpen;
        var group = AdaptiveFee.TickGroupOf(pool.TickCurrentIndex, oracle.Constants.TickGroupSize);
        if (!AdaptiveFee.TryUpdateReference(oracle.Variables, oracle.Constants, group, (ulong)unixTime, out var variables))
            return QuoteRefusal.InconsistentState;
        if (variables.VolatilityReference > oracle.Constants.MaxVolatility) return QuoteRefusal.InconsistentState;
        schedule = new FeeSchedule(pool.FeeRate, aToB, group, oracle.Constants, variables);
        return QuoteRefusal.None;
    }

    /// <summary>Rate of the stretch that starts now, in millionths.</summary>
    public uint NextRate()
    {
        if (!adaptive) return baseRate;
        Accumulate();
        return AdaptiveFee.TotalRate(baseRate, variables.Volatility, constants);
    }

    /// <summary>Where the stretch to <paramref name="target"/> must stop for its fee, and whether groups are skipped on it.</summary>
    public readonly (UInt128 Target, bool Skips) Bound(UInt128 target, UInt128 liquidity)
    {
        if (!adaptive) return (target, false);
        if (constants.ControlFactor == 0 || liquidity == 0) return (target, true);
        if (core.LowerPrice != 0 && tickGroup < core.LowerGroup)
            return (aToB ? target : UInt128.Min(target, core.LowerPrice), true);
        if (core.UpperPrice != 0 && tickGroup > core.UpperGroup)
            return (aToB ? UInt128.Max(target, core.UpperPrice) : target, true);
        long size = constants.TickGroupSize;
        var edge = aToB ? tickGroup * size : tickGroup * size + size;
        var price = TickMath.SqrtPriceAt((int)Math.Clamp(edge, TickMath.MinTick, TickMath.MaxTick));
        return (aToB ? UInt128.Max(target, price) : UInt128.Min(target, price), false);
    }

    public void Advance(bool skipped, UInt128 sqrtPrice, UInt128 tickPrice, int tick)
    {
        if (!adaptive) return;
        if (skipped) CatchUp(sqrtPrice, tickPrice, tick);
        tickGroup += aToB ? -1 : 1;
    }

    public void Finish(UInt128 before, UInt128 after, long unixTime)
    {
        if (adaptive && AdaptiveFee.IsMajor(before, after, constants.MajorSwapThresholdTicks))
            variables = variables with { LastMajorSwap = (ulong)unixTime };
    }

    /// <summary>After a skip the last group that the price entered is found from the price itself.</summary>
    private void CatchUp(UInt128 sqrtPrice, UInt128 tickPrice, int tick)
    {
        int size = constants.TickGroupSize;
        bool onEdge;
        if (sqrtPrice == tickPrice) onEdge = tick % size == 0;
        else
        {
            tick = TickMath.TickAt(sqrtPrice);
            onEdge = tick % size == 0 && sqrtPrice == TickMath.SqrtPriceAt(tick);
        }
        var last = onEdge && !aToB ? tick / size - 1 : AdaptiveFee.TickGroupOf(tick, size);
        // Never backwards: an input that is all fee leaves the price on the edge where it was.
        if (aToB ? last >= tickGroup : last <= tickGroup) return;
        tickGroup = last;
        Accumulate();
    }

    private void Accumulate() =>
        variables = variables with { Volatility = AdaptiveFee.VolatilityAt(tickGroup, variables, constants) };

    private static CoreRange CoreOf(in AdaptiveFeeConstants constants, in AdaptiveFeeVariables variables)
    {
        long reach = ((long)constants.MaxVolatility - variables.VolatilityReference + AdaptiveFee.Parts - 1) / AdaptiveFee.Parts;
        long size = constants.TickGroupSize, lower = variables.TickGroupReference - reach, upper = variables.TickGroupReference + reach;
        long lowerTick = lower * size, upperTick = upper * size + size;
        return new CoreRange(
            (int)Math.Max(lower, int.MinValue), lowerTick > TickMath.MinTick && lowerTick <= TickMath.MaxTick ? TickMath.SqrtPriceAt((int)lowerTick) : 0,
            (int)Math.Min(upper, int.MaxValue), upperTick < TickMath.MaxTick && upperTick >= TickMath.MinTick ? TickMath.SqrtPriceAt((int)upperTick) : 0);
    }
}
