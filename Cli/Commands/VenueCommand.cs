using System.CommandLine;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Cli.Answers;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Markets;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch venue</c>: the simulated venue as a process of its own, which outlives the orchestrators that trade there.</summary>
internal static class VenueCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "Directory of its state.", HelpName = "DIR", Required = true };
    private static readonly Option<int> Port = new("--port") { Description = "Loopback port; 0 takes a free one.", DefaultValueFactory = _ => 0 };
    private static readonly Option<ulong?> Seed = new("--seed") { Description = "Seed of the market; without it simulation.seed." };

    public static Command Build(Terminal terminal)
    {
        Port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var port) || port is < 0 or > 65535)) result.AddError($"--port {token.Value} is not a number from 0 to 65535.");
        });
        var command = new Command("venue", "Host the simulated venue on loopback, with state that survives kill -9.") { Data, Port, Seed, SharedOptions.Config, SharedOptions.Set };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch venue --data ./venue --port 5090", "orch demo --venue http://127.0.0.1:5090");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var file = parse.GetValue(SharedOptions.Config);
        var seed = parse.GetValue(Seed) is { } given ? ["simulation.seed=" + given.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>();
        var load = SettingsLoader.Load(file, Environment.GetEnvironmentVariables(), [.. seed, .. parse.GetValue(SharedOptions.Set) ?? []]);
        if (load.Settings is not { } settings) return ConfigCommand.Refuse(terminal, load, file);
        var directory = Path.GetFullPath(parse.GetValue(Data)!);
        SimulatedVenue venue;
        try
        {
            venue = DurableVenue.Open(directory, VenueSource.SettingsOf(settings, new VenueSettings().Genesis));
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return terminal.Refuse(new(
                RefusalCodes.VenueData, $"The venue in {directory} cannot be opened: {fault.Message}", "a new directory, or the settings it was begun with", "Name another directory with --data.", ExitCode.Error));
        }

        using (venue)
        {
            await using var host = Host(venue, parse.GetValue(Port));
            try
            {
                await host.StartAsync(cancel);
            }
            catch (IOException fault) when (fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
            {
                return terminal.Refuse(new(
                    Silo.Starting.StartFaultCodes.PortInUse, $"Another process listens at port {parse.GetValue(Port)}.", "a free port, or 0 for any", "Stop that process, or choose another --port.", ExitCode.Error));
            }

            var address = host.Urls.First();
            if (terminal.Json) terminal.Write(new { Address = address, Seed = venue.Settings.Seed, Directory = directory });
            else await terminal.RawOut.WriteLineAsync($"venue at {address}  seed {venue.Settings.Seed}  state in {directory}");
            await terminal.RawOut.FlushAsync(cancel);
            await host.WaitForShutdownAsync(cancel);
            return ExitCode.Ok;
        }
    }

    private static WebApplication Host(SimulatedVenue venue, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = VenueProtocol.RequestMax);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        var host = builder.Build();
        var protocol = new VenueProtocol(venue);
        host.MapPost(VenueProtocol.Path, async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(protocol.Handle(body.ToArray()), http.RequestAborted);
        });
        return host;
    }
}
