using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumV4;

namespace Orchestrator.Solana.Tests.Programs;

public sealed class DiscriminatorTests(ITestOutputHelper output)
{
    /// <summary>Anchor derives the eight bytes from the name, so the name in our tables must give them.</summary>
    [Theory]
    [InlineData("CPMMoo8L3F4NbTegBCKVNunggL7H1ZpdTHKxQB5qKP1C", "initialize initialize_with_permission swap_base_input swap_base_output deposit withdraw create_amm_config update_amm_config update_pool_status collect_protocol_fee collect_fund_fee collect_creator_fee create_permission_pda close_permission_pda")]
    [InlineData("CAMMCzo5YL8w4VFF8KVHrK22GGUsp5VTaW7grrKgrWqK", "swap swap_v2 swap_router_base_in create_pool create_customizable_pool open_position open_position_v2 open_position_with_token22_nft close_position increase_liquidity increase_liquidity_v2 decrease_liquidity decrease_liquidity_v2 collect_remaining_rewards update_reward_infos set_reward_params initialize_reward collect_protocol_fee collect_fund_fee create_amm_config update_amm_config update_pool_status create_operation_account update_operation_account transfer_reward_owner create_support_mint_associated create_dynamic_fee_config update_dynamic_fee_config close_protocol_position open_limit_order increase_limit_order decrease_limit_order settle_limit_order close_limit_order")]
    public void An_instruction_is_known_by_the_hash_of_its_name(string program, string names)
    {
        var keys = Enumerable.Range(1, 40).Select(Accounts.Key).ToArray();
        foreach (var name in names.Split(' '))
        {
            byte[] data = [.. Hash($"global:{name}"), .. new byte[200]];
            Assert.Equal(DecodeRefusal.None, ProgramRegistry.Mainnet.ReadInstruction(new(PublicKey.Parse(program), keys, data), out var decoded));
            Assert.Equal(name, decoded!.Name);
        }
    }

    [Theory]
    [InlineData("CPMMoo8L3F4NbTegBCKVNunggL7H1ZpdTHKxQB5qKP1C", "PoolState:pool_state:637 AmmConfig:amm_config:236 ObservationState:observation_state:0 Permission:permission:0")]
    [InlineData("CAMMCzo5YL8w4VFF8KVHrK22GGUsp5VTaW7grrKgrWqK", "PoolState:pool_state:1544 AmmConfig:amm_config:117 TickArrayState:tick_array_state:10240 TickArrayBitmapExtension:tick_array_bitmap_extension:1832 ObservationState:observation_state:0 PersonalPositionState:personal_position_state:0 ProtocolPositionState:protocol_position_state:0 DynamicFeeConfig:dynamic_fee_config:0 LimitOrderState:limit_order_state:0")]
    public void An_account_is_known_by_the_hash_of_its_type_and_by_its_size(string program, string kinds)
    {
        foreach (var kind in kinds.Split(' ').Select(k => k.Split(':')))
        {
            var size = int.Parse(kind[2]);
            byte[] data = [.. Hash($"account:{kind[0]}"), .. new byte[(size == 0 ? 600 : size) - 8]];
            Assert.Equal(DecodeRefusal.None, ProgramRegistry.Mainnet.ReadAccount(PublicKey.Parse(program), data, out var decoded));
            Assert.Equal(kind[1], decoded!.Kind);
            if (size != 0) Assert.Equal(DecodeRefusal.WrongLength, ProgramRegistry.Mainnet.ReadAccount(PublicKey.Parse(program), [.. data, 0], out _));
        }
    }

    [Fact]
    public void The_same_eight_bytes_are_another_thing_to_another_program()
    {
        var keys = Enumerable.Range(1, 20).Select(Accounts.Key).ToArray();
        byte[] swap = [.. Hash("global:swap"), .. new byte[40]];
        byte[] pool = [.. Hash("account:PoolState"), .. new byte[629]];
        Assert.Equal(DecodeRefusal.None, ProgramRegistry.Mainnet.ReadInstruction(new(ProgramIds.RaydiumClmm, keys, swap), out _));
        Assert.Equal(DecodeRefusal.WrongDiscriminator, ProgramRegistry.Mainnet.ReadInstruction(new(ProgramIds.RaydiumCpmm, keys, swap), out _));
        Assert.Equal(DecodeRefusal.UnknownProgram, ProgramRegistry.Mainnet.ReadInstruction(new(Accounts.Key(99), keys, swap), out _));
        Assert.Equal(DecodeRefusal.None, ProgramRegistry.Mainnet.ReadAccount(ProgramIds.RaydiumCpmm, pool, out _));
        Assert.Equal(DecodeRefusal.WrongLength, ProgramRegistry.Mainnet.ReadAccount(ProgramIds.RaydiumClmm, pool, out _));
    }

    [Fact]
    public void Every_Raydium_address_vector_is_derived()
    {
        using var file = JsonDocument.Parse(SharedData.ReadText("solana/wire/pda_vectors.json"));
        var found = file.RootElement.EnumerateArray().Where(v => v.GetProperty("program").GetString() == ProgramIds.RaydiumV4.ToString())
            .Select(v => (Name: v.GetProperty("name").GetString()!, Address: v.GetProperty("address").GetString()!)).ToList();
        var derived = new HashSet<string> { RaydiumV4Addresses.Authority.ToString() };
        var program = new RaydiumV4Program();
        foreach (var real in RealInstructions.HeliusInitialize2().SelectMany(run => run.Instructions))
        {
            if (program.ReadInstruction(real.View, out var decoded) != DecodeRefusal.None || decoded!.Creation is null) continue;
            var market = real.Accounts[Array.IndexOf([.. decoded.Roles], "market")];
            PublicKey[] all =
            [
                RaydiumV4Addresses.Amm(market), RaydiumV4Addresses.LpMint(market), RaydiumV4Addresses.CoinVault(market), RaydiumV4Addresses.PcVault(market),
                RaydiumV4Addresses.TargetOrders(market), RaydiumV4Addresses.OpenOrders(market),
            ];
            // The creation itself names all six.
            Assert.All(all, key => Assert.Contains(key, real.Accounts));
            derived.UnionWith(all.Select(key => key.ToString()));
        }
        output.WriteLine($"{found.Count(v => derived.Contains(v.Address))} of {found.Count} vectors, {derived.Count} addresses");
        Assert.True(found.Count(v => derived.Contains(v.Address)) >= 7);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..8];
}
