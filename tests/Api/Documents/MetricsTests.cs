using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Tests.World;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;

namespace Orchestrator.Api.Tests.Documents;

/// <summary>A meter is heard all over its process: beside another host a page would show that one's figures too.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneHostAtATime
{
    public const string Name = "one host at a time";
}

[Collection(OneHostAtATime.Name)]
public sealed class MetricsTests(SharedSilo silo)
{
    [Fact]
    public async Task The_names_that_operators_know_are_there_with_the_books_own_figures()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.Book = api.Portfolio.Book.StopTrading(HaltCause.Drawdown, "fell", "drawdown", Trade.Noon).Next;

        var page = (await api.Get("/metrics")).Body;

        Assert.Contains("\ncapital_total_lamports{otel_scope_name=\"orchestrator.portfolio\"} 10000000001", page);
        Assert.Contains("breaker=\"drawdown\"} 1", page);
        Assert.Contains("breaker=\"daily_loss\"} 0", page);
        foreach (var name in new[]
        {
            "capital_available_lamports", "capital_reserved_lamports", "orchestrator_reservations_open", "portfolio_heat_ratio", "portfolio_leverage_ratio",
            "portfolio_drawdown_ratio", "realised_to_expected_profit_ratio",
        })
            Assert.Contains($"\n{name}{{", page);
        Assert.Contains("strategy=\"sniper.memecoin\"} 0.75", page);
        Assert.Contains("# TYPE strategy_profit_factor gauge", page);
    }

    [Fact]
    public async Task Instruments_of_the_loop_come_out_under_their_names_with_edges_in_milliseconds()
    {
        await using var api = await ApiHost.Start(silo);
        var meter = api.Services.GetRequiredService<IMeterFactory>().Create("orchestrator.decisions");
        meter.CreateHistogram<double>("orchestrator_decision_duration", "s").Record(0.004);
        meter.CreateCounter<long>("orchestrator_decisions").Add(3, new("outcome", "rejected"), new("reason", "heat"));

        var page = (await api.Get("/metrics")).Body;

        foreach (var edge in new[] { "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.02", "0.03", "0.05" })
            Assert.Contains($"le=\"{edge}\"}}", page.Split('\n').Where(line => line.StartsWith("orchestrator_decision_duration_seconds_bucket", StringComparison.Ordinal)).Aggregate("", string.Concat));
        Assert.Contains("outcome=\"rejected\",reason=\"heat\"} 3", page);
        Assert.Contains("# TYPE orchestrator_decisions_total counter", page);
        Assert.Contains("dotnet_gc_collections_total", page);
        Assert.Contains("kestrel_active_connections", page);
        Assert.Contains("orleans", page);
    }

    [Fact]
    public async Task Figures_that_cannot_be_read_are_left_out_and_the_page_stays()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.Fault = new TimeoutException();

        var answer = await api.Get("/metrics");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain("capital_total_lamports{", answer.Body);
        Assert.Contains("dotnet_gc_collections_total", answer.Body);
    }
}
