using System.IO.Compression;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDlmm;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs;

/// <summary>Everything of Whirlpool and DLMM that the real data holds is read.</summary>
public sealed class RealAccountTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_account_of_the_whirlpool_program_in_a_snapshot_is_read()
    {
        var program = new WhirlpoolProgram();
        var kinds = new Dictionary<string, int>();
        var path = SharedData.PathOf("solana/accounts/orca/whirlpool-snapshot-139535179.csv.gz");
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            var columns = line.Split(',');
            if (columns.Length < 6 || columns[1] != program.Id.ToString()) continue;
            // The file's base64 lacks its padding.
            var text = columns[5].Trim('"').TrimEnd('=');
            var data = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
            var refusal = program.ReadAccount(data, out var decoded);
            Assert.True(refusal == DecodeRefusal.None, $"{columns[0]}: {refusal}");
            kinds[decoded!.Kind] = kinds.GetValueOrDefault(decoded.Kind) + 1;
        }
        output.WriteLine(string.Join(", ", kinds.Select(k => $"{k.Value} {k.Key}")));
        Assert.True(kinds.GetValueOrDefault("whirlpool") > 0);
    }

    [Fact]
    public void Every_instruction_of_both_programs_in_the_full_block_is_read_and_swaps_move_what_they_say()
    {
        IProgram[] programs = [new WhirlpoolProgram(), new DlmmProgram()];
        var counts = new Dictionary<string, int>();
        foreach (var run in RealInstructions.Block())
            foreach (var instruction in run.Instructions)
            {
                if (programs.FirstOrDefault(p => p.Id == instruction.Program) is not { } program) continue;
                var refusal = program.ReadInstruction(instruction.View, out var decoded);
                Assert.True(refusal == DecodeRefusal.None, $"{run.Signature} {program.Name}: {refusal} {Convert.ToHexString(instruction.Data.AsSpan(0, Math.Min(8, instruction.Data.Length)))}");
                var name = $"{program.Name} {decoded!.Name}" + (decoded.Event is { } e ? $"({e.Name})" : "");
                counts[name] = counts.GetValueOrDefault(name) + 1;
                if (decoded.Event?.Swap is { } fill) Assert.True(fill is { AmountIn: > 0, AmountOut: > 0, Pool: not null });
                foreach (var swap in decoded.Swaps) Assert.NotEqual(default, swap.Trader);
            }
        output.WriteLine(string.Join(", ", counts.Select(c => $"{c.Value} {c.Key}")));
        Assert.NotEmpty(counts);
    }

    [Fact]
    public void Every_account_at_the_end_of_the_real_day_is_read()
    {
        var program = new WhirlpoolProgram();
        var day = RealDay.Load();
        foreach (var (key, data) in day.Accounts) Assert.True(program.ReadAccount(data, out _) == DecodeRefusal.None, key);
        foreach (var (key, start) in day.ArrayStarts)
            if (day.Accounts.TryGetValue(key, out var data) && TickArray.TryDecode(data, out var array) == DecodeRefusal.None)
                Assert.Equal(PublicKey.Parse(key), WhirlpoolAddresses.TickArray(array!.Whirlpool, start));
        output.WriteLine($"{day.Accounts.Count} accounts");
    }
}
