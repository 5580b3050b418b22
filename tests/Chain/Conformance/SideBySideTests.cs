using System.Collections.Immutable;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>The simulated venue beside the real runtime, a transaction after the other: verdicts, errors and every balance stay the same.</summary>
public sealed class SideBySideTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const int Transactions = 250;

    [Theory]
    [MemberData(nameof(VenueConformance.Names), MemberType = typeof(VenueConformance))]
    public async Task A_case_leaves_the_same_balances(string name)
    {
        var one = Cases.All[name];
        using var venue = new VenueJudge(one.Settings);
        using var chain = await RuntimeJudge.OpenAsync(Chain, one.Settings);
        await SameAsync(venue, chain, one.Transaction(new Scene(venue.Machine.Layout)));
    }

    [Fact]
    public async Task Random_transactions_are_judged_alike()
    {
        var settings = new Case(null, _ => []).Settings;
        using var venue = new VenueJudge(settings);
        using var chain = await RuntimeJudge.OpenAsync(Chain, settings);
        var scene = new Scene(venue.Machine.Layout);
        var seed = new Random(20_261_127);
        var errors = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Transactions; i++)
        {
            var verdict = await SameAsync(venue, chain, Draw(scene, seed, i));
            errors[verdict.Error ?? "none"] = errors.GetValueOrDefault(verdict.Error ?? "none") + 1;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", errors.Select(pair => $"{pair.Key}: {pair.Value}")));
        Assert.True(errors.GetValueOrDefault("none") >= Transactions / 10, "too few succeed to show anything");
        Assert.True(errors.Count >= 6, "too few kinds of failure");
    }

    private static async Task<Verdict> SameAsync(VenueJudge venue, RuntimeJudge chain, IReadOnlyList<Instruction> transaction)
    {
        var (here, there) = (await venue.SendAsync(transaction), await chain.SendAsync(transaction));
        Assert.Equal(there, here);
        ImmutableArray<PublicKey> accounts = [.. VenueConformance.Everything(venue.Machine.Layout)];
        Assert.Equal(await chain.BalancesAsync(accounts), await venue.BalancesAsync(accounts));
        return here;
    }

    /// <summary>A loan around swaps, with a mistake in about half of them; a memo keeps every one different.</summary>
    private static List<Instruction> Draw(Scene scene, Random random, int number)
    {
        var all = new List<Instruction> { ComputeBudget.SetUnitLimit(300_000), ComputeBudget.SetUnitPrice((ulong)random.Next(100_000)), Scene.Memo([.. number.ToString().Select(c => (byte)c)]) };
        var loan = (ulong)random.NextInt64(0, 1L << random.Next(2, 40));
        var reserve = random.Next(4) == 0 ? scene.Usdc : scene.Sol;
        var borrowed = random.Next(4) != 0;
        if (borrowed) all.Add(scene.Borrow(loan, reserve));
        for (var swaps = random.Next(3); swaps > 0; swaps--) all.Add(Swap(scene, random));
        if (borrowed && random.Next(10) != 0) all.Add(scene.Repay(random.Next(12) == 0 ? loan + 1 : loan, (byte)(random.Next(12) == 0 ? 2 : 3), reserve));
        if (random.Next(12) == 0) all.Add(scene.Repay(loan, 3, reserve));
        if (random.Next(12) == 0) all.Add(scene.Borrow(loan, scene.Usdc));
        if (random.Next(3) == 0) all.Add(scene.Pay(TipAccounts.List[random.Next(TipAccounts.List.Length)], (ulong)random.Next(1, 100_000)));
        return all;
    }

    private static Instruction Swap(Scene scene, Random random)
    {
        var pool = scene.Layout.Pools[random.Next(scene.Layout.Pools.Count)];
        var tokenIn = random.Next(2) == 0 ? pool.Token0 : pool.Token1;
        var amount = (ulong)random.NextInt64(0, 1L << random.Next(1, 36));
        var exactIn = random.Next(5) != 0;
        return SwapProgram.Build(scene.Layout, pool, tokenIn, exactIn, amount, random.Next(6) == 0 || !exactIn ? (ulong)random.NextInt64(0, 1L << 40) : 0);
    }
}
