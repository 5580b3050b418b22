using System.Numerics;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Markets;

/// <summary>
/// A Whirlpool of a fixed fee in big integers, written from the program's rules and not from our quotes: three arrays from the price on, each stretch
/// at constant liquidity, what comes in rounded up and what goes out rounded down. Only the prices of ticks are ours: they are the program's table.
/// </summary>
internal sealed class WholeWhirlpool
{
    private static readonly BigInteger One = BigInteger.One << 64, Million = 1_000_000;

    private readonly BigInteger _price, _liquidity, _fee;
    private readonly List<(BigInteger Price, BigInteger Net)> _down = [], _up = [];

    /// <param name="arrayAt">The array that begins at a tick; null where none was made.</param>
    public WholeWhirlpool(Whirlpool state, Func<int, TickArray?> arrayAt)
    {
        (_price, _liquidity, _fee) = (Big(state.SqrtPrice), Big(state.Liquidity), state.FeeRate);
        int spacing = state.TickSpacing, span = TickArray.TickCount * spacing, tick = state.TickCurrentIndex;
        var home = (int)Math.Floor(tick / (double)span) * span;
        Collect(_down, home, -span, arrayAt, spacing, at => at <= tick);
        Collect(_up, tick + spacing >= home + span ? home + span : home, span, arrayAt, spacing, at => at > tick);
    }

    /// <returns>What comes out; null when the arrays end first or nothing comes out.</returns>
    public BigInteger? Swap(bool aToB, BigInteger input)
    {
        var (price, liquidity, rest, output) = (_price, _liquidity, input, BigInteger.Zero);
        foreach (var (end, net) in aToB ? _down : _up)
        {
            var kept = rest * (Million - _fee) / Million;
            var whole = aToB ? Up(liquidity * (price - end) * One, price * end) : Up(liquidity * (end - price), One);
            if (whole > kept)
            {
                var next = aToB ? Up(liquidity * price * One, (liquidity * One) + (price * kept)) : price + (kept * One / liquidity);
                output += aToB ? liquidity * (price - next) / One : liquidity * (next - price) * One / (next * price);
                return output.IsZero ? null : output;
            }

            output += aToB ? liquidity * (price - end) / One : liquidity * (end - price) * One / (end * price);
            rest -= whole + Up(whole * _fee, Million - _fee);
            liquidity += aToB ? -net : net;
            price = end;
            if (rest.IsZero) return output.IsZero ? null : output;
        }

        return null;
    }

    private static void Collect(
        List<(BigInteger Price, BigInteger Net)> into, int first, int step, Func<int, TickArray?> arrayAt, int spacing, Func<int, bool> isAhead)
    {
        for (var n = 0; n < 3; n++)
        {
            var start = first + (n * step);
            var array = arrayAt(start);
            for (var i = 0; i < TickArray.TickCount; i++)
            {
                var offset = step < 0 ? TickArray.TickCount - 1 - i : i;
                var tick = start + (offset * spacing);
                if (array?.IsInitialized(offset) == true && isAhead(tick)) into.Add((Big(TickMath.SqrtPriceAt(tick)), (BigInteger)array.LiquidityNet(offset)));
            }

            // Where the last array ends a swap may still stand, and nothing changes there.
            if (n == 2) into.Add((Big(TickMath.SqrtPriceAt(step < 0 ? start : start + step - 1)), 0));
        }
    }

    private static BigInteger Up(BigInteger a, BigInteger b) => (a + b - 1) / b;

    private static BigInteger Big(UInt128 number) => (BigInteger)number;
}
