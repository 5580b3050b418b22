using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Running.Processes;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Cli.Running.Clusters;

/// <summary>
/// Several silos of one cluster on this machine, each a process of its own, and the simulated venue as another where there is none yet. A silo
/// that dies is started again. Told to end, they leave one after the other: each hands over to the next, and the last one drains.
/// </summary>
internal sealed class LocalCluster(Terminal terminal, EffectiveSettings settings, string? configFile, IReadOnlyList<string> given, int silos, TimeProvider time)
{
    /// <summary>Longest a start may take: the first one builds its code while all others do.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    /// <summary>Longer than the last silo's own patience with its executions.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan PauseBeforeRestart = TimeSpan.FromSeconds(1);

    private readonly Lock _writing = new();

    /// <returns>The exit code: that of the first silo that could not start, else 0.</returns>
    public async Task<int> Run(CancellationToken cancel)
    {
        var directory = Path.GetFullPath(settings.Text("storage.data_directory"));
        await using var venue = await Venue(directory, cancel);
        string[] common = [.. given, .. venue is null ? [] : new[] { "simulation.venue_address=" + venue.Address }];
        var running = new List<(SiloOrders Orders, OwnProcess Process)>();
        try
        {
            for (var number = 1; number <= silos; number++)
            {
                var orders = SiloOrders.For($"silo-{number}", directory, ApiOf(number), configFile, common);
                running.Add((orders, Start(orders)));
                // One after the other: the first makes the store, and whoever joins finds the others well.
                if (!await HasStarted(running[^1].Process, cancel)) return await running[^1].Process.Exit(StopPatience);
            }

            Say("cluster", $"{silos} silos run; another one joins with: orch run {string.Join(' ', running[^1].Orders.Settings.Where(IsShared).Select(pair => $"--set {pair}"))}"
                + " and a cluster.silo_name, ports and a storage.data_directory of its own");
            await KeepAlive(running, cancel);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Told to end: that is how it is meant to end.
            return ExitCode.Ok;
        }
        finally
        {
            foreach (var (orders, process) in running) await Stop(orders, process);
        }
    }

    private async Task<VenueHost?> Venue(string directory, CancellationToken cancel)
    {
        if (settings.TextOrNull("simulation.venue_address") is not null || settings.Text("orchestrator.mode") is "shadow" or "live") return null;
        var process = OwnProcess.Orch(
            ["venue", "--json", "--data", Path.Combine(directory, "venue"), .. configFile is null ? [] : new[] { "--config", configFile }, .. given.SelectMany(pair => new[] { "--set", pair })]);
        try
        {
            var address = VenueHost.AddressOf(await process.Line(VenueHost.IsReady, StartPatience).WaitAsync(cancel));
            Say("venue", address);
            return new VenueHost(process, address);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private OwnProcess Start(SiloOrders orders)
    {
        var process = orders.Start();
        process.Spoke += line => Say(orders.Name, line);
        return process;
    }

    private static async Task<bool> HasStarted(OwnProcess process, CancellationToken cancel)
    {
        try
        {
            await process.Line(line => line.Contains(SiloOrders.Started, StringComparison.Ordinal), StartPatience).WaitAsync(cancel);
            return true;
        }
        catch (TimeoutException) when (process.HasExited)
        {
            return false;
        }
    }

    private async Task KeepAlive(List<(SiloOrders Orders, OwnProcess Process)> running, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(PauseBeforeRestart, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            for (var index = 0; index < running.Count; index++)
            {
                var (orders, process) = running[index];
                if (!process.HasExited) continue;
                Say("cluster", $"{orders.Name} ended with {await process.Exit(StopPatience)} and is started again");
                await process.DisposeAsync();
                running[index] = (orders, Start(orders));
            }
        }
    }

    private async Task Stop(SiloOrders orders, OwnProcess process)
    {
        await using (process)
        {
            process.Terminate();
            try
            {
                await process.Exit(StopPatience);
            }
            catch (TimeoutException)
            {
                Say("cluster", $"{orders.Name} has not ended within {StopPatience.TotalSeconds:0} s and is killed");
            }
        }
    }

    /// <summary>Each silo serves the API at a port of its own, counted up from the setting's.</summary>
    private string? ApiOf(int number)
    {
        if (!settings.Switch("api.enabled")) return null;
        var address = new UriBuilder(settings.Text("api.address"));
        if (address.Port > 0) address.Port += number - 1;
        return address.Uri.GetLeftPart(UriPartial.Authority);
    }

    private static bool IsShared(string pair) => !pair.StartsWith("cluster.silo_", StringComparison.Ordinal) && !pair.StartsWith("cluster.gateway_port", StringComparison.Ordinal)
        && !pair.StartsWith("storage.data_directory", StringComparison.Ordinal) && !pair.StartsWith("api.", StringComparison.Ordinal);

    private void Say(string who, string line)
    {
        lock (_writing)
        {
            if (terminal.Json) terminal.Write(new { Who = who, Line = line });
            else terminal.RawOut.WriteLine($"{who} | {line}");
            terminal.RawOut.Flush();
        }
    }
}
