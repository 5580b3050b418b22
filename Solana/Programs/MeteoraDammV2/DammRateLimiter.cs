using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>A fee that rises with the size of a purchase: each further reference amount pays one increment more, up to a highest fee.</summary>
/// <remarks>Rules: Meteora's published cp-amm SDK 1.5.0, math/poolFees/baseFee/rateLimiter.</remarks>
internal readonly ref struct DammRateLimiter(in DammBaseFee fee)
{
    private readonly ulong _cliff = fee.Cliff, _reference = fee.Amount;
    private readonly ulong _increment = (ulong)fee.Count * DammBaseFee.PerBasisPoint;
    private readonly ulong _highest = (ulong)fee.Bound * DammBaseFee.PerBasisPoint;

    /// <summary>The rate that an amount pays which contains its fee.</summary>
    public bool TryFromIncluded(ulong amount, out ulong numerator)
    {
        numerator = _cliff;
        if (amount <= _reference) return true;
        var (steps, rest) = Math.DivRem(amount - _reference, _reference);
        var highestStep = HighestStep;
        UInt128 whole = Math.Min(steps, highestStep);
        // The first reference amount at the cliff, then one increment more for each.
        var scaled = _reference * (_cliff + _cliff * whole + _increment * whole * (whole + 1) / 2);
        scaled += steps < highestStep
            ? rest * (_cliff + _increment * (whole + 1))
            : ((UInt128)(steps - highestStep) * _reference + rest) * _highest;
        var charged = MulDiv.DivideCeiling(scaled, DammBaseFee.Denominator);
        return MulDiv.TryCeiling((ulong)charged, DammBaseFee.Denominator, amount, out numerator);
    }

    /// <summary>The rate that leaves exactly an amount after the fee.</summary>
    public bool TryFromExcluded(ulong amount, out ulong numerator)
    {
        numerator = _cliff;
        if (!TryWithoutFee(_reference, out var atReference)) return false;
        if (amount <= atReference) return true;
        var top = (UInt128)(HighestStep + 1) * _reference;
        var overflows = top > ulong.MaxValue;
        var checkedIncluded = overflows ? ulong.MaxValue : (ulong)top;
        if (!TryWithoutFee(checkedIncluded, out var checkedExcluded)) return false;
        if (amount == checkedExcluded) return TryFromIncluded(checkedIncluded, out numerator);
        if (amount > checkedExcluded && overflows) return false;

        UInt128 included;
        if (amount < checkedExcluded)
        {
            if (!TrySolve(amount, out included)) return false;
        }
        else
        {
            if (!DammFee.TryIncluded(amount - checkedExcluded, _highest, out var more)) return false;
            included = (UInt128)checkedIncluded + more;
        }
        if (included > ulong.MaxValue || included < amount) return false;
        return MulDiv.TryCeiling((ulong)included - amount, DammBaseFee.Denominator, (ulong)included, out numerator) && numerator >= _cliff;
    }

    private ulong HighestStep => (_highest - _cliff) / _increment;

    /// <summary>The root of the quadratic that ties a whole number of reference amounts to what is left of them; the rest pays one rate.</summary>
    private bool TrySolve(ulong amount, out UInt128 included)
    {
        included = 0;
        var linear = (UInt128)_reference * (2 * (ulong)DammBaseFee.Denominator + _increment - 2 * _cliff);
        var square = U256.Multiply(linear, linear);
        var constant = U256.Multiply((UInt128)amount * DammBaseFee.Denominator, (UInt128)_reference * 8 * _increment);
        if (constant > square) return false;
        var root = WideSquareRoot.Of(square - constant);
        var solved = (linear - root) / (2 * (UInt128)_increment);
        if (solved > ulong.MaxValue || !TryWithoutFee((ulong)solved, out var left) || left > amount) return false;
        var rate = _cliff + (UInt128)_increment * (solved / _reference);
        if (rate >= DammBaseFee.Denominator || !DammFee.TryIncluded(amount - left, (ulong)rate, out var more)) return false;
        included = solved + more;
        return true;
    }

    private bool TryWithoutFee(ulong included, out ulong excluded)
    {
        excluded = 0;
        if (!TryFromIncluded(included, out var rate) || rate > DammBaseFee.Denominator) return false;
        excluded = included - DammFee.Within(included, rate);
        return true;
    }
}
