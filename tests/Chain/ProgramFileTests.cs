using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

/// <summary>Files named by CHAIN_PROGRAMS, as whoever has the real programs would give them. Our stand-ins serve as the files here.</summary>
public sealed class ProgramFileTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private static readonly PublicKey Other = Names.Key("a program under another id");

    [Fact]
    public async Task A_program_file_is_loaded_under_the_id_it_was_given_and_answers_there()
    {
        Assert.False((await CallAsync(Chain, Other)).Landed);
        await using var chain = await ChainProcess.StartAsync($"{Other}={await FileOfAsync(ProgramIds.Save)}");

        // The lender's answer to an instruction that it does not know, and the pools' own beside it.
        Assert.Equal((true, """{"InstructionError":[0,"InvalidInstructionData"]}"""), await CallAsync(chain.Calls, Other));
        Assert.Equal((true, """{"InstructionError":[0,{"Custom":101}]}"""), await CallAsync(chain.Calls, ProgramIds.RaydiumCpmm));
    }

    [Fact]
    public async Task A_program_file_takes_the_place_of_the_stand_in_with_its_id()
    {
        Assert.Equal((true, """{"InstructionError":[0,"InvalidInstructionData"]}"""), await CallAsync(Chain, ProgramIds.Save));
        await using var chain = await ChainProcess.StartAsync($"{ProgramIds.Save}={await FileOfAsync(ProgramIds.RaydiumCpmm)}");

        Assert.Equal((true, """{"InstructionError":[0,{"Custom":101}]}"""), await CallAsync(chain.Calls, ProgramIds.Save));
    }

    [Fact]
    public async Task Several_files_are_given_with_commas_between()
    {
        var (lender, pools) = (await FileOfAsync(ProgramIds.Save), await FileOfAsync(ProgramIds.RaydiumCpmm));
        await using var chain = await ChainProcess.StartAsync($"{Other}={pools},{ProgramIds.RaydiumCpmm}={lender}");

        Assert.Equal((true, """{"InstructionError":[0,{"Custom":101}]}"""), await CallAsync(chain.Calls, Other));
        Assert.Equal((true, """{"InstructionError":[0,"InvalidInstructionData"]}"""), await CallAsync(chain.Calls, ProgramIds.RaydiumCpmm));
    }

    [Fact]
    public async Task What_is_no_program_is_refused_with_its_name_before_the_chain_starts()
    {
        await RefusedAsync($"{Other}=/nowhere/lender.so", "/nowhere/lender.so");
        await RefusedAsync($"{Other}=", "is not PROGRAMID=file.so");
        await RefusedAsync("lender.so", "\"lender.so\" is not PROGRAMID=file.so");
        await RefusedAsync($"lender={await FileOfAsync(ProgramIds.Save)}", "lender");
        await RefusedAsync($"{Other}={Path.Combine(SourceTree.Chain, "programs", "lender.c")}", "lender.c is not an ELF file");
        // A program of this machine: an ELF file, but not for Solana's.
        await RefusedAsync($"{Other}=/bin/true", "/bin/true is a program for another machine");
        var cut = Path.Combine(AppContext.BaseDirectory, "cut-off-program.so");
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(await FileOfAsync(ProgramIds.Save)))[..700], TestContext.Current.CancellationToken);
        await RefusedAsync($"{Other}={cut}", "cut-off-program.so");
    }

    private static async Task RefusedAsync(string programs, string name)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => ChainProcess.StartAsync(programs));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    private static async Task<string> FileOfAsync(PublicKey program) =>
        (await StandInPrograms.BuildAsync()).Select(entry => entry.Split('=')).Single(entry => entry[0] == program.ToString())[1];

    /// <summary>Sends the program one byte that no program here knows, and reads what became of it.</summary>
    private static async Task<(bool Landed, string? Error)> CallAsync(ChainCalls chain, PublicKey program)
    {
        var trader = new Trader(chain, Names.Wallet("caller"));
        await trader.FundAsync(ArbitrageWorld.Sol);
        var transaction = await trader.SignAsync([new Instruction(program, [], new byte[] { 250 })]);
        await chain.RpcAsync("sendTransaction", Trader.Wire(transaction), new JsonObject { ["encoding"] = "base64", ["skipPreflight"] = true });
        var landed = await trader.LandedAsync(transaction.Id);
        return landed.ValueKind == JsonValueKind.Object ? (true, landed.GetProperty("meta").GetProperty("err").GetRawText()) : (false, null);
    }
}
