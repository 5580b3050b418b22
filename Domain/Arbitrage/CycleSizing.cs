using Orchestrator.Domain.Markets;

namespace Orchestrator.Domain.Arbitrage;

/// <summary>
/// The input of a cycle that gains most, in one walk over the pieces of its curves. Within pieces that begin where the walk stands, a further input d
/// through two curves s·d/(1+b·d) gives s₁s₂·d/(1+(b₁+b₂s₁)·d): the same form again, so the best d is (√(s/(1+fee)) − 1)/b. Where that lies beyond a
/// piece, the walk takes the piece and goes on. In floating point: it proposes, exact quotes decide.
/// </summary>
internal static class CycleSizing
{
    private static readonly CurveShape.Piece[] Through = [new(double.PositiveInfinity, 1, 0)];

    /// <param name="third">Null in a cycle of two.</param>
    /// <param name="price">What a base unit of input costs when it is paid back: 1, or 1 and the loan's fee.</param>
    /// <param name="cap">Largest input.</param>
    /// <returns>Input and gain in base units of the start token; zeros when nothing gains.</returns>
    public static (double Input, double Gain) Best(CurveShape first, CurveShape second, CurveShape? third, double price, double cap)
    {
        var a = new Walk(first.Pieces);
        var b = new Walk(second.Pieces);
        var c = new Walk(third is null ? Through : third.Pieces);
        double input = 0, output = 0;
        for (var steps = a.Left + b.Left + c.Left; steps > 0 && a.IsOpen && b.IsOpen && c.IsOpen && input < cap; steps--)
        {
            var (sa, ba) = a.Here();
            var (sb, bb) = b.Here();
            var (sc, bc) = c.Here();
            var (sab, bab) = (sa * sb, ba + (bb * sa));
            var (s, bend) = (sab * sc, bab + (bc * sab));
            if (!(s > price)) break;

            var toB = InputFor(b.Room, sa, ba);
            var toC = InputFor(c.Room, sab, bab);
            var end = Math.Min(a.Room, Math.Min(toB, toC));
            var best = bend > 0 ? (Math.Sqrt(s / price) - 1) / bend : double.PositiveInfinity;
            var step = Math.Min(Math.Min(best, cap - input), end);
            if (!double.IsFinite(step)) break;
            input += step;
            output += s * step / (1 + (bend * step));
            if (step < end) break;
            a.Take(step, a.Room <= end);
            b.Take(sa * step / (1 + (ba * step)), toB <= end);
            c.Take(sab * step / (1 + (bab * step)), toC <= end);
        }

        var gain = output - (price * input);
        return gain > 0 ? (input, gain) : default;
    }

    /// <summary>The input at which s·d/(1+b·d) has given <paramref name="room"/>; infinite when it never does.</summary>
    private static double InputFor(double room, double s, double b)
    {
        if (double.IsInfinity(room)) return double.PositiveInfinity;
        var rest = s - (b * room);
        return rest > 0 ? room / rest : double.PositiveInfinity;
    }

    /// <summary>A place on a curve.</summary>
    private ref struct Walk(ReadOnlySpan<CurveShape.Piece> pieces)
    {
        private readonly ReadOnlySpan<CurveShape.Piece> _pieces = pieces;
        private int _piece;
        private double _used;

        public readonly int Left => _pieces.Length;

        public readonly bool IsOpen => _piece < _pieces.Length;

        public readonly double Room => _pieces[_piece].Length - _used;

        /// <summary>The curve as it goes on from here.</summary>
        public readonly (double Slope, double Bend) Here()
        {
            ref readonly var piece = ref _pieces[_piece];
            var share = 1 + (piece.Bend * _used);
            return (piece.Slope / (share * share), piece.Bend / share);
        }

        public void Take(double amount, bool ends)
        {
            _used += amount;
            if (!ends && _used < _pieces[_piece].Length) return;
            _piece++;
            _used = 0;
        }
    }
}
