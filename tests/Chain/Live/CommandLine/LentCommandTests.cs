using System.Text.Json;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Access;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Chain.Tests.Live.CommandLine;

/// <summary><c>orch save</c> as an operator uses it: the command line in this process, over HTTP to the live product, on the real runtime.</summary>
public sealed class LentCommandTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const string Key = "orch_operator-operator-operator-operator", Viewer = "orch_viewer-viewer-viewer-viewer-viewer";

    private readonly int _port = FreePort.Next();
    private LiveWorld _world = null!;
    private LiveFiles _files = null!;

    private PublicKey Collateral => _world.Own(_world.Lender.CollateralMint);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync(
            [Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0), .. _world.Lender.Accounts(LiveWorld.Lendable, LiveWorld.FeeWad, LiveWorld.HostFeePercent, LiveWorld.Lendable / 10 * 9)]);
        _files = new LiveFiles(_world, Chain);
        await File.WriteAllBytesAsync(Path.Combine(_files.Folder, "policy.json"), PolicyFile.Write(_world.Terms with
        {
            Mints = [new MintRule(Mints.WrappedSol, ProgramIds.Token, 0, 5 * LiveWorld.Sol)], Reserves = [_world.Lender.Rule(LiveWorld.FeeWad)],
        }));
    }

    [Fact]
    public async Task Own_capital_is_lent_and_taken_back_and_each_refusal_has_its_name_and_exit_code()
    {
        var keys = Path.Combine(_files.Folder, "api.keys");
        await File.WriteAllLinesAsync(keys, [ApiKeys.Line(ApiRole.Operator, "olga", Key), ApiKeys.Line(ApiRole.Viewer, "vera", Viewer)]);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (var system = await LiveSystem.StartAsync(
            _files, Chain, _world, serveApi: true, settings: [$"api.address=http://127.0.0.1:{_port}", $"api.key_file={keys}"]))
        {
            await system.ArmAsync();
            Assert.Equal(ExitCode.NotAuthorised, (await Orch(Viewer, "save", "supply", "2", "--reason", "idle")).Code);
            Assert.Equal(ExitCode.NotAuthorised, (await Orch(null, "save", "supply", "2", "--reason", "idle")).Code);

            var supplied = await Orch(Key, "save", "supply", "2", "--reason", "idle", "--key", "one", "--json");
            Assert.True(supplied.Code == ExitCode.Ok, supplied.Said);
            var supply = JsonDocument.Parse(supplied.Output).RootElement;
            var id = supply.GetProperty("id").GetString()!;
            Assert.Equal(2 * (long)LiveWorld.Sol, supply.GetProperty("amount_lamports").GetInt64());
            Assert.Equal(ExecutionOutcome.Landed, (await system.EndAsync(Id(id))).Outcome);
            // A repetition under the same key lends nothing more; the same key for something else is refused.
            Assert.Equal(supplied.Output, (await Orch(Key, "save", "supply", "2", "--reason", "idle", "--key", "one", "--json")).Output);
            Assert.Equal(ExitCode.Error, (await Orch(Key, "save", "supply", "3", "--reason", "idle", "--key", "one")).Code);
            Assert.Equal(id, Assert.Single((await system.Book.Book()).Positions).Id.Value.ToString());

            foreach (var (nothing, exit) in ((string, int)[])[("nonsense", ExitCode.Error), ("0192f3a4-5b6c-7d8e-9f00-112233445566", ExitCode.NotFound)])
            {
                var missing = await Orch(Key, "save", "withdraw", nothing, "--reason", "needed");
                Assert.True(missing.Code == exit, $"{nothing}: {missing.Code} {missing.Said}");
            }

            var withdrawn = await Orch(Key, "save", "withdraw", id, "--reason", "needed");
            Assert.True(withdrawn.Code == ExitCode.Ok, withdrawn.Said);
            Assert.Contains("withdrawal offered as ", withdrawn.Output, StringComparison.Ordinal);
            var sale = withdrawn.Output.Split("offered as ")[1].Split(',', ';')[0];
            Assert.Equal(PositionEffect.Closed, (await system.EndAsync(Id(sale))).Position);
            Assert.Equal(0UL, await new Ledger(Chain).TokensAsync(Collateral));
            Assert.Equal(ExitCode.NotFound, (await Orch(Key, "save", "withdraw", id, "--reason", "once more")).Code);

            // Nobody lends: the policy has no more room than five SOL, and a reserve that is none is no lender.
            var beyond = await Orch(Key, "save", "supply", "0.0000000001", "--reason", "idle");
            Assert.Equal(ExitCode.Error, beyond.Code);
            Assert.Empty(await system.ReconcileAsync());
        }

        Assert.Equal(ExitCode.NotRunning, (await Orch(Key, "save", "supply", "2", "--reason", "idle")).Code);
    }

    private static OpportunityId Id(string text) => new(Guid.Parse(text));

    private async Task<(int Code, string Output, string Said)> Orch(string? key, params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Environment.SetEnvironmentVariable("ORCH_API_KEY", key);
        try
        {
            var code = await Cli.Commands.CommandLine.Run(
                [.. words, "--address", $"http://127.0.0.1:{_port}"], new Terminal(output, error, interactive: false, errorInteractive: false, TextReader.Null));
            return (code, output.ToString(), $"{output}{error}");
        }
        finally
        {
            Environment.SetEnvironmentVariable("ORCH_API_KEY", null);
        }
    }
}
