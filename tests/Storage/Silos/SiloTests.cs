using Orchestrator.Storage.Tests.Redis;
using Orchestrator.Storage.Tests.Sqlite;
using Orleans;

namespace Orchestrator.Storage.Tests.Silos;

public sealed class SiloTests
{
    private const int Callers = 100, Moves = 5, AccountsHeld = 10;
    private const long Each = 1_000;

    [Fact]
    public async Task A_hundred_callers_on_SQLite_conserve_the_sum_and_a_restart_keeps_it()
    {
        await using var store = new SqliteTestStore();
        await ConserveAndRestart(() => TestSilo.Start(store));
    }

    [Fact]
    public async Task A_hundred_callers_on_Redis_conserve_the_sum_and_a_restart_keeps_it()
    {
        await using var store = await RedisTestStore.New();
        await ConserveAndRestart(() => TestSilo.Start((RedisTestStore)store));
    }

    private static async Task ConserveAndRestart(Func<Task<TestSilo>> start)
    {
        Dictionary<int, long> left;
        await using (var silo = await start())
        {
            var grain = silo.Grains.GetGrain<IAccountsGrain>(1);
            for (var account = 0; account < AccountsHeld; account++) await grain.Put(account, Each);
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                for (var move = 0; move < Moves; move++) await grain.Move((caller + move) % AccountsHeld, (caller * 7 + move + 1) % AccountsHeld, (caller * 13) + move);
            })));
            left = await grain.Read();
            Assert.Equal(AccountsHeld * Each, left.Values.Sum());
            Assert.Equal(Expected(), left);

            // Two grains, in one key order.
            var other = silo.Grains.GetGrain<IAccountsGrain>(2);
            for (var i = 0; i < 3; i++)
                await silo.Transactions.RunTransaction(TransactionOption.Create, async () =>
                {
                    await grain.Put(0, -7);
                    await other.Put(0, 7);
                });
        }
        await using var again = await start();
        left[0] -= 21;
        Assert.Equal(left, await again.Grains.GetGrain<IAccountsGrain>(1).Read());
        Assert.Equal(21, (await again.Grains.GetGrain<IAccountsGrain>(2).Read())[0]);
    }

    private static Dictionary<int, long> Expected()
    {
        var balances = Enumerable.Range(0, AccountsHeld).ToDictionary(account => account, _ => Each);
        for (var caller = 0; caller < Callers; caller++)
            for (var move = 0; move < Moves; move++)
            {
                balances[(caller + move) % AccountsHeld] -= (caller * 13) + move;
                balances[(caller * 7 + move + 1) % AccountsHeld] += (caller * 13) + move;
            }
        return balances;
    }
}
