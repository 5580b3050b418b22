using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Domain;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Strategies;

/// <summary>Which strategies there are: those set up here and those the book knows. Any other name would bring an empty one to life.</summary>
internal sealed class StrategyReads(TradingCluster cluster, PortfolioReads portfolio, IOptions<ClientApiOptions> options)
{
    public async Task<IReadOnlyList<StrategyId>> Known()
    {
        var book = (await portfolio.Book.Get()).Core;
        return [.. options.Value.Strategies.Concat(book.Strategies.Select(account => account.Strategy)).Distinct().Order()];
    }

    public async Task<StrategyId?> Find(string name)
    {
        foreach (var known in await Known())
        {
            if (known.Value == name) return known;
        }

        return null;
    }

    /// <summary>At most <see cref="Domain.Risk.RiskCeilings.Strategies"/> calls, one after the other.</summary>
    public async Task<IReadOnlyList<StrategyView>> All()
    {
        var views = new List<StrategyView>();
        foreach (var strategy in await Known()) views.Add(await cluster.Ask(cluster.Strategy(strategy).Read()));
        return views;
    }
}
