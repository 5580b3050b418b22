using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDlmm;

namespace Orchestrator.Solana.Tests.Programs.MeteoraDlmm;

/// <summary>Swaps that the program recorded itself in a full real block.</summary>
public sealed class RealSwapTests(ITestOutputHelper output)
{
    /// <summary>Every step that pairs were made with; which of them a pair has is not in its events.</summary>
    private static readonly ushort[] Steps = [1, 2, 4, 5, 8, 10, 15, 16, 20, 25, 30, 50, 75, 80, 100, 120, 125, 150, 160, 200, 250, 300, 320, 400];

    [Fact]
    public void Every_real_swap_within_one_bin_is_reproduced_to_the_unit()
    {
        var program = new DlmmProgram();
        int single = 0, several = 0;
        foreach (var run in RealInstructions.Block())
            foreach (var instruction in run.Instructions)
            {
                if (!run.Succeeded || instruction.Program != ProgramIds.MeteoraDlmm) continue;
                program.ReadInstruction(instruction.View, out var decoded);
                if (decoded?.Event is not { Name: "swap" } happened) continue;
                var fields = happened.Fields.ToDictionary(f => f.Name, f => f.Value!);
                if (!fields["start_bin_id"].Equals(fields["end_bin_id"])) { several++; continue; }
                Assert.Contains(Steps, step => Reproduces(step, fields));
                single++;
            }
        output.WriteLine($"{single} swaps within one bin, {several} over several bins (their pairs' states are not in the data)");
        Assert.NotEqual(0, single);
    }

    private static bool Reproduces(ushort step, Dictionary<string, object> fields)
    {
        if (!BinPrice.TryAt((int)fields["start_bin_id"], step, out var price)) return false;
        var terms = new BinSwap.Terms((bool)fields["swap_for_y"], FeeOnInput: true, HasOrders: false, (uint)(UInt128)fields["fee_bps"]);
        // The bin held at least what it gave.
        var bin = new Bin(ulong.MaxValue >> 8, ulong.MaxValue >> 8, price, 0, 0, false);
        return BinSwap.TryExactIn(bin, (ulong)fields["amount_in"], terms, out var swap) == QuoteRefusal.None
            && swap.AmountOut == (ulong)fields["amount_out"] && swap.Fee == (ulong)fields["fee"];
    }
}
