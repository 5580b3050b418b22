using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Hosting;
using Orchestrator.Storage.Tests.Redis;
using Orleans;
using Orleans.Core.Internal;

namespace Orchestrator.Silo.Tests.RealTime;

/// <summary>The queue is memory: what the next orchestrator finds of it is on the channels and in the journal.</summary>
public sealed class RebuiltQueueTests
{
    private static readonly PortfolioId Main = new("main");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>After a loss the channels tell again what was not settled: what has a decision is no new opportunity then either.</summary>
    [Theory]
    [InlineData("redis")]
    [InlineData("embedded")]
    public async Task A_new_orchestrator_has_what_was_undecided_in_its_queue_and_nothing_that_was_decided_although_it_is_told_again(string store)
    {
        var directory = Directory.CreateTempSubdirectory("orch-test-");
        await using var redis = store == "redis" ? new RedisServer(Path.Combine(directory.FullName, "redis"), FreePort.Next()) : null;
        if (redis is not null) await redis.Start();
        try
        {
            await using var host = await Start(directory.FullName, store, redis?.Connection);
            var (channels, clock) = (host.Services.GetRequiredService<ChannelPublisher>(), host.Services.GetRequiredService<TradingClock>());
            var orchestrator = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IOrchestratorGrain>(Main.Value);
            Opportunity[] offered = [.. Enumerable.Range(1, 4).Select(number => Made((byte)number, clock.Now))];
            Opportunity[] waits = [offered[0], offered[2], offered[3]];
            foreach (var opportunity in offered) await channels.Publish(Main, opportunity);
            await Until(async () => (await orchestrator.Queue(0, 10)).Length == offered.Length);
            Assert.True(await orchestrator.Cancel(offered[1].Id, "olga"));
            var journal = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IDecisionJournalGrain>(Main.Value);
            await Until(async () => await journal.Find(offered[1].Id) is not null);

            var before = (await orchestrator.Ping()).Epoch;
            await orchestrator.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
            await Until(async () => (await orchestrator.Ping()) is { Ready: true } pulse && pulse.Epoch > before);

            // It trades before it has read everything.
            await Until(async () => (await orchestrator.Queue(0, 10)).Length >= waits.Length);
            Assert.Equal(Ids(waits), Ids(await Waiting(orchestrator)));

            var last = Made(5, clock.Now);
            foreach (var opportunity in offered) await channels.Publish(Main, opportunity);
            await channels.Publish(Main, last);
            await Until(async () => (await Waiting(orchestrator)).Any(opportunity => opportunity.Id == last.Id));
            Assert.Equal(Ids([.. waits, last]), Ids(await Waiting(orchestrator)));
            await host.StopAsync();
        }
        finally
        {
            if (redis is not null) await redis.DisposeAsync();
            directory.Delete(recursive: true);
        }
    }

    private static async Task<Opportunity[]> Waiting(IOrchestratorGrain orchestrator) => [.. (await orchestrator.Queue(0, 10)).Select(entry => entry.Opportunity)];

    private static OpportunityId[] Ids(Opportunity[] opportunities) => [.. opportunities.Select(opportunity => opportunity.Id).Order()];

    private static Opportunity Made(byte number, DateTimeOffset now) => new(
        OpportunityId.Create(now, [number, number, number, number, number, number, number, number, number, number]), StrategyId.Arbitrage,
        new Mint("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"), new RouteKey($"route {number}"), Mint.Sol, new Lamports(60_000_000 + number), 0.2, 0.9,
        new Lamports(10_000_000), Lamports.Zero, new BasisPoints(50), null, now, now.AddSeconds(300), Priority.Normal, "{}", null, []);

    /// <summary>Nothing is taken, and the market finds nothing: what is in the queue stays there.</summary>
    private static async Task<WebApplication> Start(string directory, string store, string? redis)
    {
        var settings = SettingsLoader.Merge("", "t.toml", new Hashtable(),
        [
            "orchestrator.enabled=false", "orchestrator.opportunity_timeout_seconds=300", "arbitrage.ten_token.min_profit_threshold_sol=1000", "api.address=http://127.0.0.1:0", $"storage.provider={store}",
            $"storage.data_directory={directory}/data", $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}", .. redis is null ? [] : new[] { $"storage.redis={redis}" },
        ]).Settings!;
        var host = TradingHost.Build(new TradingHostOptions { Settings = settings, ConsoleLog = false });
        await host.StartAsync();
        return host;
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo()) await timer.WaitForNextTickAsync(patience.Token);
    }
}
