using System.Collections.Immutable;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>One suite for everything that judges transactions: the same ones give the same verdict, error and balances.</summary>
public abstract class VenueConformance
{
    public static TheoryData<string> Names => [.. Cases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_transaction_is_judged_as_stated(string name)
    {
        var one = Cases.All[name];
        using var judge = await OpenAsync(one.Settings);
        using var opening = new VenueJudge(one.Settings);
        var scene = new Scene(opening.Machine.Layout);
        ImmutableArray<PublicKey> accounts = [.. Everything(scene.Layout)];
        var before = await judge.BalancesAsync(accounts);
        Assert.Equal(await opening.BalancesAsync(accounts), before);

        Assert.Equal(new Verdict(true, one.Error), await judge.SendAsync(one.Transaction(scene)));

        var after = await judge.BalancesAsync(accounts);
        var expected = one.Error is null ? one.Changes(scene) : [];
        foreach (var (account, change) in expected) Assert.Equal((account, (Int128)before[account] + change), (account, after[account]));
        if (one.Error is not null) Assert.Equal(before.Remove(scene.Layout.Wallet), after.Remove(scene.Layout.Wallet));
        Assert.True(before[scene.Layout.Wallet] - after[scene.Layout.Wallet] >= 5_000, "nothing was paid");
    }

    internal abstract Task<IJudge> OpenAsync(VenueSettings settings);

    /// <summary>All accounts with a balance, the collector of fees left out: on a chain there is none.</summary>
    internal static IEnumerable<PublicKey> Everything(VenueLayout layout) =>
    [
        .. layout.TokenAccounts.Select(row => row.Key), .. layout.SystemAccounts.Where((_, i) => i != VenueLayout.FeeCollector), Scene.Stranger,
    ];
}

public sealed class SimulatedVenueConformance : VenueConformance
{
    internal override Task<IJudge> OpenAsync(VenueSettings settings) => Task.FromResult<IJudge>(new VenueJudge(settings));
}

[Collection(ChainCollection.Name)]
public sealed class RuntimeConformance(ChainRuntime chain) : VenueConformance
{
    internal override async Task<IJudge> OpenAsync(VenueSettings settings)
    {
        await chain.StartOverAsync();
        return await RuntimeJudge.OpenAsync(chain.Calls, settings);
    }
}
