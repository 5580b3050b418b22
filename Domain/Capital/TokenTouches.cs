using System.Collections.Immutable;
using Orchestrator.Domain.Risk;

namespace Orchestrator.Domain.Capital;

/// <summary>Remembers when a strategy last traded a token, for strategies that must wait between two trades of one token.</summary>
internal static class TokenTouches
{
    /// <summary>Hard bound; the oldest goes first. Reached only with more than 256 different tokens within one interval.</summary>
    public const int Max = 256;

    public static ImmutableArray<TokenTouch> After(
        ImmutableArray<TokenTouch> touches, Reservation reservation, RiskLimits limits, DateTimeOffset now)
    {
        var kept = touches.RemoveAll(touch =>
            now - touch.At >= (limits.For(touch.Strategy)?.TokenInterval ?? TimeSpan.Zero)
            || (touch.Strategy == reservation.Strategy && touch.Token == reservation.Token));
        if (limits.For(reservation.Strategy) is not { } own || own.TokenInterval <= TimeSpan.Zero) return kept;
        if (kept.Length >= Max) kept = kept.RemoveAt(0);
        return kept.Add(new TokenTouch(reservation.Strategy, reservation.Token, now));
    }

    public static DateTimeOffset? Last(this CapitalBook book, StrategyId strategy, Money.Mint token)
    {
        foreach (var touch in book.Touches)
        {
            if (touch.Strategy == strategy && touch.Token == token) return touch.At;
        }

        return null;
    }
}
