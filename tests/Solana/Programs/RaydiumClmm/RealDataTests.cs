using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumClmm;
using Orchestrator.Solana.Programs.SplToken;

namespace Orchestrator.Solana.Tests.Programs.RaydiumClmm;

public sealed class RealDataTests(ITestOutputHelper output)
{
    private const string Folder = "solana/carbon/raydium-clmm";
    private readonly RaydiumClmmProgram _program = new();

    [Fact]
    public void Every_real_instruction_is_read_with_the_name_and_roles_its_recorders_gave()
    {
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(SharedData.PathOf(Folder), "*_ix.json").Order())
        {
            var (real, labels) = Instruction(path);
            Assert.Equal(DecodeRefusal.None, _program.ReadInstruction(real.View, out var decoded));
            Assert.Equal(Path.GetFileName(path).Replace("_ix.json", "", StringComparison.Ordinal), decoded!.Name);
            Assert.Equal(labels, decoded.Roles.Select(role => role.Replace("_", "", StringComparison.Ordinal)));
            output.WriteLine($"{decoded.Name}({string.Join(", ", decoded.Fields.Select(f => $"{f.Name} {f.Value}"))})");
            count++;
        }
        output.WriteLine($"{count} instructions");
        Assert.True(count >= 10);
    }

    [Fact]
    public void The_real_swap_is_rebuilt_from_its_parts()
    {
        var (real, _) = Instruction(SharedData.PathOf($"{Folder}/swap_v2_ix.json"));
        Assert.Equal(DecodeRefusal.None, _program.ReadInstruction(real.View, out var decoded));
        var swap = decoded!.Swaps.Single();
        var pool = State(config: real.Accounts[1], vault0: real.Accounts[5], vault1: real.Accounts[6], observation: real.Accounts[7], mint0: real.Accounts[11], mint1: real.Accounts[12]);
        var built = RaydiumClmmInstructions.SwapV2(
            swap.Pool, pool, true, swap.Trader, swap.Source, swap.Destination, swap.ExactIn, swap.Amount, swap.Limit, null, real.Accounts[13..]);
        Assert.Equal(real.Accounts, built.Accounts.Select(account => account.Key));
        // The recorded swap has a price limit, ours leave it open: bytes 24 to 40.
        Assert.Equal(real.Data[..24], built.Data[..24].ToArray());
        Assert.Equal(real.Data[40..], built.Data[40..].ToArray());
    }

    [Fact]
    public void The_real_creation_names_its_pool_at_the_address_its_seeds_give()
    {
        var (real, _) = Instruction(SharedData.PathOf($"{Folder}/create_pool_ix.json"));
        Assert.Equal(DecodeRefusal.None, _program.ReadInstruction(real.View, out var decoded));
        var creation = decoded!.Creation!;
        Assert.Equal(RaydiumClmmAddresses.Pool(real.Accounts[1], creation.MintA, creation.MintB), creation.Pool);
        Assert.Equal(RaydiumClmmAddresses.Vault(creation.Pool, creation.MintA), creation.VaultA);
        Assert.Equal(RaydiumClmmAddresses.Vault(creation.Pool, creation.MintB), creation.VaultB);
        Assert.Equal(RaydiumClmmAddresses.Observation(creation.Pool), real.Accounts[7]);
        Assert.Equal(RaydiumClmmAddresses.BitmapExtension(creation.Pool), real.Accounts[8]);
        Assert.Equal("7XiakBmwHdVVXmPKjT35JFDUMzP8aszSg3tU4SaL16KU", creation.Creator.ToString());
    }

    [Fact]
    public void The_real_pool_configuration_and_tick_array_read_with_values_that_fit_each_other()
    {
        var pool = Account("pool_state_account.json");
        Assert.Equal(DecodeRefusal.None, ClmmPoolState.Read(ProgramIds.RaydiumClmm, pool, out var state));
        Assert.Equal(Mints.WrappedSol, state!.Mint0);
        Assert.True(TickMath.TryTickAt(state.SqrtPrice, out var tick));
        Assert.Equal(state.TickCurrent, tick);
        Assert.Null(state.DynamicFee);
        Assert.Equal(CollectFeeOn.Input, state.FeeOn);
        output.WriteLine($"pool spacing {state.TickSpacing}, tick {tick}, liquidity {state.Liquidity}");

        Assert.Equal(DecodeRefusal.None, ClmmConfig.Read(ProgramIds.RaydiumClmm, Account("amm_config_account.json"), out var config));
        Assert.Equal(new ClmmConfig(4, 100, 120_000, 40_000, 1), config);

        var array = Account("tick_array_state_account.json");
        var start = LittleEndian.I32(array, 40);
        var spacing = Enumerable.Range(1, 120).First(s => TickArray.Read(ProgramIds.RaydiumClmm, array, (ushort)s, out _) == DecodeRefusal.None);
        Assert.Equal(DecodeRefusal.None, TickArray.Read(ProgramIds.RaydiumClmm, array, (ushort)spacing, out var ticks));
        Assert.Equal(0, start % (60 * spacing));
        output.WriteLine($"array from {start}, spacing {spacing}, {ticks!.Ticks.Length} initialised");
        foreach (var kind in new[] { "pool_state", "amm_config", "tick_array_state", "observation_state", "protocol_position_state" })
        {
            Assert.Equal(DecodeRefusal.None, _program.ReadAccount(Account($"{kind}_account.json"), out var decoded));
            Assert.Equal(kind, decoded!.Kind);
        }
    }

    [Fact]
    public void Swap_events_of_the_real_block_state_the_amounts_that_the_tokens_moved()
    {
        var (events, matched) = (0, 0);
        var tokens = new SplTokenProgram();
        foreach (var run in RealInstructions.Block().Where(run => run.Succeeded && run.Instructions.Any(i => i.Program == ProgramIds.RaydiumClmm)))
        {
            var moved = run.Instructions.Select(i => tokens.ReadInstruction(i.View, out var t) == DecodeRefusal.None ? t!.Movement : null)
                .Where(m => m is not null).ToList();
            var swaps = run.Instructions.SelectMany(i => _program.ReadInstruction(i.View, out var s) == DecodeRefusal.None ? s!.Swaps : []).ToList();
            foreach (var line in run.Logs.Where(l => l.StartsWith("Program data: ", StringComparison.Ordinal)))
            {
                if (_program.ReadEvent(Convert.FromBase64String(line["Program data: ".Length..]), out var told) != DecodeRefusal.None || told!.Swap is not { } fill) continue;
                if (swaps.FirstOrDefault(s => s.Pool == fill.Pool) is not { } swap) continue;
                events++;
                Assert.Contains(moved, m => m!.Destination == swap.VaultA && m.Amount == fill.AmountIn);
                Assert.Contains(moved, m => m!.Source == swap.VaultB && m.Amount == fill.AmountOut);
                matched++;
            }
        }
        output.WriteLine($"{matched} of {events} swap events match their transfers");
        Assert.True(matched >= 1 && matched == events);
    }

    private static (RealInstruction Real, string[] Labels) Instruction(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        var accounts = file.RootElement.GetProperty("accounts").EnumerateArray().ToList();
        var labels = accounts.Where(a => a.TryGetProperty("label", out var l) && l.ValueKind == JsonValueKind.String)
            .Select(a => a.GetProperty("label").GetString()!.ToLowerInvariant()).ToArray();
        return (new RealInstruction(
            PublicKey.Parse(file.RootElement.GetProperty("program_id").GetString()!),
            [.. accounts.Select(a => PublicKey.Parse(a.GetProperty("pubkey").GetString()!))],
            Convert.FromHexString(file.RootElement.GetProperty("data").GetString()!)), labels);
    }

    private static byte[] Account(string name)
    {
        using var file = JsonDocument.Parse(SharedData.ReadText($"{Folder}/{name}"));
        Assert.Equal(ProgramIds.RaydiumClmm.ToString(), file.RootElement.GetProperty("owner").GetString());
        return file.RootElement.GetProperty("data").GetBytesFromBase64();
    }

    private static ClmmPoolState State(PublicKey config, PublicKey vault0, PublicKey vault1, PublicKey observation, PublicKey mint0, PublicKey mint1) => new()
    {
        Config = config, Creator = default, Mint0 = mint0, Mint1 = mint1, Vault0 = vault0, Vault1 = vault1, Observation = observation,
        Decimals0 = 9, Decimals1 = 6, TickSpacing = 1, Liquidity = 1, SqrtPrice = 1, TickCurrent = 0, Status = 0, FeeOn = 0, OpenTime = 0, DynamicFee = null,
    };
}
