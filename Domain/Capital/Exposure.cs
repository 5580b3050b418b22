using System.Collections.Immutable;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Capital;

/// <summary>Keeps the per-strategy and per-token sums in step with reservations and positions.</summary>
internal static class Exposure
{
    public static CapitalBook Expose(this CapitalBook book, StrategyId strategy, Mint token, Lamports change)
    {
        if (change == Lamports.Zero) return book;
        var account = book.Strategy(strategy);
        return book with
        {
            Strategies = book.Strategies.With(account with { Exposure = account.Exposure + change }),
            Tokens = With(book.Tokens, token, book.ExposureOf(token) + change),
        };
    }

    public static ImmutableArray<StrategyAccount> With(this ImmutableArray<StrategyAccount> accounts, StrategyAccount next)
    {
        var at = 0;
        while (at < accounts.Length && accounts[at].Strategy.CompareTo(next.Strategy) < 0) at++;
        return at < accounts.Length && accounts[at].Strategy == next.Strategy ? accounts.SetItem(at, next) : accounts.Insert(at, next);
    }

    /// <summary>A token without exposure is forgotten: the list is as long as what is reserved and held.</summary>
    private static ImmutableArray<TokenExposure> With(ImmutableArray<TokenExposure> tokens, Mint token, Lamports exposure)
    {
        var at = 0;
        while (at < tokens.Length && tokens[at].Token.CompareTo(token) < 0) at++;
        var known = at < tokens.Length && tokens[at].Token == token;
        if (exposure == Lamports.Zero) return known ? tokens.RemoveAt(at) : tokens;
        var next = new TokenExposure(token, exposure);
        return known ? tokens.SetItem(at, next) : tokens.Insert(at, next);
    }
}
