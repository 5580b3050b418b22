using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Solana.Jupiter;

/// <summary>What Jupiter gave for one amount, as a curve: it reaches as far as that amount, in its one direction.</summary>
/// <remarks>
/// A route over pools gives at least as much a unit for less input as for more, so the proportion is what a smaller amount gets at least. Of a larger one nothing is known.
/// The name of the pool is no address: whoever plans the leg asks Jupiter anew, for the amount that reaches it.
/// </remarks>
public sealed class JupiterCurve(JupiterQuote quote) : IPoolCurve
{
    public const string VenueName = "jupiter";

    /// <summary>The quote was for the other direction.</summary>
    public const string OneWay = nameof(OneWay);

    /// <summary>More than was asked for.</summary>
    public const string BeyondQuote = nameof(BeyondQuote);

    public JupiterQuote Source => quote;

    public string Venue => VenueName;

    public string Pool { get; } = NameOf(quote.InputMint.ToString(), quote.OutputMint.ToString());

    public Mint MintA { get; } = new(quote.InputMint.ToString());

    public Mint MintB { get; } = new(quote.OutputMint.ToString());

    public static string NameOf(string input, string output) => $"{VenueName}:{input}>{output}";

    public CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock)
    {
        if (!aToB) return CurveQuote.Refused(OneWay);
        if (amountIn > quote.InAmount) return CurveQuote.Refused(BeyondQuote);
        var output = (ulong)((UInt128)quote.OutAmount * amountIn / quote.InAmount);
        return output == 0 ? CurveQuote.Refused(nameof(Programs.QuoteRefusal.AmountTooSmall)) : new CurveQuote(output, new BasisPoints(1), null);
    }

    public CurveShape Shape(bool aToB, in MarketClock clock)
    {
        var shape = new CurveShape.Builder();
        if (aToB) shape.Add(quote.InAmount, (double)quote.OutAmount / quote.InAmount, 0);
        return shape.Build();
    }
}
