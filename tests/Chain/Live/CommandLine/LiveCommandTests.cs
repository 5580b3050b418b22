using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Live.Kills;
using Orchestrator.Chain.Tests.Live.Secrets;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Cli.Running.Processes;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live.CommandLine;

/// <summary>Live trading as an operator does it: <c>orch</c> alone, as processes, against the real runtime.</summary>
public sealed class LiveCommandTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), Look = TimeSpan.FromMilliseconds(100);

    private static string Orch => Path.Combine(AppContext.BaseDirectory, "Orchestrator.Cli");

    private LiveWorld _world = null!;
    private LiveFiles _files = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync(Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0));
        _files = new LiveFiles(_world, Chain);
    }

    [Fact]
    public async Task Preflight_arm_trade_disarm_and_nowhere_a_form_of_the_key()
    {
        var port = FreePort.Next();
        var (key, line) = await ApiKey();
        var keys = Path.Combine(_files.Folder, "api.keys");
        await File.WriteAllTextAsync(keys, line + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string[] set = Set([.. _files.Overrides(), $"api.address=http://127.0.0.1:{port}", $"api.key_file={keys}"]);
        var said = new StringBuilder();

        var preflight = await Run(said, key, ["preflight", "live", .. set]);
        Assert.True(preflight.Code == 0, preflight.Said);
        Assert.Equal(7, preflight.Said.Split('\n').Count(text => text.StartsWith("PASS", StringComparison.Ordinal)));
        Assert.Equal(3, (await Run(said, key, ["live", "status", .. set])).Code);

        await using var pump = new BlockPump(Chain, null, 1).Start();
        await using var running = OwnProcess.Start(Orch, ["run", .. set], Variables(key));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await Until(async () => await Ready(http), () => running.Said);
        Assert.Contains("not_armed", (await Run(said, key, ["live", "status", .. set])).Said, StringComparison.Ordinal);

        var unarmed = await Trade(http, 1);
        Assert.Contains("live_not_armed", (await Run(said, key, ["why", unarmed, .. set])).Said.Replace(' ', '_'), StringComparison.Ordinal);
        foreach (var wrong in (string[][])[["--cap", "5", "--confirm", "mian"], ["--cap", "101", "--confirm", "main"]])
            Assert.NotEqual(0, (await Run(said, key, ["live", "arm", "--max-loss", "1", "--for", "1h", .. wrong, .. set])).Code);
        Assert.Contains("not_armed", (await Run(said, key, ["live", "status", .. set])).Said, StringComparison.Ordinal);

        var before = await OwnedAsync();
        var armed = await Run(said, key, ["live", "arm", "--cap", "5", "--max-loss", "1", "--for", "1h", "--confirm", "main", .. set]);
        Assert.True(armed.Code == 0, armed.Said);
        Assert.Contains("renewed", (await Run(said, key, ["live", "renew", "--for", "30m", .. set])).Said, StringComparison.Ordinal);
        var landed = await Trade(http, 2);
        var why = await Run(said, key, ["why", landed, "--json", .. set]);
        var result = JsonDocument.Parse(why.Said.Split('\n').Single(text => text.StartsWith('{'))).RootElement.GetProperty("result");
        Assert.Equal("landed", result.GetProperty("outcome").GetString());
        Assert.Equal(await OwnedAsync() - before, result.GetProperty("realised_lamports").GetInt64());

        Assert.Contains("disarmed", (await Run(said, key, ["live", "disarm", "--reason", "done", .. set])).Said, StringComparison.Ordinal);
        foreach (var command in (string[][])[["status"], ["decisions"], ["config", "show", "--origin"], ["config", "show", "--json"], ["halt", "--reason", "over"]])
            Assert.True((await Run(said, key, [.. command, .. set])).Code == 0, said.ToString());
        foreach (var page in (string[])["metrics", "api/v1/config", "api/v1/status", "api/v1/audit", "api/v1/portfolio/snapshot", "api/v1/live", $"api/v1/decisions/{landed}", "health"])
            said.Append(await (await http.GetAsync(page)).Content.ReadAsStringAsync());
        running.Terminate();
        Assert.Equal(0, await running.Exit(Patience));

        var traces = new KeyTraces(_files.Seed);
        Assert.True(said.Length > 10_000);
        Assert.Empty(traces.In("what was said", said.ToString()));
        Assert.Empty(traces.In("the log", running.Said));
        Assert.Empty(traces.Below(_files.Folder));
        // Nor what opens it.
        Assert.DoesNotContain(LiveFiles.Passphrase, said.ToString() + running.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("page")]
    [InlineData("redirect")]
    public async Task Nodes_that_answer_anything_but_the_chain_fail_the_preflight_and_no_redirect_is_followed(string kind)
    {
        await using var elsewhere = await HostileNode.Elsewhere();
        await using var node = kind switch { "busy" => await HostileNode.Busy(), "page" => await HostileNode.Page(), _ => await HostileNode.Redirecting(elsewhere.Address) };
        var variables = Variables("").Where(variable => variable.Name != "ORCH__SOLANA__RPC").Append(("ORCH__SOLANA__RPC", $"{node.Address},{node.Address}")).ToArray();
        await using var preflight = OwnProcess.Start(Orch, ["preflight", "live", .. Set(_files.Overrides())], variables);

        Assert.True(await preflight.Exit(Patience) == 6, preflight.Said);
        Assert.Contains("FAIL  nodes answer and see one chain", preflight.Said, StringComparison.Ordinal);
        Assert.True(node.Asked > 0);
        Assert.Equal(0, elsewhere.Asked);
        Assert.DoesNotContain("at Orchestrator.", preflight.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("file:///etc/passwd,http://127.0.0.1:1")]
    public async Task Fewer_nodes_than_can_agree_or_addresses_that_are_none_are_refused_by_name(string rpc)
    {
        var variables = Variables("").Where(variable => variable.Name != "ORCH__SOLANA__RPC").Append(("ORCH__SOLANA__RPC", rpc)).ToArray();
        await using var preflight = OwnProcess.Start(Orch, ["preflight", "live", .. Set(_files.Overrides())], variables);

        Assert.NotEqual(0, await preflight.Exit(Patience));
        Assert.Contains("ORCH-START-0005", preflight.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_outside_the_allow_list_is_refused_by_name_before_anybody_is_asked()
    {
        await using var here = await HostileNode.Elsewhere();
        var variables = Variables("").Where(variable => variable.Name != "ORCH__SOLANA__RPC").Append(("ORCH__SOLANA__RPC", $"{here.Address},https://node.example/my-secret-key")).ToArray();
        await using var preflight = OwnProcess.Start(Orch, ["preflight", "live", .. Set([.. _files.Overrides(), "network.allowed_hosts=*.provider.example"])], variables);

        Assert.True(await preflight.Exit(Patience) == 4, preflight.Said);
        Assert.Contains("ORCH-CONF-0011", preflight.Said, StringComparison.Ordinal);
        Assert.Contains("node.example", preflight.Said, StringComparison.Ordinal);
        Assert.Contains("*.provider.example", preflight.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("my-secret-key", preflight.Said, StringComparison.Ordinal);
        Assert.Equal(0, here.Asked);
    }

    private async Task<string> Trade(HttpClient http, byte n)
    {
        await Chain.SetAccountsAsync(_world.Pools());
        var opportunity = await LiveSystem.OpportunityOf(Chain, _world, n);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/opportunities")
        {
            Content = new StringContent(Body(opportunity).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", $"live-{n}");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        var last = "";
        await Until(
            async () =>
            {
                var decision = await http.GetAsync($"api/v1/decisions/{opportunity.Id}");
                last = await decision.Content.ReadAsStringAsync();
                return decision.IsSuccessStatusCode && JsonDocument.Parse(last).RootElement.GetProperty("result").ValueKind == JsonValueKind.Object;
            },
            () => last);
        return opportunity.Id.ToString();
    }

    private static JsonObject Body(Opportunity one) => new()
    {
        ["id"] = one.Id.ToString(), ["strategy"] = one.Strategy.Value, ["token"] = one.Token.Value, ["expected_profit_lamports"] = one.ExpectedProfit.Value, ["risk"] = one.Risk,
        ["confidence"] = one.Confidence, ["required_capital_lamports"] = one.RequiredCapital.Value, ["flash_loan_lamports"] = one.FlashLoan.Value,
        ["slippage_bound_bps"] = one.SlippageBound.Value, ["route_key"] = one.RouteKey.Value,
        ["route"] = new JsonArray([.. one.Route.Select(leg => (JsonNode)new JsonObject
        {
            ["venue"] = leg.Venue, ["pool"] = leg.Pool, ["input_mint"] = leg.Input.Value, ["output_mint"] = leg.Output.Value, ["amount_in_units"] = leg.AmountIn.Value,
            ["expected_out_units"] = leg.ExpectedOut.Value, ["price_impact_bps"] = leg.PriceImpact.Value, ["pool_slot"] = leg.PoolSlot,
        })]),
    };

    private static async Task<(string Key, string Line)> ApiKey()
    {
        await using var made = OwnProcess.Start(Orch, ["api-key", "new", "--role", "admin", "--name", "olga", "--json"]);
        Assert.Equal(0, await made.Exit(Patience));
        var answer = JsonDocument.Parse(made.Said.Split('\n').Single(text => text.StartsWith('{'))).RootElement;
        return (answer.GetProperty("key").GetString()!, answer.GetProperty("line").GetString()!);
    }

    private async Task<(int Code, string Said)> Run(StringBuilder said, string key, string[] arguments)
    {
        await using var process = OwnProcess.Start(Orch, arguments, Variables(key));
        var code = await process.Exit(Patience);
        said.Append(process.Said);
        return (code, process.Said);
    }

    private (string Name, string Value)[] Variables(string key) =>
        [.. _files.Variables(byBundle: true).Select(variable => (variable.Key, variable.Value)), ("ORCH_API_KEY", key)];

    private static string[] Set(IEnumerable<string> pairs) => [.. pairs.SelectMany(pair => new[] { "--set", pair })];

    private static async Task<bool> Ready(HttpClient http)
    {
        try
        {
            return (await http.GetAsync("health/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<long> OwnedAsync()
    {
        var ledger = new Ledger(Chain);
        return (long)(await ledger.LamportsAsync(_world.Wallet) + await ledger.TokensAsync(_world.Wrapped));
    }

    private static async Task Until(Func<Task<bool>> reached, Func<string> last)
    {
        using var timer = new PeriodicTimer(Look);
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < Patience;)
        {
            if (await reached()) return;
            await timer.WaitForNextTickAsync();
        }

        throw new TimeoutException(last());
    }
}
