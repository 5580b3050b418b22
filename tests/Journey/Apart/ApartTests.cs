using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Orchestrator.Client.Api.Access;
using Orchestrator.Journey.Tests.Processes;
using Orchestrator.Journey.Tests.Systems;
using Orchestrator.Storage.Tests.Redis;

namespace Orchestrator.Journey.Tests.Apart;

/// <summary>The API as a process of its own: a client of a silo in another process, over TLS, with keys.</summary>
public sealed class ApartTests
{
    private const string Viewer = "orch_viewer-viewer-viewer-viewer-viewer";
    private const string Operator = "orch_operator-operator-operator-operator";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Offer = """
        {"strategy":"sniper.memecoin","token":"DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263","expected_profit_lamports":"50000000","risk":0.2,"confidence":0.9,
         "required_capital_lamports":1000000000,"slippage_bound_bps":600,"priority":"high","evidence":"a friend said so",
         "route":[{"venue":"orca","pool":"8sLbNZoA1cfnvMJLPfp98ZLAnFSYCFApfJKMbiXNLwxj","input_mint":"So11111111111111111111111111111111111111112",
           "output_mint":"DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263","amount_in_units":1000000000,"expected_out_units":1,"price_impact_bps":1,"pool_slot":1}]}
        """;

    [Fact]
    public async Task It_serves_reads_and_a_manual_offer_over_tls_of_a_silo_in_another_process_and_waits_for_one_that_is_not_there_yet()
    {
        using var directory = new TemporaryDirectory();
        await using var redis = new RedisServer(Path.Combine(directory.Path, "redis"), FreePort.Next());
        await redis.Start();
        var now = TimeProvider.System.GetUtcNow();
        var (certificate, certificateKey) = OwnCertificate.Write(directory.Path, now.AddMinutes(-5), now.AddDays(1));
        var port = FreePort.Next();
        await using var api = Api(redis, Keys(directory.Path), $"api.address=https://localhost:{port}", $"api.certificate_file={certificate}", $"api.certificate_key_file={certificateKey}");
        await api.Line(line => line.Contains("The cluster does not answer yet", StringComparison.Ordinal), Patience);

        await using var silo = Silo(directory.Path, redis);
        await silo.Line(line => line.Contains("orchestrator took over", StringComparison.Ordinal), Patience);
        await api.Line(line => line.Contains($"The API serves at https://localhost:{port}", StringComparison.Ordinal), Patience);
        using var http = OwnCertificate.Client(certificate, port);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(http, "/api/v1/status", key: null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(http, "/health/ready", Viewer)).Status);
        var traded = await Until(http, status => status.GetProperty("executed").GetInt64() > 0);
        Assert.Equal("paper", traded.GetProperty("mode").GetString());

        var snapshot = (await Get(http, "/api/v1/portfolio/snapshot", Viewer)).Json;
        Assert.True(snapshot.GetProperty("equity_lamports").GetInt64() > 0, snapshot.ToString());
        var decisions = (await Get(http, "/api/v1/decisions?outcome=executed&limit=1", Viewer)).Json.GetProperty("items");
        var executed = decisions[0].GetProperty("id").GetString();
        Assert.Equal(executed, (await Get(http, "/api/v1/decisions/" + executed, Viewer)).Json.GetProperty("id").GetString());

        Assert.Equal(HttpStatusCode.Forbidden, (await Post(http, Viewer, "k-1")).Status);
        var offered = await Post(http, Operator, "k-1");
        Assert.True(offered.Status == HttpStatusCode.Accepted, offered.Body);
        Assert.Equal(offered.Body, (await Post(http, Operator, "k-1")).Body);
        var id = offered.Json.GetProperty("id").GetString();
        var decision = await Decision(http, id!);
        // A bound of 6 % is beyond the limit of 5: the decision is known before anything runs.
        Assert.Equal(("rejected", "slippage"), (decision.GetProperty("outcome").GetString(), decision.GetProperty("reason").GetString()));

        api.Terminate();
        Assert.Equal(0, await api.Exit(Patience));
        silo.Terminate();
        Assert.Equal(0, await silo.Exit(Patience));
    }

    [Fact]
    public async Task Wrong_settings_are_named_with_what_is_allowed_and_nothing_starts()
    {
        using var directory = new TemporaryDirectory();
        var now = TimeProvider.System.GetUtcNow();
        var keys = Keys(directory.Path);
        var (expired, expiredKey) = OwnCertificate.Write(directory.Path, now.AddDays(-2), now.AddDays(-1));
        var nowhere = Path.Combine(directory.Path, "nowhere.pem");
        (string[] Arguments, string Named)[] wrong =
        [
            (["api.adress=https://localhost:1"], "'api.adress' is not a setting of the API; allowed, as key=value: api.address"),
            (["storage.redis_password=secret"], "by variable only"),
            (["orchestrator.mode=demo"], "orchestrator.mode is 'demo'; allowed: replay, paper, shadow or live"),
            (["api.requests_per_second=-1"], "allowed: 1 to 100000"),
            ([], "There is neither a key file"),
            ([$"api.key_file={nowhere}"], "ORCH-API-0024"),
            ([$"api.key_file={keys}", "api.address=http://0.0.0.0:0"], "https is needed there"),
            ([$"api.key_file={keys}", "api.address=https://localhost:0"], "https needs a certificate file"),
            ([$"api.key_file={keys}", "api.address=https://localhost:0", $"api.certificate_file={nowhere}"], nowhere),
            ([$"api.key_file={keys}", "api.address=https://localhost:0", $"api.certificate_file={expired}", $"api.certificate_key_file={expiredKey}"], "which is not now"),
        ];
        foreach (var (arguments, named) in wrong)
        {
            await using var api = OwnProcess.Start(Program, arguments);
            Assert.Equal(4, await api.Exit(Patience));
            Assert.Contains(named, api.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", api.Said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Told_to_end_while_it_waits_for_a_cluster_it_ends()
    {
        using var directory = new TemporaryDirectory();
        await using var api = OwnProcess.Start(Program, [$"storage.redis=127.0.0.1:{FreePort.Next()},connectTimeout=500", $"api.key_file={Keys(directory.Path)}", "api.address=http://127.0.0.1:0"]);
        await api.Line(line => line.Contains("The cluster does not answer yet", StringComparison.Ordinal), Patience);
        api.Terminate();
        Assert.Equal(0, await api.Exit(Patience));
    }

    [Fact]
    public async Task A_silo_that_serves_the_api_itself_does_so_over_tls_too()
    {
        using var directory = new TemporaryDirectory();
        var now = TimeProvider.System.GetUtcNow();
        var (certificate, certificateKey) = OwnCertificate.Write(directory.Path, now.AddMinutes(-5), now.AddDays(1));
        var port = FreePort.Next();
        await using var silo = OwnProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "Orchestrator.Silo"),
            [
                $"storage.data_directory={directory.Path}", $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}",
                $"api.address=https://localhost:{port}", $"api.key_file={Keys(directory.Path)}", $"api.certificate_file={certificate}", $"api.certificate_key_file={certificateKey}",
            ]);
        await silo.Line(line => line.Contains("orchestrator took over", StringComparison.Ordinal), Patience);
        using var http = OwnCertificate.Client(certificate, port);
        await Until(http, status => status.GetProperty("mode").GetString() == "paper");
        silo.Terminate();
        Assert.Equal(0, await silo.Exit(Patience));
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Orchestrator.Client.Api");

    private static OwnProcess Api(RedisServer redis, string keys, params string[] more) =>
        OwnProcess.Start(Program, [$"storage.redis={redis.Connection}", $"api.key_file={keys}", .. more]);

    private static OwnProcess Silo(string directory, RedisServer redis) => OwnProcess.Start(
        Path.Combine(AppContext.BaseDirectory, "Orchestrator.Silo"),
        [
            "simulation.seed=3", "simulation.slot_ms=20", "arbitrage.ten_token.min_profit_threshold_sol=0.01", "api.enabled=false",
            $"storage.data_directory={directory}", "storage.provider=redis", $"storage.redis={redis.Connection}",
            $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}",
        ]);

    private static string Keys(string directory)
    {
        var path = Path.Combine(directory, "api.keys");
        File.WriteAllLines(path, [ApiKeys.Line(ApiRole.Viewer, "vera", Viewer), ApiKeys.Line(ApiRole.Operator, "olga", Operator)]);
        return path;
    }

    private sealed record Answer(HttpStatusCode Status, string Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }

    private static async Task<Answer> Send(HttpClient http, HttpRequestMessage request, string? key)
    {
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<Answer> Get(HttpClient http, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await Send(http, request, key);
    }

    private static async Task<Answer> Post(HttpClient http, string key, string idempotency)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/opportunities");
        request.Content = new StringContent(Offer, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotency);
        return await Send(http, request, key);
    }

    private static async Task<JsonElement> Until(HttpClient http, Func<JsonElement, bool> enough)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(patience.Token))
        {
            var answer = await Ask(http, "/api/v1/status");
            if (answer?.Status == HttpStatusCode.OK && enough(answer.Json)) return answer.Json;
        }

        throw new InvalidOperationException("The timer ended.");
    }

    private static async Task<JsonElement> Decision(HttpClient http, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(patience.Token))
        {
            var answer = await Ask(http, "/api/v1/decisions/" + id);
            if (answer?.Status == HttpStatusCode.OK) return answer.Json;
        }

        throw new InvalidOperationException("The timer ended.");
    }

    /// <returns>Null while nobody listens.</returns>
    private static async Task<Answer?> Ask(HttpClient http, string path)
    {
        try
        {
            return await Get(http, path, Viewer);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return null;
        }
    }
}
