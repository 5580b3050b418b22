using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Execution;

/// <summary>The wall clock jumps by an hour at every arrow of the saga: it may cost a trade that was not sent, and nothing else.</summary>
public sealed class ClockJumpTests
{
    [Theory]
    [InlineData("lands", 1)]
    [InlineData("lands", -1)]
    [InlineData("dies", 1)]
    [InlineData("dies", -1)]
    public async Task A_clock_that_jumps_at_any_arrow_signs_nothing_twice_and_releases_nothing_early(string script, int hours)
    {
        await using var cluster = await TradingCluster.Launch();
        var points = await PointsOf(cluster, script);
        Assert.True(points.Length > 6, $"only {points.Length} points");
        foreach (var point in points) await JumpAt(cluster, point, script, hours);
    }

    private static async Task<string[]> PointsOf(TradingCluster cluster, string script)
    {
        await using var drill = await Scripted(cluster, "none", script);
        cluster.Faults.Reached.Clear();
        await Run(drill, script);
        return [.. cluster.Faults.Reached.Distinct()];
    }

    private static async Task JumpAt(TradingCluster cluster, string point, string script, int hours)
    {
        await using var drill = await Scripted(cluster, point, script);
        var jumped = 0;
        cluster.Faults.OnReach = reached =>
        {
            if (reached == point && Interlocked.Exchange(ref jumped, 1) == 0) cluster.Time.AdjustTime(cluster.Time.GetUtcNow().AddHours(hours));
        };
        var view = await Run(drill, script);
        cluster.Faults.OnReach = _ => { };
        Assert.Equal(1, jumped);
        cluster.Time.AdjustTime(cluster.Time.GetUtcNow().AddHours(-hours));

        var book = await drill.Book.Book();
        Assert.Empty(book.Reservations);
        var isPosted = view.State == ExecutionState.Posted;
        if (script == "lands") Assert.True(isPosted == (cluster.Chain.Sent.Count > 0), $"{point}: {view.State} with {cluster.Chain.Sent.Count} sent");
        Assert.Equal(isPosted ? new SignedUnits(10_000_007_000) : new SignedUnits(10_000_000_000), book.Sol.Available);
        // A clock that was put back takes nothing from a trade; one that was put forward ends what has a deadline and was not sent.
        if (hours < 0) Assert.Equal(script == "lands" ? ExecutionState.Posted : ExecutionState.Voided, view.State);
    }

    private static async Task<SagaDrill> Scripted(TradingCluster cluster, string point, string script)
    {
        cluster.Chain.Reset();
        var drill = await SagaDrill.Start(cluster, $"jump:{script}:{point}");
        if (script == "lands") drill.Lands(change: 7_000);
        return drill;
    }

    private static async Task<SagaView> Run(SagaDrill drill, string script)
    {
        for (var round = 0; round < 80; round++)
        {
            var view = await drill.Advance();
            await drill.Judge();
            if (view.State is ExecutionState.Voided or ExecutionState.Posted) return view;
            // Fast enough that what was signed and not sent before the jump is dead within the rounds.
            drill.Cluster.Chain.Advance(7);
        }

        throw new InvalidOperationException("It did not end in 80 rounds.");
    }
}
