using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Arithmetic;
using Orchestrator.Solana.Programs.RaydiumV4;

namespace Orchestrator.Solana.Tests.Programs.RaydiumV4;

public sealed class RealPoolCreationTests(ITestOutputHelper output)
{
    private readonly RaydiumV4Program _program = new();

    [Fact]
    public void Every_real_creation_is_found_with_mint_pool_creator_and_liquidity()
    {
        var creations = RealInstructions.HeliusInitialize2().Select(Creation).ToList();
        foreach (var (pool, market) in creations)
        {
            output.WriteLine($"{pool.Pool} {pool.MintA} {pool.AmountA} / {pool.MintB} {pool.AmountB} by {pool.Creator}");
            Assert.True(pool.MintA == Mints.WrappedSol || pool.MintB == Mints.WrappedSol);
            Assert.Equal(RaydiumV4Addresses.Amm(market), pool.Pool);
            Assert.Equal(RaydiumV4Addresses.LpMint(market), pool.LpMint);
            Assert.Equal(RaydiumV4Addresses.CoinVault(market), pool.VaultA);
            Assert.Equal(RaydiumV4Addresses.PcVault(market), pool.VaultB);
            Assert.True(MulDiv.SquareRoot((UInt128)pool.AmountA!.Value * pool.AmountB!.Value) > 0);
        }
        output.WriteLine($"{creations.Count} creations");
        Assert.True(creations.Count >= 9);
        Assert.Equal(creations.Count, creations.Select(c => c.Pool.Pool).Distinct().Count());
    }

    [Fact]
    public void A_mint_with_two_pools_was_listed_in_a_decoy_with_a_fraction_of_the_liquidity()
    {
        var twice = RealInstructions.HeliusInitialize2().Select(run => Creation(run).Pool)
            .GroupBy(pool => pool.MintA == Mints.WrappedSol ? pool.MintB : pool.MintA)
            .Where(pools => pools.Count() > 1).ToList();
        Assert.NotEmpty(twice);
        foreach (var pools in twice)
        {
            var sol = pools.Select(pool => pool.MintA == Mints.WrappedSol ? pool.AmountA!.Value : pool.AmountB!.Value).Order().ToList();
            output.WriteLine($"{pools.Key}: {string.Join(" and ", sol)} lamports");
            Assert.True(sol[0] < sol[^1] / 5);
        }
    }

    [Fact]
    public void The_logs_of_creations_state_the_same_amounts()
    {
        var checkedLogs = 0;
        foreach (var run in RealInstructions.HeliusInitialize2())
        {
            var (pool, market) = Creation(run);
            foreach (var line in run.Logs)
            {
                if (!_program.TryReadLog(line, out var log) || log.Name != "init") continue;
                Assert.Equal(pool.AmountB, Value(log, "pc_amount"));
                Assert.Equal(pool.AmountA, Value(log, "coin_amount"));
                Assert.Equal(market, Value(log, "market"));
                checkedLogs++;
            }
        }
        output.WriteLine($"{checkedLogs} init logs");
        Assert.True(checkedLogs >= 1);
    }

    [Fact]
    public void Nothing_is_created_in_the_transactions_that_create_nothing() =>
        Assert.DoesNotContain(
            RealInstructions.Block().Concat(RealInstructions.HeliusSwaps()).SelectMany(run => run.Instructions),
            real => _program.ReadInstruction(real.View, out var decoded) == DecodeRefusal.None && decoded!.Creation is not null);

    [Fact]
    public void The_layout_without_order_book_is_told_by_its_nineteen_accounts()
    {
        var keys = Enumerable.Range(1, 21).Select(i => new PublicKey([(byte)i, .. new byte[31]])).ToArray();
        byte[] data = [1, 254, .. BitConverter.GetBytes(5UL), .. BitConverter.GetBytes(6UL), .. BitConverter.GetBytes(7UL)];

        Assert.Equal(DecodeRefusal.None, _program.ReadInstruction(new(ProgramIds.RaydiumV4, keys, data), out var with));
        Assert.Equal(
            (keys[4], keys[8], keys[9], keys[17], keys[7], keys[10], keys[11]),
            (with!.Creation!.Pool, with.Creation.MintA, with.Creation.MintB, with.Creation.Creator, with.Creation.LpMint, with.Creation.VaultA, with.Creation.VaultB));

        Assert.Equal(DecodeRefusal.None, _program.ReadInstruction(new(ProgramIds.RaydiumV4, keys.AsSpan(0, 19), data), out var without));
        Assert.Equal(
            (keys[4], keys[7], keys[8], keys[15], keys[6], keys[9], keys[10], 7UL, 6UL, 5UL),
            (without!.Creation!.Pool, without.Creation.MintA, without.Creation.MintB, without.Creation.Creator, without.Creation.LpMint,
                without.Creation.VaultA, without.Creation.VaultB, without.Creation.AmountA, without.Creation.AmountB, without.Creation.OpenTime));

        Assert.Equal(DecodeRefusal.TooFewAccounts, _program.ReadInstruction(new(ProgramIds.RaydiumV4, keys.AsSpan(0, 18), data), out _));
        Assert.Equal(DecodeRefusal.WrongLength, _program.ReadInstruction(new(ProgramIds.RaydiumV4, keys, data.AsSpan(0, 25)), out _));
    }

    private (PoolCreation Pool, PublicKey Market) Creation(RealRun run)
    {
        foreach (var real in run.Instructions)
            if (_program.ReadInstruction(real.View, out var decoded) == DecodeRefusal.None && decoded!.Creation is { } creation)
                return (creation, real.Accounts[Array.IndexOf([.. decoded.Roles], "market")]);
        throw new InvalidOperationException($"No creation in {run.Signature}.");
    }

    private static object? Value(DecodedEvent log, string name) => log.Fields.Single(field => field.Name == name).Value;
}
