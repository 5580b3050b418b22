using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Hosting;
using Orchestrator.Silo.Starting;

// A silo by itself, as a cluster runs it. `orch run` starts the same host with progress and a console.
// Arguments are settings: risk.max_positions=5. The file is orchestrator.toml in the working directory, or $ORCH_CONFIG.
var file = Environment.GetEnvironmentVariable("ORCH_CONFIG") ?? (File.Exists(SettingsLoader.FileName) ? SettingsLoader.FileName : null);
var source = new SettingsSource(file, Environment.GetEnvironmentVariables(), args);
var load = source.Load();
if (load.Settings is not { } settings)
{
    foreach (var error in load.Errors) Console.Error.WriteLine(error);
    return 4;
}

try
{
    await using var host = TradingHost.Build(new TradingHostOptions { Settings = settings, Source = source, ServeApi = settings.Switch("api.enabled") });
    try
    {
        await host.StartAsync();
        await host.WaitForShutdownAsync();
    }
    catch (OperationCanceledException) when (host.Lifetime.ApplicationStopping.IsCancellationRequested)
    {
        // Told to end while it still began.
        await host.StopAsync();
    }

    if (host.Services.GetRequiredService<RunEnd>().Fault is not { } ended) return 0;
    Console.Error.WriteLine($"{ended.Code} {ended.Message} {ended.Remedy}");
    return 1;
}
catch (Exception fault) when (StartFault.Explain(fault) is { } explained)
{
    Console.Error.WriteLine($"{explained.Code} {explained.Message} {explained.Remedy}");
    return StartFaultCodes.IsOfConfiguration(explained.Code) ? 4 : 1;
}
