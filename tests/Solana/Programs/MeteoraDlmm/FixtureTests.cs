using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDlmm;

namespace Orchestrator.Solana.Tests.Programs.MeteoraDlmm;

public sealed class FixtureTests(ITestOutputHelper output)
{
    private static readonly DlmmProgram Program = new();

    [Fact]
    public void Every_real_instruction_is_read_with_its_name_roles_and_fields()
    {
        int count = 0, values = 0;
        foreach (var (name, instruction, root) in Carbon.Instructions("meteora-dlmm"))
        {
            Assert.True(Program.ReadInstruction(instruction.View, out var decoded) == DecodeRefusal.None, name);
            Assert.Equal(name, decoded!.Name);
            values += Carbon.Compare(root, decoded.Fields, name);
            count++;
        }
        output.WriteLine($"{count} instructions, {values} values compared");
        Assert.NotEqual(0, count);
    }

    [Fact]
    public void Every_real_account_is_read()
    {
        var kinds = Carbon.Accounts("meteora-dlmm").Select(a =>
        {
            Assert.True(Program.ReadAccount(a.Data, out var decoded) == DecodeRefusal.None, a.Name);
            return decoded!.Kind;
        }).ToList();
        output.WriteLine(string.Join(", ", kinds));
        Assert.Contains("lb_pair", kinds);
    }

    [Fact]
    public void Real_pair_creations_name_their_mints_pair_and_funder()
    {
        var count = 0;
        foreach (var (name, instruction, root) in Carbon.Instructions("meteora-dlmm"))
        {
            if (!name.StartsWith("initialize", StringComparison.Ordinal) || !name.Contains("lb_pair")) continue;
            PublicKey At(string label) => PublicKey.Parse(
                root.GetProperty("accounts").EnumerateArray().Single(a => a.GetProperty("label").GetString() == label).GetProperty("pubkey").GetString()!);
            Program.ReadInstruction(instruction.View, out var decoded);
            Assert.Equal(
                new PoolCreation(At("lbPair"), At("tokenMintX"), At("tokenMintY"), At("funder")) { VaultA = At("reserveX"), VaultB = At("reserveY") }, decoded!.Creation);
            // One of the recorded transactions has reserves that do not follow from the mints; a creation is read as it states itself.
            if (name != "initialize_customizable_permissionless_lb_pair")
                Assert.Equal(At("reserveX"), DlmmAddresses.Reserve(At("lbPair"), At("tokenMintX")));
            Assert.Equal(At("oracle"), DlmmAddresses.Oracle(At("lbPair")));
            count++;
        }
        Assert.NotEqual(0, count);
    }

    [Theory]
    [InlineData("swap2", true)]
    [InlineData("swap_exact_out2", false)]
    public void A_real_swap_is_built_again_byte_for_byte(string file, bool exactIn)
    {
        var (_, instruction, root) = Carbon.Instructions("meteora-dlmm").Single(i => i.Name == file);
        Program.ReadInstruction(instruction.View, out var decoded);
        var asked = Assert.Single(decoded!.Swaps);
        var a = instruction.Accounts;
        var state = RandomPair.Empty(1, 0) with { ReserveX = a[2], ReserveY = a[3], MintX = a[6], MintY = a[7], Oracle = a[8] };
        var pair = new DlmmSwapAccounts(a[0], state, a[1] != ProgramIds.MeteoraDlmm, a[11], a[12], a[16..]);

        var built = DlmmInstructions.Swap(pair, a[10], a[4], a[5], exactIn, asked.Amount, asked.Limit);

        Assert.Equal(exactIn, asked.ExactIn);
        Assert.Equal(instruction.Data, built.Data.ToArray());
        // A host that takes a share of the fee is the trader's choice; we name none.
        for (var i = 0; i < a.Length; i++)
            if (i != 9) Assert.Equal(a[i], built.Accounts[i].Key);
    }

    [Theory]
    [InlineData("9t3EyC9FweyL7PBWvKz3mrXg8B9fwFc9SK3QxM4ENqhd")]
    [InlineData("EtAdVRLFH22rjWh3mcUasKFF27WtHhsaCvK27tPFFWig")]
    public void Real_bins_have_the_prices_that_the_formula_gives_and_can_be_swapped(string address)
    {
        byte[] File(string name) => System.IO.File.ReadAllBytes(SharedData.PathOf($"solana/accounts/meteora_dlmm/{address}/{name}.bin"));
        Assert.Equal(DecodeRefusal.None, LbPair.TryDecode(File("lb_pair"), out var pair));
        var arrays = new List<BinArray>();
        foreach (var name in (string[])["bin_array_1", "bin_array_2"])
        {
            Assert.Equal(DecodeRefusal.None, BinArray.TryDecode(File(name), out var array));
            arrays.Add(array!);
            for (var id = array!.LowestBin; id <= array.HighestBin; id++)
            {
                if (array[id].Price == 0) continue;
                Assert.True(BinPrice.TryAt(id, pair!.BinStep, out var price));
                Assert.Equal(array[id].Price, price);
            }
        }
        var clock = new ChainClock(500_000_000, 900, 1_790_000_000);
        var swapped = 0;
        foreach (var xToY in (bool[])[true, false])
        {
            var refusal = DlmmSwap.TryRun(pair!, BinArrayMap.Of(pair!), arrays.ToArray(), 1_000_000, true, xToY, clock, out var there);
            if (refusal != QuoteRefusal.None) continue;
            Assert.Equal(QuoteRefusal.None, DlmmSwap.TryRun(pair!, BinArrayMap.Of(pair!), arrays.ToArray(), there.AmountOut, false, xToY, clock, out var cost));
            Assert.True(cost.AmountIn <= there.AmountIn);
            swapped++;
        }
        Assert.NotEqual(0, swapped);
    }
}
