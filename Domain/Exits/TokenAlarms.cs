using Orchestrator.Domain.Sniping;

namespace Orchestrator.Domain.Exits;

/// <summary>What became known of a held token that nobody would have bought it with. Pure.</summary>
public static class TokenAlarms
{
    /// <param name="mint">A look-up that failed raises no alarm: a node that does not answer must not sell anything.</param>
    /// <param name="listed">Why token or creator is on the blacklist by now; null when neither is.</param>
    /// <param name="emptied">The pool it was bought from has lost its liquidity.</param>
    /// <returns>The first of them in words; null when there is none.</returns>
    public static string? First(LookUp<MintFacts> mint, string? listed, bool emptied, SniperPolicy policy)
    {
        if (listed is not null) return $"{SniperFilters.Blacklist}: {listed}";
        if (emptied) return $"{SniperFilters.InitialLiquidity}: the pool was emptied";
        if (!mint.Found) return null;
        foreach (var verdict in SniperRules.MintVerdicts(mint.Value, policy))
            if (verdict.Refuses) return $"{verdict.Filter}: {verdict.Value}, and it was bought with: {verdict.Limit}";
        return null;
    }
}
