using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

public sealed class PoolReaderTests
{
    private const string SolUsdc = "65shmpuYmxx5p7ggNCZbyrGLCXVqbBR1ZD5aAocRBUNG";

    [Fact]
    public void A_real_pool_names_what_it_needs_until_it_can_be_quoted()
    {
        var day = RealDay.Load();
        var key = PublicKey.Parse(SolUsdc);
        var accounts = new Accounts();
        var reader = new WhirlpoolPoolReader();
        var read = reader.Read(key, accounts);
        for (var round = 0; read.Missing.Count > 0; round++)
        {
            Assert.True(round < 4, "it keeps asking");
            foreach (var missing in read.Missing)
            {
                Assert.Null(accounts.Find(missing));
                if (day.Accounts.TryGetValue(missing.ToString(), out var data)) accounts.With(missing, ProgramIds.Whirlpool, data);
                else if (missing == Mints.WrappedSol || missing == Mints.Usdc) accounts.WithMint(missing, missing == Mints.Usdc ? (byte)6 : (byte)9);
                else accounts.WithAbsent(missing);
            }
            read = reader.Read(key, accounts);
        }
        var pool = Assert.IsType<WhirlpoolPool>(read.Pool);
        Assert.Equal((Mints.WrappedSol, Mints.Usdc), (pool.MintA, pool.MintB));
        Assert.All(pool.Dependencies, dependency => Assert.NotNull(accounts.Find(dependency)));

        // One SOL for about 113 USDC that evening.
        var quote = pool.QuoteExactIn(Mints.WrappedSol, 1_000_000_000, new ChainClock(128_556_170, 300, 1_649_289_600));
        Assert.InRange(quote.AmountOut, 105_000_000UL, 120_000_000UL);
        Assert.Equal(2_500_000UL, quote.FeeIn);
        Assert.InRange(quote.PriceImpactBps, 0.0001m, 5m);
        var cost = pool.QuoteExactOut(Mints.WrappedSol, quote.AmountOut, new ChainClock(128_556_170, 300, 1_649_289_600));
        Assert.InRange(cost.AmountIn, 999_999_000UL, 1_000_000_000UL);
        var swap = pool.Swap(new SwapOrder(Accounts.Key(1), Mints.WrappedSol, Accounts.Key(2), Accounts.Key(3), true, 1_000_000_000, 1));
        Assert.Equal(11, swap!.Accounts.Length);
        Assert.Null(pool.Swap(new SwapOrder(Accounts.Key(1), Accounts.Key(9), Accounts.Key(2), Accounts.Key(3), true, 1, 1)));
    }

    [Fact]
    public void An_account_of_another_program_is_refused()
    {
        var day = RealDay.Load();
        var key = PublicKey.Parse(SolUsdc);
        var read = new WhirlpoolPoolReader().Read(key, new Accounts().With(key, ProgramIds.Token, day.Accounts[SolUsdc]));
        Assert.Equal(DecodeRefusal.WrongOwner, read.Refusal);
    }
}
