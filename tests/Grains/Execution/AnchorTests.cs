using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Execution;

/// <summary>A store that was put back must not make the system forget a transaction that may land.</summary>
public sealed class AnchorTests
{
    [Fact]
    public async Task No_byte_leaves_before_its_intent_is_known_outside_the_store()
    {
        await using var drill = await SagaDrill.Start(portfolio: "anchored");
        var anchored = 0;
        drill.Cluster.Anchor.OnAnchor = () =>
        {
            anchored++;
            Assert.Contains(drill.Cluster.Signer.Signed[drill.Command.Id].Single(), StoredSaga(drill), StringComparison.Ordinal);
        };
        drill.Cluster.Chain.OnSend = _ => Assert.True(anchored > 0, "sent before its intent was anchored");
        drill.Lands(change: 7_000);

        for (var round = 0; round < 10; round++)
        {
            await drill.Advance();
            drill.Cluster.Chain.Advance(1);
        }

        Assert.NotEmpty(drill.Cluster.Chain.Sent);
        Assert.True(anchored > 0);
    }

    [Fact]
    public async Task While_it_cannot_be_made_known_nothing_is_sent_and_the_intent_stands()
    {
        await using var drill = await SagaDrill.Start(portfolio: "unanchored");
        drill.Cluster.Anchor.OnAnchor = () => throw new IOException("no space left beside the store");
        for (var round = 0; round < 5; round++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => drill.Advance());
            Assert.Equal(ExecutionState.Intent, (await drill.Saga.Read()).State);
        }

        Assert.Empty(drill.Cluster.Chain.Sent);
        drill.Cluster.Anchor.OnAnchor = () => { };
        await drill.Advance();
        Assert.Single(drill.Cluster.Chain.Sent);
    }

    private static string StoredSaga(SagaDrill drill) =>
        System.Text.Encoding.UTF8.GetString(drill.Cluster.Store.BytesOf("saga", Orleans.GrainExtensions.GetGrainId(drill.Saga)) ?? []);
}
