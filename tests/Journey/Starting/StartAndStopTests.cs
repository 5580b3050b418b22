using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Journey.Tests.Processes;
using Orchestrator.Journey.Tests.Systems;
using Orchestrator.Silo.Starting;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Tests.Redis;
using StackExchange.Redis;

namespace Orchestrator.Journey.Tests.Starting;

/// <summary>The silo as a process of its own, in real time: how it ends, and what keeps it from starting.</summary>
public sealed class StartAndStopTests
{
    private const string TookOver = "orchestrator took over";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Told_to_end_it_drains_and_exits_with_0_and_a_second_one_on_its_data_was_refused_by_name()
    {
        using var directory = new TemporaryDirectory();
        await using var first = Silo(directory.Path);
        await first.Line(line => line.Contains(TookOver, StringComparison.Ordinal), Patience);
        await HasSigned(directory.Path);

        await using (var second = Silo(directory.Path))
        {
            Assert.Equal(1, await second.Exit(Patience));
            Assert.Contains($"{StartFaultCodes.Store} {StoreFault.DirectoryInUse}", second.Said, StringComparison.Ordinal);
        }

        first.Terminate();
        Assert.Equal(0, await first.Exit(Patience));
        Assert.Contains("Drained: nothing runs any more", first.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var directory = new TemporaryDirectory();
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        await using var process = Silo(directory.Path, $"cluster.silo_port={port}");

        Assert.Equal(1, await process.Exit(Patience));
        Assert.Contains(StartFaultCodes.PortInUse, process.Said, StringComparison.Ordinal);
        Assert.Contains($"{port}", process.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_the_api_in_use_is_named_and_nothing_was_begun()
    {
        using var directory = new TemporaryDirectory();
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)holder.LocalEndpoint).Port}";
        await using var process = Silo(directory.Path, "api.enabled=true", $"api.address={address}");

        Assert.Equal(1, await process.Exit(Patience));
        Assert.Contains($"{StartFaultCodes.PortInUse} api.address is {address}", process.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_key_file_that_is_not_there_is_named_and_nothing_was_begun()
    {
        using var directory = new TemporaryDirectory();
        var keys = Path.Combine(directory.Path, "nowhere.keys");
        await using var process = Silo(directory.Path, "api.enabled=true", "api.address=http://127.0.0.1:0", $"api.key_file={keys}");

        Assert.Equal(4, await process.Exit(Patience));
        Assert.Contains(StartFaultCodes.ApiKeyFile, process.Said, StringComparison.Ordinal);
        Assert.Contains(keys, process.Said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "file");
        await File.WriteAllTextAsync(file, "");
        await using var process = Silo(Path.Combine(file, "data"));

        Assert.Equal(1, await process.Exit(Patience));
        Assert.Contains($"{StartFaultCodes.Store} {StoreFault.DirectoryUnwritable}", process.Said, StringComparison.Ordinal);
        Assert.Contains(file, process.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_was_emptied_behind_its_head_is_refused_by_name_and_never_started_afresh()
    {
        using var directory = new TemporaryDirectory();
        await using var redis = new RedisServer(Path.Combine(directory.Path, "redis"), FreePort.Next());
        await redis.Start();
        string[] settings = ["storage.provider=redis", $"storage.redis={redis.Connection}"];
        await using (var first = Silo(directory.Path, settings))
        {
            await first.Line(line => line.Contains(TookOver, StringComparison.Ordinal), Patience);
            first.Terminate();
            Assert.Equal(0, await first.Exit(Patience));
        }

        await using (var connection = await ConnectionMultiplexer.ConnectAsync(redis.Connection + ",allowAdmin=true"))
            await connection.GetDatabase().ExecuteAsync("FLUSHALL");
        await using var second = Silo(directory.Path, settings);
        Assert.Equal(1, await second.Exit(Patience));
        Assert.Contains($"{StartFaultCodes.Store} {StoreFault.StoreEmptied}", second.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_drains_it_answers_that_it_is_not_ready_and_takes_no_act_but_a_halt()
    {
        using var directory = new TemporaryDirectory();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        // What was just sent is final after 32 slots: the drain lasts for seconds.
        await using var process = Silo(directory.Path, "api.enabled=true", $"api.address={address}", "simulation.slot_ms=200");
        await process.Line(line => line.Contains(TookOver, StringComparison.Ordinal), Patience);
        // A connection of its own for each question, as a probe has.
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { BaseAddress = new Uri(address) };
        await Trades(http);

        process.Terminate();

        using var notReady = await NotReady(http);
        Assert.Contains("\"stopping\"", await notReady.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var resume = await http.PostAsync("/api/v1/resume", Reason());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, resume.StatusCode);
        Assert.Contains("ORCH-API-0029", await resume.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var halt = await http.PostAsync("/api/v1/halt", Reason());
        Assert.Equal(HttpStatusCode.OK, halt.StatusCode);
        Assert.Equal(0, await process.Exit(Patience));
        // It answered while it drained, not before.
        Assert.Matches("Drained: nothing runs any more|executions still run", process.Said);
    }

    [Theory]
    [InlineData("transaction/portfolio/main/book")]
    [InlineData("grain/Grains/operator-audit/main/operator-audit")]
    public async Task A_store_in_which_book_or_audit_cannot_be_read_is_refused_by_name(string record)
    {
        using var directory = new TemporaryDirectory();
        await using (var first = Silo(directory.Path))
        {
            await first.Line(line => line.Contains(TookOver, StringComparison.Ordinal), Patience);
            first.Terminate();
            Assert.Equal(0, await first.Exit(Patience));
        }

        Damage(Path.Combine(directory.Path, "paper", "orchestrator.db"), record);
        await using var second = Silo(directory.Path);
        Assert.Equal(1, await second.Exit(Patience));
        Assert.Contains(StartFaultCodes.RecordUnreadable, second.Said, StringComparison.Ordinal);
        Assert.Contains(record, second.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Start: orchestrator took over", second.Said, StringComparison.Ordinal);
    }

    /// <summary>Bytes that no build of ours wrote stand where the record was.</summary>
    private static void Damage(string database, string record)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO record (key, version, body) VALUES ($key, '1', zeroblob(64)) ON CONFLICT (key) DO UPDATE SET body = zeroblob(64)";
        command.Parameters.AddWithValue("$key", record);
        command.ExecuteNonQuery();
    }

    private static StringContent Reason() => new("""{"reason":"drill"}""", Encoding.UTF8, "application/json");

    /// <summary>Until something has been on its way for half a second, and for no longer: it was sent, and its end is seconds away. The web server is the last that starts.</summary>
    private static async Task Trades(HttpClient http)
    {
        const int Looks = 10;
        var (running, looks) = (0, 0);
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                using var status = JsonDocument.Parse(await http.GetStringAsync("/api/v1/status", patience.Token));
                var now = status.RootElement.GetProperty("running").GetInt32();
                (running, looks) = (now, now > running ? 1 : now == running && looks > 0 ? looks + 1 : 0);
                if (looks == Looks) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>The answer of the probe may be half a second old; one that is refused its connection fails.</summary>
    private static async Task<HttpResponseMessage> NotReady(HttpClient http)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var answer = await http.GetAsync("/health/ready", patience.Token);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return answer;
            answer.Dispose();
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static OwnProcess Silo(string directory, params string[] settings) => OwnProcess.Start(
        Path.Combine(AppContext.BaseDirectory, "Orchestrator.Silo"),
        [
            "simulation.seed=3", .. Unless(settings, "simulation.slot_ms=20"), $"storage.data_directory={directory}", .. Unless(settings, "api.enabled=false"),
            "arbitrage.ten_token.min_profit_threshold_sol=0.01",
            $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}", .. settings,
        ]);

    private static string[] Unless(string[] settings, string usual) => settings.Any(setting => setting.Split('=')[0] == usual.Split('=')[0]) ? [] : [usual];

    /// <summary>Something is under way: the signer has written down its first message.</summary>
    private static async Task HasSigned(string directory)
    {
        var signer = new FileInfo(Path.Combine(directory, "paper", "venue", "signer.log"));
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (signer is not { Exists: true, Length: > 0 })
        {
            await timer.WaitForNextTickAsync(patience.Token);
            signer.Refresh();
        }
    }
}
