using System.Globalization;
using System.Text.Json;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

public sealed class GoldenSwapTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_golden_swap_is_reproduced_to_the_unit()
    {
        using var document = JsonDocument.Parse(SharedData.ReadText("solana/transactions/orca/whirlpool_golden_swaps.json"));
        var count = 0;
        foreach (var swap in document.RootElement.GetProperty("swaps").EnumerateArray())
        {
            var before = swap.TryGetProperty("sqrt_price_before_DERIVED", out var derived) ? derived : swap.GetProperty("sqrt_price_before");
            var aToB = swap.GetProperty("a_to_b").GetBoolean();
            var pool = Pools.Of(128, (ushort)swap.GetProperty("fee_rate").GetInt32(), Wide(swap.GetProperty("liquidity")), Wide(before));
            var input = new WhirlpoolSwapInput((ulong)Wide(swap.GetProperty("amount_in")), ExactIn: true, aToB);

            var refusal = WhirlpoolSwap.TryRun(pool, Pools.Arrays(pool, aToB), null, input, 0, out var outcome);

            Assert.Equal(QuoteRefusal.None, refusal);
            Assert.Equal(Wide(swap.GetProperty("amount_out")), outcome.AmountOut);
            Assert.Equal(Wide(swap.GetProperty("sqrt_price_after")), outcome.SqrtPrice);
            count++;
        }
        output.WriteLine($"{count} golden swaps");
        Assert.NotEqual(0, count);
    }

    private static UInt128 Wide(JsonElement value) => UInt128.Parse(value.GetString()!, CultureInfo.InvariantCulture);
}
