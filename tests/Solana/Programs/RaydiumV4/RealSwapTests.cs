using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumV4;

namespace Orchestrator.Solana.Tests.Programs.RaydiumV4;

public sealed class RealSwapTests(ITestOutputHelper output)
{
    private const string RayLogFile = "solana/transactions/raydium_v4/ray_log_events_block254170887.json";

    /// <summary>The standard fee of every pool in the data: 25/10000.</summary>
    private const ulong FeeNumerator = 25, FeeDenominator = 10_000;

    [Fact]
    public void Every_logged_swap_of_the_block_and_of_the_notifications_is_reproduced_to_the_unit()
    {
        var (exactIn, exactOut, nothing, refused) = (0, 0, 0, 0);
        foreach (var log in RealInstructions.Block().Concat(RealInstructions.HeliusSwaps()).SelectMany(run => SwapLogs(run.Logs)).Concat(Yellowstone()))
        {
            // A trader without the tokens is told before the program computes an output.
            if (log.ExactIn && log.UserSource < log.Amount) { Assert.Equal(0UL, log.Result); refused++; continue; }
            if (log.ExactIn && log.Result == 0)
            {
                var none = RaydiumV4Quote.ExactIn(log.Amount, log.ReserveIn, log.ReserveOut, FeeNumerator, FeeDenominator);
                Assert.Equal(log.Amount == 0 ? QuoteRefusal.ZeroAmount : QuoteRefusal.AmountTooSmall, none.Refusal);
                nothing++;
                continue;
            }
            AssertReproduced(log);
            if (log.ExactIn) exactIn++; else exactOut++;
        }
        output.WriteLine($"{exactIn} base-in + {exactOut} base-out swaps exact, {nothing} give nothing, {refused} of traders without the tokens");
        Assert.True(exactIn >= 25 && exactOut >= 2);
    }

    [Fact]
    public void The_23_successful_swaps_of_the_block_are_reproduced_and_read_from_their_instruction_bytes()
    {
        using var file = JsonDocument.Parse(SharedData.ReadText(RayLogFile));
        var count = 0;
        foreach (var entry in file.RootElement.EnumerateArray())
        {
            Assert.Equal(DecodeRefusal.None, RayLog.ReadSwap(entry.GetProperty("ray_log_b64").GetBytesFromBase64(), out var log));
            AssertReproduced(log);
            var data = Convert.FromHexString(entry.GetProperty("ix_data_hex").GetString()!);
            var view = new InstructionView(ProgramIds.RaydiumV4, new PublicKey[entry.GetProperty("accounts").GetInt32()], data);
            Assert.Equal(DecodeRefusal.None, new RaydiumV4Program().ReadInstruction(view, out var decoded));
            var swap = Assert.Single(decoded!.Swaps);
            Assert.Equal((log.ExactIn, log.Amount, log.Limit), (swap.ExactIn, swap.Amount, swap.Limit));
            count++;
        }
        output.WriteLine($"{count} successful swaps");
        Assert.Equal(23, count);
    }

    [Fact]
    public void A_base_in_swap_asked_for_backwards_costs_no_more_than_it_did()
    {
        var count = 0;
        foreach (var log in RealInstructions.Block().Concat(RealInstructions.HeliusSwaps()).SelectMany(run => SwapLogs(run.Logs)))
        {
            if (!log.ExactIn || log.Result == 0) continue;
            var back = RaydiumV4Quote.ExactOut(log.Result, log.ReserveIn, log.ReserveOut, FeeNumerator, FeeDenominator);
            Assert.Equal(QuoteRefusal.None, back.Refusal);
            Assert.True(back.AmountIn <= log.Amount);
            Assert.Equal(log.Result, RaydiumV4Quote.ExactIn(back.AmountIn, log.ReserveIn, log.ReserveOut, FeeNumerator, FeeDenominator).AmountOut);
            count++;
        }
        output.WriteLine($"{count} swaps quoted backwards");
        Assert.True(count >= 25);
    }

    [Fact]
    public void Every_swap_instruction_in_the_data_is_read_with_its_pool_trader_and_vaults()
    {
        var counts = new SortedDictionary<string, int>();
        var program = new RaydiumV4Program();
        foreach (var run in RealInstructions.Block().Concat(RealInstructions.HeliusSwaps()))
            foreach (var real in run.Instructions.Where(i => i.Program == ProgramIds.RaydiumV4))
            {
                Assert.Equal(DecodeRefusal.None, program.ReadInstruction(real.View, out var decoded));
                counts[decoded!.Name] = counts.GetValueOrDefault(decoded.Name) + 1;
                foreach (var swap in decoded.Swaps)
                {
                    Assert.Equal(RaydiumV4Addresses.Authority, real.Accounts[Array.IndexOf([.. decoded.Roles], "authority")]);
                    Assert.Equal(real.Accounts[1], swap.Pool);
                    Assert.Equal(real.Accounts[^1], swap.Trader);
                    Assert.NotEqual(swap.VaultA, swap.VaultB);
                }
            }
        output.WriteLine(string.Join(", ", counts.Select(c => $"{c.Value} {c.Key}")));
        Assert.True(counts["swap_base_in"] >= 272 && counts["swap_base_out"] >= 2);
    }

    /// <summary>A Yellowstone block update of slot 344556402, searched as text.</summary>
    private static IEnumerable<RaySwapLog> Yellowstone() =>
        SwapLogs(SharedData.ReadText("solana/transactions/yellowstone_json/grpc_block_slot344556402.json").Split('"'));

    private static IEnumerable<RaySwapLog> SwapLogs(IEnumerable<string> lines)
    {
        const string Marker = "ray_log: ";
        foreach (var line in lines.Where(l => l.Contains(Marker, StringComparison.Ordinal)))
            if (RayLog.ReadSwap(Convert.FromBase64String(line[(line.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..]), out var log) == DecodeRefusal.None)
                yield return log;
    }

    private static void AssertReproduced(in RaySwapLog log)
    {
        var quote = log.ExactIn
            ? RaydiumV4Quote.ExactIn(log.Amount, log.ReserveIn, log.ReserveOut, FeeNumerator, FeeDenominator)
            : RaydiumV4Quote.ExactOut(log.Amount, log.ReserveIn, log.ReserveOut, FeeNumerator, FeeDenominator);
        Assert.Equal((QuoteRefusal.None, log.AmountIn, log.AmountOut), (quote.Refusal, quote.AmountIn, quote.AmountOut));
        Assert.InRange(quote.PriceImpactBps, 0m, 10_000m);
    }
}
