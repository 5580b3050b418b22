using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Strategies;

/// <summary>What one strategy is set to, and what there is to trade. Immutable: an edit makes another one.</summary>
/// <param name="text">The value of an option, as it would be written, within its range.</param>
/// <param name="tokens">Tokens that the system follows.</param>
/// <param name="lenders">Whoever lends for one transaction.</param>
public sealed class StrategyInput(Func<string, string> text, ImmutableArray<Mint> tokens, ImmutableArray<FlashLender> lenders)
{
    public ImmutableArray<Mint> Tokens => tokens;

    public ImmutableArray<FlashLender> Lenders => lenders;

    public bool Switch(string option) => text(option) == "true";

    public long Whole(string option) => long.Parse(text(option), CultureInfo.InvariantCulture);

    /// <summary>An option whose unit is SOL.</summary>
    public Lamports Sol(string option) => Lamports.FromSol(decimal.Parse(text(option), NumberStyles.Float, CultureInfo.InvariantCulture));

    public ImmutableArray<string> Names(string option) => [.. text(option).Split(',', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Options worked out once for each input: the same object while nothing was edited.</summary>
    public static Func<T> Once<T>(Func<StrategyInput> input, Func<StrategyInput, T> read)
        where T : class
    {
        (StrategyInput From, T Options)? known = null;
        return () =>
        {
            var current = input();
            if (known is not { } kept || !ReferenceEquals(kept.From, current)) known = kept = (current, read(current));
            return kept.Options;
        };
    }
}
