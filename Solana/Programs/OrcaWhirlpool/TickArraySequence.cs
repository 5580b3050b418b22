namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>The tick arrays that one swap may walk through, in its direction: at most three, as in the program.</summary>
/// <remarks>More arrays may be handed to the program, but only those that follow each other from the current price are used.</remarks>
internal readonly ref struct TickArraySequence
{
    public const int ArraysMax = 3;

    private readonly TickArray? _first, _second, _third;
    private readonly int _spacing;
    private readonly bool _aToB;

    private TickArraySequence(TickArray? first, TickArray? second, TickArray? third, int spacing, bool aToB)
    {
        (_first, _second, _third) = (first, second, third);
        (_spacing, _aToB) = (spacing, aToB);
    }

    public int Count => _first is null ? 0 : _second is null ? 1 : _third is null ? 2 : 3;

    /// <summary>Picks from <paramref name="arrays"/>; stops at the first that is not there.</summary>
    public static TickArraySequence Of(ReadOnlySpan<TickArray> arrays, int currentTick, int spacing, bool aToB)
    {
        Span<int> starts = stackalloc int[ArraysMax];
        var count = StartTicks(currentTick, spacing, aToB, starts);
        TickArray? first = null, second = null, third = null;
        if (count > 0) first = Find(arrays, starts[0]);
        if (count > 1 && first is not null) second = Find(arrays, starts[1]);
        if (count > 2 && second is not null) third = Find(arrays, starts[2]);
        return new TickArraySequence(first, second, third, spacing, aToB);
    }

    /// <summary>Start ticks of the arrays that a swap from <paramref name="currentTick"/> may use, nearest first.</summary>
    /// <returns>How many of them exist within the price range.</returns>
    public static int StartTicks(int currentTick, int spacing, bool aToB, Span<int> starts)
    {
        var span = TickArray.TickCount * spacing;
        var home = FloorDivide(currentTick, span) * span;
        // Upwards the search begins behind the current tick, which may already lie in the next array.
        var first = !aToB && currentTick + spacing >= home + span ? home + span : home;
        var count = 0;
        for (var i = 0; i < ArraysMax; i++)
        {
            var start = first + (aToB ? -i : i) * span;
            if (IsValidStart(start, span)) starts[count++] = start;
        }
        return count;
    }

    /// <summary>The next initialised tick, or the end of what the sequence or the price range covers.</summary>
    /// <returns>False when the arrays do not reach <paramref name="tick"/>.</returns>
    public bool TryNext(int tick, int arrayIndex, out int foundIn, out int next)
    {
        next = 0;
        for (foundIn = arrayIndex; At(foundIn) is { } array; foundIn++)
        {
            if (!Covers(array, tick)) return false;
            if (TryFindIn(array, tick, out next)) return true;
            if (_aToB && array.StartTick <= TickMath.MinTick) { next = TickMath.MinTick; return true; }
            if (!_aToB && array.StartTick + Span > TickMath.MaxTick) { next = TickMath.MaxTick; return true; }
            if (foundIn + 1 == Count) { next = _aToB ? array.StartTick : array.StartTick + Span - 1; return true; }
            tick = _aToB ? array.StartTick - 1 : array.StartTick + Span - 1;
        }
        return false;
    }

    /// <summary>Liquidity that a tick adds upwards; false when the tick is not an initialised one.</summary>
    public bool TryLiquidityNet(int arrayIndex, int tick, out Int128 net)
    {
        net = 0;
        var array = At(arrayIndex)!;
        var (offset, rest) = Math.DivRem(tick - array.StartTick, _spacing);
        if (rest != 0 || offset is < 0 or >= TickArray.TickCount || !array.IsInitialized(offset)) return false;
        net = array.LiquidityNet(offset);
        return true;
    }

    /// <summary>The array in which the search goes on after the price reached <paramref name="tick"/>.</summary>
    public int AfterReaching(int arrayIndex, int tick)
    {
        var offset = FloorDivide(tick - At(arrayIndex)!.StartTick, _spacing);
        return offset == (_aToB ? 0 : TickArray.TickCount - 1) ? arrayIndex + 1 : arrayIndex;
    }

    private int Span => TickArray.TickCount * _spacing;

    private TickArray? At(int index) => index switch { 0 => _first, 1 => _second, 2 => _third, _ => null };

    /// <summary>Upwards an array also answers for the spacing below it and not for its own last one.</summary>
    private bool Covers(TickArray array, int tick)
    {
        var lower = _aToB ? array.StartTick : array.StartTick - _spacing;
        return tick >= lower && tick < lower + Span;
    }

    private bool TryFindIn(TickArray array, int tick, out int next)
    {
        next = 0;
        var offset = FloorDivide(tick - array.StartTick, _spacing) + (_aToB ? 0 : 1);
        if (offset is < 0 or >= TickArray.TickCount) return false;
        UInt128 candidates = _aToB
            ? array.Initialized << (127 - offset) >> (127 - offset)
            : array.Initialized >> offset << offset;
        if (candidates == 0) return false;
        var found = _aToB ? 127 - (int)UInt128.LeadingZeroCount(candidates) : (int)UInt128.TrailingZeroCount(candidates);
        next = array.StartTick + found * _spacing;
        return true;
    }

    private static TickArray? Find(ReadOnlySpan<TickArray> arrays, int startTick)
    {
        foreach (var array in arrays)
            if (array.StartTick == startTick) return array;
        return null;
    }

    private static bool IsValidStart(int start, int span)
    {
        if (start % span != 0 || start > TickMath.MaxTick) return false;
        // The lowest array may begin below the lowest tick.
        return start >= TickMath.MinTick || start == FloorDivide(TickMath.MinTick, span) * span;
    }

    internal static int FloorDivide(int value, int divisor)
    {
        var quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
