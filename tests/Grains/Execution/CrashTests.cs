using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Execution;

/// <summary>Ends the activation before and after every durable step and every effect, and judges each moment.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData("lands")]
    [InlineData("dies")]
    [InlineData("fails_simulation")]
    public async Task A_crash_at_any_arrow_is_resumed_without_a_second_message_and_without_an_early_release(string script)
    {
        await using var cluster = await TradingCluster.Launch();
        var points = await PointsOf(cluster, script);
        Assert.True(points.Length > 6, $"only {points.Length} points");
        foreach (var point in points) await CrashAt(cluster, point, script);
    }

    /// <summary>The points a run without a crash comes through.</summary>
    private static async Task<string[]> PointsOf(TradingCluster cluster, string script)
    {
        await using var drill = await Scripted(cluster, "none", script);
        drill.Cluster.Faults.Reached.Clear();
        await Run(drill, script);
        return [.. drill.Cluster.Faults.Reached.Distinct()];
    }

    private static async Task CrashAt(TradingCluster cluster, string point, string script)
    {
        await using var drill = await Scripted(cluster, point, script);
        var sentBeforeIntent = false;
        drill.Cluster.Chain.OnSend = _ => sentBeforeIntent |= drill.Cluster.Store.BytesOf("saga", drill.Saga.GetGrainId()) is not { } stored
            || !Contains(stored, drill.Cluster.Signer.Signed[drill.Command.Id].Single());
        drill.Cluster.Faults.CrashAt(point);

        var view = await Run(drill, script);

        Assert.False(sentBeforeIntent, $"{point}: sent before its intent was stored");
        Assert.Equal(script == "lands" ? ExecutionState.Posted : ExecutionState.Voided, view.State);
        var book = await drill.Book.Book();
        Assert.Empty(book.Reservations);
        Assert.Single(book.Settled);
        Assert.Equal(script == "lands" ? new SignedUnits(10_000_007_000) : new SignedUnits(10_000_000_000), book.Sol.Available);
        Assert.Equal(script == "lands" ? new Lamports(7_000) : Lamports.Zero, view.Result!.Realised);
    }

    private static async Task<SagaDrill> Scripted(TradingCluster cluster, string point, string script)
    {
        cluster.Chain.Reset();
        var drill = await SagaDrill.Start(cluster, $"{script}:{point}");
        if (script == "lands") drill.Lands(change: 7_000);
        if (script == "fails_simulation") drill.Cluster.Chain.SimulationError = _ => "Custom(6005)";
        return drill;
    }

    private static async Task<Interfaces.SagaView> Run(SagaDrill drill, string script)
    {
        for (var round = 0; round < 80; round++)
        {
            try
            {
                var view = await drill.Advance();
                await drill.Judge();
                if (view.State is ExecutionState.Voided or ExecutionState.Posted) return view;
            }
            catch (InvalidOperationException crash) when (crash.Message.StartsWith(ScriptedFaults.Crash, StringComparison.Ordinal))
            {
                await drill.Cluster.Deactivate(drill.Saga);
                await drill.Cluster.Deactivate(drill.Book);
                await drill.Judge();
            }

            drill.Cluster.Chain.Advance(script == "dies" ? 7u : 1u);
        }

        throw new InvalidOperationException("It did not end in 80 rounds.");
    }

    private static bool Contains(byte[] stored, string signature) =>
        stored.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(signature)) >= 0;
}
