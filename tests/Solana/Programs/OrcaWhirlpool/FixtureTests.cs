using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

public sealed class FixtureTests(ITestOutputHelper output)
{
    private static readonly WhirlpoolProgram Program = new();

    [Fact]
    public void Every_real_instruction_is_read_with_its_name_roles_and_fields()
    {
        int count = 0, values = 0;
        foreach (var (name, instruction, root) in Carbon.Instructions("orca-whirlpool"))
        {
            Assert.True(Program.ReadInstruction(instruction.View, out var decoded) == DecodeRefusal.None, name);
            Assert.Equal(name, decoded!.Name);
            var labels = root.GetProperty("accounts").EnumerateArray().Select(a => a.GetProperty("label").GetString()!).ToArray();
            for (var i = 0; i < decoded.Roles.Count; i++)
                Assert.Equal(labels[i].Replace("_", "").ToLowerInvariant(), decoded.Roles[i].Replace("_", "").ToLowerInvariant());
            values += Carbon.Compare(root, decoded.Fields, name);
            count++;
        }
        output.WriteLine($"{count} instructions, {values} values compared");
        Assert.NotEqual(0, count);
    }

    [Fact]
    public void Every_real_account_is_read_with_its_fields()
    {
        int count = 0, values = 0;
        foreach (var (name, data, root) in Carbon.Accounts("orca-whirlpool"))
        {
            Assert.True(Program.ReadAccount(data, out var decoded) == DecodeRefusal.None, name);
            values += Carbon.Compare(root, decoded!.Fields, name);
            count++;
        }
        output.WriteLine($"{count} accounts, {values} values compared");
        Assert.NotEqual(0, count);
    }

    [Theory]
    [InlineData("initialize_pool")]
    [InlineData("initialize_pool_v2")]
    public void A_real_pool_creation_names_its_mints_pool_and_creator(string file)
    {
        var (_, instruction, root) = Carbon.Instructions("orca-whirlpool").Single(i => i.Name == file);
        PublicKey At(string label) => PublicKey.Parse(
            root.GetProperty("accounts").EnumerateArray().Single(a => a.GetProperty("label").GetString() == label).GetProperty("pubkey").GetString()!);

        Program.ReadInstruction(instruction.View, out var decoded);

        Assert.Equal(new PoolCreation(At("whirlpool"), At("tokenMintA"), At("tokenMintB"), At("funder")) { VaultA = At("tokenVaultA"), VaultB = At("tokenVaultB") }, decoded!.Creation);
        var spacing = (ushort)decoded.Fields.Single(f => f.Name == "tick_spacing").Value!;
        Assert.Equal(At("whirlpool"), WhirlpoolAddresses.Pool(At("whirlpoolsConfig"), At("tokenMintA"), At("tokenMintB"), spacing));
        Assert.Equal(At("feeTier"), WhirlpoolAddresses.FeeTier(At("whirlpoolsConfig"), spacing));
    }

    [Fact]
    public void A_real_swap_is_built_again_byte_for_byte()
    {
        var (_, instruction, _) = Carbon.Instructions("orca-whirlpool").Single(i => i.Name == "swap");
        Program.ReadInstruction(instruction.View, out var decoded);
        var asked = Assert.Single(decoded!.Swaps);
        var accounts = instruction.Accounts;
        var fields = decoded.Fields.ToDictionary(f => f.Name, f => f.Value!);
        var state = Pools.Of(64, 0, 0, TickMath.SqrtPriceAt(0)) with { VaultA = accounts[4], VaultB = accounts[6] };

        var built = WhirlpoolInstructions.Swap(
            accounts[2], state, accounts[1], accounts[3], accounts[5],
            new WhirlpoolSwapTerms(asked.Amount, asked.Limit, (UInt128)fields["sqrt_price_limit"], asked.ExactIn, (bool)fields["a_to_b"]));

        Assert.Equal(instruction.Data, built.Data.ToArray());
        Assert.Equal(accounts[..7], built.Accounts.Take(7).Select(a => a.Key));
        Assert.Equal(accounts[10], built.Accounts[10].Key);
    }
}
