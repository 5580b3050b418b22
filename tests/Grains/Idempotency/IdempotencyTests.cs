using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;
using Orleans.Runtime;

namespace Orchestrator.Grains.Tests.Idempotency;

public sealed class IdempotencyTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private TradingCluster Cluster => shared.Cluster;

    [Fact]
    public async Task The_first_proposed_id_is_the_effect_of_every_repetition()
    {
        var key = KeyOf("first");
        var (first, second) = (Cluster.NewId().Value, Cluster.NewId().Value);
        Assert.Equal(new IdempotencyClaim(true, first, null, null), await key.Claim("hash", first));
        Assert.Equal(new IdempotencyClaim(true, first, null, null), await key.Claim("hash", second));
        await Cluster.Deactivate(key);
        Assert.Equal(new IdempotencyClaim(true, first, null, null), await key.Claim("hash", second));
    }

    [Fact]
    public async Task Many_who_claim_at_once_get_one_id()
    {
        var key = KeyOf("storm");
        var claims = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => key.Claim("hash", Cluster.NewId().Value)));
        Assert.Single(claims.Select(claim => claim.Id).Distinct());
    }

    [Fact]
    public async Task Another_request_under_the_key_is_told_so_and_sees_nothing_of_the_answer()
    {
        var key = KeyOf("other");
        var id = Cluster.NewId().Value;
        await key.Claim("hash", id);
        await key.Complete(202, """{"id":1}""");
        Assert.Equal(new IdempotencyClaim(false, id, null, null), await key.Claim("another", Cluster.NewId().Value));
        Assert.Equal(new IdempotencyClaim(true, id, 202, """{"id":1}"""), await key.Claim("hash", Cluster.NewId().Value));
    }

    [Fact]
    public async Task The_first_answer_counts_and_outlives_the_activation()
    {
        var key = KeyOf("answers");
        await key.Claim("hash", Cluster.NewId().Value);
        await key.Complete(202, "first");
        await key.Complete(500, "second");
        await Cluster.Deactivate(key);
        await key.Complete(500, "third");
        var claim = await key.Claim("hash", Cluster.NewId().Value);
        Assert.Equal((202, "first"), (claim.Status, claim.Body));
    }

    [Fact]
    public async Task An_answer_before_its_claim_and_one_without_end_are_faults_that_store_nothing()
    {
        var key = KeyOf("faults");
        await Assert.ThrowsAsync<InvalidOperationException>(() => key.Complete(200, ""));
        await key.Claim("hash", Cluster.NewId().Value);
        await Assert.ThrowsAsync<ArgumentException>(() => key.Complete(200, new string('x', (64 * 1024) + 1)));
        Assert.Null((await key.Claim("hash", Cluster.NewId().Value)).Status);
    }

    [Fact]
    public async Task A_claim_that_was_not_stored_was_never_made_and_one_whose_answer_was_lost_stands()
    {
        await using var cluster = await TradingCluster.Launch();
        var key = cluster.Grains.GetGrain<IIdempotencyGrain>("main/olga/key");
        var (lost, second, third) = (cluster.NewId().Value, cluster.NewId().Value, cluster.NewId().Value);

        cluster.Store.FailsBefore = (name, _) => name == "idempotency";
        await Assert.ThrowsAsync<OrleansException>(() => key.Claim("hash", lost));
        cluster.Store.FailsBefore = (_, _) => false;
        cluster.Store.FailsAfter = (name, _) => name == "idempotency";
        await Assert.ThrowsAsync<OrleansException>(() => key.Claim("hash", second));
        cluster.Store.FailsAfter = (_, _) => false;

        Assert.Equal(second, (await key.Claim("hash", third)).Id);
    }

    private IIdempotencyGrain KeyOf(string key) => Cluster.Grains.GetGrain<IIdempotencyGrain>($"main/olga/{key}");
}
