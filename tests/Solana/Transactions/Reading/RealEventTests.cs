using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Tests.Geyser;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Tests.Transactions.Reading;

public sealed class RealEventTests(ITestOutputHelper output)
{
    private static TransactionEvents Events(FullTransaction transaction) => TransactionEventReader.Read(transaction, ProgramRegistry.Mainnet);

    private static List<FullTransaction> Helius(string file) =>
        [.. File.ReadLines(SharedData.PathOf("solana/transactions/raydium_v4/" + file)).Select(line => TransactionReader.Read(line)[0].Transaction!)];

    [Fact]
    public void Every_Raydium_swap_of_the_block_is_found_with_the_amounts_its_program_logged()
    {
        var found = TestUpdates.Transactions()
            .SelectMany(one => Events(one).Swaps.Where(swap => swap.Program == ProgramIds.RaydiumV4).Select(swap => (one.Id, Swap: swap, All: Events(one))))
            .ToList();
        using var file = JsonDocument.Parse(SharedData.ReadText("solana/transactions/raydium_v4/ray_log_events_block254170887.json"));
        var expected = file.RootElement.EnumerateArray().ToList();
        Assert.Equal(23, expected.Count);
        Assert.Equal(
            expected.Select(one => (one.GetProperty("signature").GetString(), one.GetProperty("amm").GetString(), Amounts(one))),
            found.Select(one => ((string?)one.Id.ToString(), (string?)one.Swap.Request.Pool.ToString(), (one.Swap.AmountIn, one.Swap.AmountOut))));
        Assert.All(found, one => Assert.True(one.Swap.MintIn is not null && one.Swap.MintOut is not null && one.Swap.MintIn != one.Swap.MintOut));
        Assert.All(found, one => Assert.Contains(one.All.Instructions[one.Swap.At].Recorded, told => told.Swap is not null));
    }

    [Fact]
    public void Swaps_of_all_venues_agree_with_the_balances_of_their_vaults()
    {
        var checkedSwaps = new Dictionary<string, int>();
        foreach (var transaction in TestUpdates.Transactions())
        {
            var events = Events(transaction);
            foreach (var perPool in events.Swaps.GroupBy(swap => swap.Request.Pool))
            {
                var swap = perPool.First();
                if (perPool.Count() != 1 || swap.Request.VaultA == default) continue;
                Assert.Equal(swap.AmountIn, Change(events, swap.Request, swap.MintIn));
                Assert.Equal(-(Int128)swap.AmountOut, Change(events, swap.Request, swap.MintOut));
                checkedSwaps[swap.ProgramName] = checkedSwaps.GetValueOrDefault(swap.ProgramName) + 1;
            }
        }

        output.WriteLine(string.Join(", ", checkedSwaps));
        Assert.True(checkedSwaps.Count >= 3);
    }

    [Fact]
    public void The_block_has_six_tips_and_no_new_pool_and_failed_transactions_did_nothing()
    {
        var all = TestUpdates.Transactions().Select(one => (one, Events: Events(one))).ToList();
        output.WriteLine($"{all.Sum(one => one.Events.Swaps.Length)} swaps, {all.Sum(one => one.Events.Tips.Length)} tips, {all.Sum(one => one.Events.TokenChanges.Length)} token changes");
        Assert.Equal(6, all.Sum(one => one.Events.Tips.Length));
        Assert.All(all, one => Assert.Empty(one.Events.Pools));
        Assert.All(all.Where(one => !one.one.Succeeded), one => Assert.True(one.Events.Swaps.IsEmpty && one.Events.Tips.IsEmpty && one.Events.TokenChanges.IsEmpty));
    }

    [Fact]
    public void Every_new_pool_is_found_with_mint_creator_liquidity_and_the_decoy_told_apart()
    {
        var pools = Helius("helius_transactionNotification_initialize2.jsonl").Select(one => (one, Assert.Single(Events(one).Pools))).ToList();
        output.WriteLine($"{pools.Count} pools");
        Assert.All(pools, pool =>
        {
            var (transaction, created) = pool;
            Assert.Equal(ProgramIds.RaydiumV4, created.Program);
            Assert.Equal(transaction.Accounts[0].Key, created.Creation.Creator);
            Assert.Contains(Mints.WrappedSol, (PublicKey[])[created.Creation.MintA, created.Creation.MintB]);

            // What the instruction promises is what the vaults hold afterwards.
            var changes = Events(transaction).TokenChanges;
            Assert.Equal(created.Creation.AmountA, changes.Single(change => change.Account == created.Creation.VaultA).After);
            Assert.Equal(created.Creation.AmountB, changes.Single(change => change.Account == created.Creation.VaultB).After);
        });
        foreach (var mint in pools.GroupBy(pool => pool.Item2.Creation.MintA == Mints.WrappedSol ? pool.Item2.Creation.MintB : pool.Item2.Creation.MintA))
            Assert.Equal(mint.Count(), mint.Select(pool => pool.Item2.Creation.Pool).Distinct().Count());
    }

    [Fact]
    public void Swaps_seen_through_words_instead_of_bytes_are_found_as_well()
    {
        var swaps = Helius("helius_transactionNotification_swaps.jsonl").Select(Events).ToList();
        output.WriteLine($"{swaps.Sum(one => one.Swaps.Length)} swaps in {swaps.Count} transactions");
        Assert.All(swaps, one => Assert.Contains(one.Swaps, swap => swap.Program == ProgramIds.RaydiumV4 && swap is { AmountIn: > 0, AmountOut: > 0 }));
        Assert.All(swaps, one => Assert.Empty(one.Pools));
    }

    private static Int128 Change(TransactionEvents events, SwapRequest request, PublicKey? mint) =>
        events.TokenChanges.Where(change => (change.Account == request.VaultA || change.Account == request.VaultB) && change.Mint == mint).Select(change => change.Change).SingleOrDefault();

    private static (ulong, ulong) Amounts(JsonElement one)
    {
        var log = Convert.FromBase64String(one.GetProperty("ray_log_b64").GetString()!);
        ulong At(int offset) => BitConverter.ToUInt64(log, offset);
        return log[0] == 3 ? (At(1), At(49)) : (At(49), At(9));
    }
}
