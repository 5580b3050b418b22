using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Apart;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Problems;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;

// The API as a process of its own: a client of the cluster that holds no wallet key. Arguments are settings, api.address=https://0.0.0.0:5080;
// under them ORCH__SECTION__KEY variables. Exit codes are those of `orch`: 1 error, 4 configuration.
var settings = ApartSettings.Read(args, Environment.GetEnvironmentVariables());
if (settings.Errors.Count > 0)
{
    foreach (var error in settings.Errors) Console.Error.WriteLine($"{ApiCodes.OptionsRefused.Code}: {error}");
    return 4;
}

try
{
    var options = settings.ToOptions();
    var builder = WebApplication.CreateSlimBuilder();
    builder.WebHost.UseKestrelHttpsConfiguration();
    builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
    builder.Services.AddSingleton<IClientConnectionRetryFilter, ClusterPatience>();
    builder.UseOrleansClient(client =>
    {
        var redis = StackExchange.Redis.ConfigurationOptions.Parse(settings.Redis);
        if (settings.RedisPassword is { } password) redis.Password = password;
        client.UseRedisClustering(clustering => clustering.ConfigurationOptions = redis);
        client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.ClusterId, settings.ServiceId));
        if (options.ClusterDashboard) client.AddDashboard();
    });
    builder.Services.AddClientApi(options);
    await using var app = builder.Build().MapClientApi();
    try
    {
        await app.StartAsync();
        ProgramLog.Serves(app.Logger, app.Urls.First());
        await app.WaitForShutdownAsync();
    }
    catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
    {
        // Told to end while it still waited for its cluster.
        await app.StopAsync();
    }

    return 0;
}
catch (Exception fault) when (fault is OptionsValidationException or KeyFileException)
{
    Console.Error.WriteLine(fault.Message);
    return 4;
}
catch (IOException fault) when (fault.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"ORCH-START-0002: {fault.Message} Stop the other process, or set api.address.");
    return 1;
}

/// <summary>What the process says of itself.</summary>
internal static partial class ProgramLog
{
    [LoggerMessage(5101, LogLevel.Information, "The API serves at {Address}")]
    public static partial void Serves(ILogger log, string address);
}
