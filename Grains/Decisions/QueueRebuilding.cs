using Orchestrator.Domain;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces.Channels;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// Finds again what an earlier orchestrator had in its queue. The queue is memory and died with it, but the channels still hold what can be
/// alive, and the journal knows what was decided.
/// </summary>
internal sealed class QueueRebuilding(PortfolioId portfolio, LoopPorts ports, ChannelReading reading)
{
    /// <summary>The channel's clock and the trade's may differ by this; what is over is only told so.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <returns>Opportunities without a decision, oldest first, and the others, which have one.</returns>
    public async Task<(IReadOnlyList<Opportunity> Undecided, IReadOnlySet<OpportunityId> Decided)> Find()
    {
        var options = ports.Options.CurrentValue;
        var age = options.OpportunityTimeout + Margin;
        var found = await Scanner.Recent(portfolio.Value, age, options.QueueCapacity);
        var offered = await Others.Recent(portfolio.Value, age, options.QueueCapacity);
        var all = found.Select(Findings.ToOpportunity).Concat(offered).DistinctBy(opportunity => opportunity.Id)
            .OrderBy(opportunity => opportunity.CreatedAt).ThenBy(opportunity => opportunity.Id).ToArray();
        var decided = await ports.Journal.Decided(portfolio, [.. all.Select(opportunity => opportunity.Id)]);
        Opportunity[] undecided = [.. all.Where(opportunity => !decided.Contains(opportunity.Id))];
        return (undecided, decided);
    }

    private ChannelReader<ArbitrageFound> Scanner => new(TradingChannels.Arbitrage, (_, _) => Task.CompletedTask, reading);

    private ChannelReader<Opportunity> Others => new(TradingChannels.Opportunities, (_, _) => Task.CompletedTask, reading);
}
