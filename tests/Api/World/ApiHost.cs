using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Domain;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;

[assembly: AssemblyFixture(typeof(Orchestrator.Api.Tests.World.SharedSilo))]

namespace Orchestrator.Api.Tests.World;

/// <summary>One real silo for all tests; each test has a portfolio and an API of its own.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    private IHost _host = null!;

    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync()
    {
        _host = new HostBuilder()
            .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .UseOrleans(silo =>
            {
                silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next());
                silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = ("api-tests", "api-tests"));
                silo.AddDashboard();
            })
            .Build();
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}

/// <summary>The product's API on a real Kestrel with a free loopback port.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string ViewerKey = "orch_viewer-viewer-viewer-viewer-viewer";
    public const string OperatorKey = "orch_operator-operator-operator-operator";
    public const string AdminKey = "orch_admin-admin-admin-admin-admin-admin";

    private readonly WebApplication _app;
    private readonly string? _keyFile;

    private ApiHost(WebApplication app, Portfolio portfolio, string? keyFile)
    {
        (_app, Portfolio, _keyFile) = (app, portfolio, keyFile);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public Portfolio Portfolio { get; }

    public string? KeyFilePath => _keyFile;

    public IServiceProvider Services => _app.Services;

    public static async Task<ApiHost> Start(
        SharedSilo silo, bool keys = false, Action<ClientApiOptions>? with = null, Action<IServiceCollection>? services = null, IGrainFactory? grains = null)
    {
        var portfolio = Portfolio.New();
        var options = new ClientApiOptions
        {
            Address = "http://127.0.0.1:0", KeylessLoopback = !keys, Portfolio = new PortfolioId(portfolio.Name), RequestsPerSecond = 100_000,
            KeyFile = keys ? WriteKeys() : null,
        };
        with?.Invoke(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(grains ?? silo.Grains);
        services?.Invoke(builder.Services);
        builder.Services.AddClientApi(options);
        var app = builder.Build();
        app.MapClientApi();
        await app.StartAsync();
        return new ApiHost(app, portfolio, options.KeyFile);
    }

    public async Task<Answer> Send(
        HttpMethod method, string path, string? body = null, string? key = null, string mediaType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        return await Answer.Of(response);
    }

    public Task<Answer> Get(string path, string? key = null) => Send(HttpMethod.Get, path, key: key);

    public Task<Answer> Post(string path, string body, string? key = null, string? idempotency = null) => idempotency is null
        ? Send(HttpMethod.Post, path, body, key)
        : Send(HttpMethod.Post, path, body, key, headers: ("Idempotency-Key", idempotency));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_keyFile is not null) File.Delete(_keyFile);
    }

    private static string WriteKeys()
    {
        var path = Path.GetTempFileName();
        File.WriteAllLines(path,
        [
            "# keys of the tests", "",
            ApiKeys.Line(ApiRole.Viewer, "vera", ViewerKey), ApiKeys.Line(ApiRole.Operator, "olga", OperatorKey), ApiKeys.Line(ApiRole.Admin, "ada", AdminKey),
        ]);
        return path;
    }
}

internal sealed record Answer(HttpStatusCode Status, string Body, string? MediaType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType,
        response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>A problem that says all it must: code, type, what was wrong, what happened to the state.</summary>
    public JsonElement Refused(HttpStatusCode status, string code)
    {
        Assert.True(status == Status && MediaType == "application/problem+json", $"{(int)Status} {MediaType} {Body}");
        Assert.Equal(code, Code);
        Assert.Equal("/errors/" + code, Json.GetProperty("type").GetString());
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        Assert.NotEmpty(Json.GetProperty("state").GetString()!);
        return Json;
    }

    public JsonElement Ok(HttpStatusCode status = HttpStatusCode.OK)
    {
        Assert.True(status == Status, $"{(int)Status} {Body}");
        return Json;
    }
}
