using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Simulation;
using Orleans;

namespace Orchestrator.Silo.Tests.EventTime;

/// <summary>
/// Accounts and transactions built for each filter go the whole way: the market's blocks over gRPC, the feed's session, the launches' channel, the tokens' grains with what they
/// remember of creators and lists, and look-ups at the market's node.
/// </summary>
public sealed class LaunchFilterTests(ITestOutputHelper output)
{
    /// <summary>The last of the launches is as old as the sniper wants it by then.</summary>
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(140);

    [Fact]
    public async Task Each_filter_passes_some_launch_and_refuses_another_and_a_listed_token_is_refused_under_both_of_its_pools()
    {
        await using var demo = await Demo.Start(7, "arbitrage.ten_token.enabled=false", "arbitrage.triangular_stable.enabled=false");
        var grains = demo.Host.Services.GetRequiredService<IGrainFactory>();
        var venue = demo.Host.Services.GetRequiredService<IVenue>();
        var list = grains.GetGrain<IBlacklistGrain>("main");
        await list.Add(new BlacklistEntry(SimulatedLaunches.ListedCreator.ToString(), "took it all", "olga", demo.Driver.Now));
        // A token is known only once it is there: one of the honest is listed between its first look and the one that would approve it.
        var begun = demo.Driver.Now;
        var launches = (await venue.Audit(CancellationToken.None)).Launches;
        while (!launches.Any(one => one.Scheme == LaunchScheme.Honest))
        {
            await demo.Driver.RunTo(demo.Driver.Now.AddSeconds(2), CancellationToken.None);
            launches = (await venue.Audit(CancellationToken.None)).Launches;
        }

        var listed = launches.Last(one => one.Scheme == LaunchScheme.Honest);
        await list.Add(new BlacklistEntry(listed.Token, "a copy", "olga", demo.Driver.Now));
        await demo.Driver.RunTo(demo.Driver.Now.AddSeconds(3), CancellationToken.None);
        var young = await Verdicts(grains, listed.Token);
        await demo.Driver.RunTo(begun + Whole, CancellationToken.None);

        launches = (await venue.Audit(CancellationToken.None)).Launches;
        var old = new List<PoolVerdict>();
        foreach (var launch in launches) old.AddRange(await Verdicts(grains, launch.Token));
        var filters = young.Concat(old).SelectMany(one => one.Verdict.Filters).ToList();
        foreach (var name in SniperFilters.InOrder)
        {
            var (passed, refused) = (Count(FilterOutcome.Passed), Count(FilterOutcome.Refused));
            output.WriteLine($"{name}: {passed} passed, {refused} refused, for example {filters.FirstOrDefault(one => one.Filter == name && one.Outcome == FilterOutcome.Refused)?.Value}");
            Assert.True(passed > 0 && refused > 0, $"{name}: {passed} passed, {refused} refused");

            int Count(FilterOutcome outcome) => filters.Count(one => one.Filter == name && one.Outcome == outcome);
        }

        Assert.All(filters, one => Assert.NotEqual(FilterOutcome.Missing, one.Outcome));
        foreach (var launch in launches.Where(one => one.Token != listed.Token))
        {
            var verdict = old.Single(one => one.Pool == launch.Pool);
            if (launch.Scheme.RefusedBy() is { } filter) Assert.Equal((launch.Scheme, filter, null), (launch.Scheme, verdict.Verdict.Refusal?.Filter, verdict.Offered));
            else Assert.NotNull(verdict.Offered);
        }

        var ofListed = await Verdicts(grains, listed.Token);
        Assert.Equal(2, ofListed.Count);
        Assert.All(ofListed, one => Assert.Equal((SniperFilters.Blacklist, "token: a copy", null), (one.Verdict.Refusal!.Filter, one.Verdict.Refusal.Value, one.Offered)));
        Assert.Contains(young, one => one.Verdict.Filters.Single(filter => filter.Filter == SniperFilters.Age).Outcome == FilterOutcome.Refused);
    }

    private static async Task<IReadOnlyList<PoolVerdict>> Verdicts(IGrainFactory grains, string token) => (await grains.GetGrain<ITokenGrain>(token).Read()).Verdicts;
}
