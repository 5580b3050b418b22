using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Audit;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orchestrator.Grains.Tests.Audit;

public sealed class AuditTests
{
    private const int Entries = OperatorAuditGrain.PageSize + 5;

    [Fact]
    public async Task Entries_form_one_chain_over_the_border_of_a_page_and_survive_the_activation()
    {
        await using var cluster = await TradingCluster.Launch();
        var audit = AuditOf(cluster);
        await Fill(cluster, audit);
        await cluster.Deactivate(audit);

        Assert.Null(await audit.Verify());
        var border = await audit.Read(OperatorAuditGrain.PageSize - 2, 4);
        Assert.Equal([127, 128, 129, 130], border.Select(entry => entry.Sequence));
        for (var i = 1; i < border.Length; i++) Assert.Equal(border[i - 1].Hash, border[i].PreviousHash);
        Assert.Equal(("olga", "act 128", "detail 128", TradingCluster.Start), (border[1].Actor, border[1].Action, border[1].Detail, border[1].At));

        var all = await audit.Read(0, 500);
        Assert.Equal(Enumerable.Range(1, Entries).Select(i => (long)i), all.Select(entry => entry.Sequence));
        Assert.Empty(await audit.Read(Entries, 10));
        Assert.Single(await audit.Read(0, 0));
    }

    [Fact]
    public async Task The_same_request_is_one_entry_also_when_a_page_was_turned_between()
    {
        await using var cluster = await TradingCluster.Launch();
        var audit = AuditOf(cluster);
        await Fill(cluster, audit, OperatorAuditGrain.PageSize - 1);
        var request = cluster.NewId().Value;
        var first = await audit.Record(request, "olga", "halt", "drill");
        await audit.Record(cluster.NewId().Value, "olga", "resume", "drill over");

        Assert.Equal(first, await audit.Record(request, "olga", "halt", "drill"));
        Assert.Equal(OperatorAuditGrain.PageSize + 1, (await audit.Read(0, 500)).Length);
        Assert.Null(await audit.Verify());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(OperatorAuditGrain.PageSize)]
    public async Task An_entry_changed_in_a_full_page_is_named(int sequence)
    {
        await using var cluster = await TradingCluster.Launch();
        var audit = AuditOf(cluster);
        await Fill(cluster, audit);
        var page = cluster.Store.Keys.Single(key => key.Name == "audit-page").Grain;
        Tamper<AuditPageState>(cluster, "audit-page", page, state =>
            state.Entries = state.Entries.SetItem(sequence - 1, state.Entries[sequence - 1] with { Detail = "nothing happened" }));
        await cluster.Deactivate(cluster.Grains.GetGrain<IAuditPageGrain>(page.Key.ToString()!));
        Assert.Equal(sequence, await audit.Verify());
    }

    [Fact]
    public async Task An_entry_removed_from_the_end_of_a_page_or_from_the_tail_is_missed()
    {
        await using var cluster = await TradingCluster.Launch();
        var audit = AuditOf(cluster);
        await Fill(cluster, audit);
        var tail = cluster.Store.Keys.Single(key => key.Name == "operator-audit").Grain;
        Tamper<AuditState>(cluster, "operator-audit", tail, state => state.Tail = state.Tail.RemoveAt(1));
        await cluster.Deactivate(audit);
        Assert.Equal(OperatorAuditGrain.PageSize + 2, await audit.Verify());

        var page = cluster.Store.Keys.Single(key => key.Name == "audit-page").Grain;
        Tamper<AuditPageState>(cluster, "audit-page", page, state => state.Entries = state.Entries.RemoveAt(OperatorAuditGrain.PageSize - 1));
        await cluster.Deactivate(cluster.Grains.GetGrain<IAuditPageGrain>(page.Key.ToString()!));
        Assert.Equal(OperatorAuditGrain.PageSize, await audit.Verify());
    }

    [Fact]
    public async Task A_crash_between_a_full_page_and_its_new_tail_loses_and_doubles_nothing()
    {
        await using var cluster = await TradingCluster.Launch();
        var audit = AuditOf(cluster);
        await Fill(cluster, audit, OperatorAuditGrain.PageSize);
        var request = cluster.NewId().Value;

        cluster.Store.FailsBefore = (name, _) => name == "operator-audit";
        await Assert.ThrowsAsync<OrleansException>(() => audit.Record(request, "olga", "halt", "drill"));
        Assert.Contains(cluster.Store.Keys, key => key.Name == "audit-page");
        cluster.Store.FailsBefore = (_, _) => false;
        Assert.Equal(OperatorAuditGrain.PageSize, (await audit.Read(0, 500)).Length);

        Assert.Equal(OperatorAuditGrain.PageSize + 1, (await audit.Record(request, "olga", "halt", "drill")).Sequence);
        Assert.Equal(Enumerable.Range(1, OperatorAuditGrain.PageSize + 1).Select(i => (long)i), (await audit.Read(0, 500)).Select(entry => entry.Sequence));
        Assert.Null(await audit.Verify());
    }

    [Fact]
    public async Task A_lost_answer_leaves_one_entry()
    {
        await using var cluster = await TradingCluster.Launch();
        var audit = AuditOf(cluster);
        var request = cluster.NewId().Value;
        cluster.Store.FailsAfter = (name, _) => name == "operator-audit";
        await Assert.ThrowsAsync<OrleansException>(() => audit.Record(request, "olga", "halt", "drill"));
        cluster.Store.FailsAfter = (_, _) => false;
        Assert.Equal(1, (await audit.Record(request, "olga", "halt", "drill")).Sequence);
        Assert.Single(await audit.Read(0, 500));
    }

    [Fact]
    public async Task Words_without_end_are_cut_and_the_chain_still_holds()
    {
        await using var cluster = await TradingCluster.Launch();
        var audit = AuditOf(cluster);
        var entry = await audit.Record(cluster.NewId().Value, new string('a', 5_000), "halt", new string('d', 5_000));
        Assert.Equal((2_000, 2_000), (entry.Actor.Length, entry.Detail.Length));
        Assert.Null(await audit.Verify());
    }

    private static IOperatorAuditGrain AuditOf(TradingCluster cluster) => cluster.Grains.GetGrain<IOperatorAuditGrain>("main");

    private static async Task Fill(TradingCluster cluster, IOperatorAuditGrain audit, int count = Entries)
    {
        for (var i = 1; i <= count; i++) await audit.Record(cluster.NewId().Value, "olga", $"act {i}", $"detail {i}");
    }

    private static void Tamper<T>(TradingCluster cluster, string name, GrainId grain, Action<T> change)
    {
        var serializer = cluster.Services.GetRequiredService<Serializer>();
        var state = serializer.Deserialize<T>(cluster.Store.BytesOf(name, grain)!)!;
        change(state);
        cluster.Store.Tamper(name, grain, serializer.SerializeToArray(state));
    }
}
