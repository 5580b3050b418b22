namespace Orchestrator.Domain.Markets;

/// <summary>
/// A curve as a row of pieces, in floating point, for searching only: within a piece that begins at input <c>From</c>, a further input d gives
/// <c>Slope · d / (1 + Bend · d)</c>. A constant product is one piece, a range between two ticks one with its virtual reserves, a bin one without bend.
/// </summary>
public sealed class CurveShape
{
    /// <summary>Nothing can be swapped.</summary>
    public static readonly CurveShape Empty = new([]);

    private readonly Piece[] _pieces;

    private CurveShape(Piece[] pieces) => _pieces = pieces;

    /// <param name="Length">How much input the piece takes.</param>
    /// <param name="Slope">Output per input where the piece begins, fees included.</param>
    /// <param name="Bend">How fast the price gives way; zero for a constant price.</param>
    public readonly record struct Piece(double Length, double Slope, double Bend);

    public ReadOnlySpan<Piece> Pieces => _pieces;

    /// <summary>Output per input of the first base unit; zero when nothing can be swapped.</summary>
    public double FirstPrice => _pieces.Length == 0 ? 0 : _pieces[0].Slope;

    /// <summary>Collects the pieces in the order in which a swap meets them.</summary>
    public sealed class Builder
    {
        /// <summary>More price steps than one transaction can pay for.</summary>
        public const int PiecesMax = 512;

        private readonly List<Piece> _pieces = [];

        public bool IsFull => _pieces.Count >= PiecesMax;

        /// <summary>Adds a piece; what has no length or no price is nothing and is left out.</summary>
        public void Add(double length, double slope, double bend)
        {
            if (IsFull || !(length > 0) || !double.IsFinite(slope) || !(slope > 0) || !double.IsFinite(bend) || bend < 0) return;
            _pieces.Add(new Piece(length, slope, bend));
        }

        /// <summary>A piece of a product of two reserves, actual or virtual.</summary>
        /// <param name="length">Input it takes, fee included; positive infinity when it never ends.</param>
        /// <param name="kept">Share of the input that is left after fees.</param>
        /// <param name="given">Share of the output that is left after fees.</param>
        public void AddProduct(double reserveIn, double reserveOut, double length, double kept, double given = 1)
        {
            if (!(reserveIn > 0)) return;
            Add(length, kept * given * reserveOut / reserveIn, kept / reserveIn);
        }

        public CurveShape Build() => _pieces.Count == 0 ? Empty : new CurveShape([.. _pieces]);
    }
}
