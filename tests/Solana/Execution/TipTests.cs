using Orchestrator.Solana.Execution;

namespace Orchestrator.Solana.Tests.Execution;

/// <summary>What a trade offers for its place: floor, share of the gain, the market's level, a rise for each miss, and two caps.</summary>
public sealed class TipTests
{
    private static readonly TipTerms Terms = new(Floor: 10_000, Cap: 5_000_000, ShareBps: 3_000, RiseBps: 1_000);

    [Theory]
    // A share of the gain, once it is above the floor.
    [InlineData(1_000_000, 0, 0, 300_000)]
    [InlineData(20_000, 0, 0, 10_000)]
    // What tips landed at lately, where that is more than the share.
    [InlineData(1_000_000, 400_000, 0, 400_000)]
    [InlineData(1_000_000, 200_000, 0, 300_000)]
    // A tenth more for each execution in a row that did not land, up to ten.
    [InlineData(1_000_000, 0, 1, 330_000)]
    [InlineData(1_000_000, 0, 5, 450_000)]
    [InlineData(1_000_000, 0, 10, 600_000)]
    [InlineData(1_000_000, 0, 1_000, 600_000)]
    [InlineData(1_000_000, 0, -3, 300_000)]
    // Never above the cap, never above what the trade brings.
    [InlineData(100_000_000, 0, 0, 5_000_000)]
    [InlineData(50_000, 900_000, 10, 50_000)]
    // Below the floor an engine takes nothing: such a trade is refused later, for its profit.
    [InlineData(5_000, 0, 0, 10_000)]
    [InlineData(0, 0, 0, 10_000)]
    public void A_tip_is(ulong gain, ulong market, int misses, ulong tip) => Assert.Equal(tip, Terms.For(gain, market, misses));

    [Fact]
    public void Whatever_the_figures_a_tip_is_within_its_bounds_and_never_falls_with_gain_market_or_misses() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 20], Gen.Int[0, 9_000], Gen.Int[0, 10_000]).Sample((gain, market, misses, share, rise) =>
        {
            var terms = new TipTerms(1_000, 100_000_000, share, rise);
            var tip = terms.For(gain, market, misses);
            Assert.InRange(tip, terms.Floor, terms.Cap);
            Assert.True(tip <= Math.Max(gain, terms.Floor), $"{tip} of a gain of {gain}");
            Assert.True(terms.For(gain, market, misses + 1) >= tip);
            if (gain < ulong.MaxValue) Assert.True(terms.For(gain + 1, market, misses) >= tip);
            if (market < ulong.MaxValue) Assert.True(terms.For(gain, market + 1, misses) >= tip);
        }, iter: 5_000);

    [Fact]
    public void A_board_counts_misses_in_a_row_up_to_a_bound_and_a_landing_ends_them()
    {
        var board = new TipBoard();
        Assert.Equal((0UL, 0), (board.Market, board.Misses));
        board.See(123_456);
        for (var i = 0; i < 2 * TipTerms.MissesMax; i++) board.Missed();
        Assert.Equal((123_456UL, TipTerms.MissesMax), (board.Market, board.Misses));
        board.Landed();
        board.Missed();
        Assert.Equal(1, board.Misses);
    }

    [Fact]
    public async Task Misses_of_many_at_once_never_go_past_the_bound()
    {
        var board = new TipBoard();
        await Parallel.ForAsync(0, 64, (_, _) =>
        {
            for (var i = 0; i < 1_000; i++) board.Missed();
            return ValueTask.CompletedTask;
        });
        Assert.Equal(TipTerms.MissesMax, board.Misses);
    }
}
