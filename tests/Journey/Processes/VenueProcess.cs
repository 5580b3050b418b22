using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Journey.Tests.Processes;

/// <summary>
/// The judge: a durable venue in a process of its own, which no drill kills. Beside the venue's books it keeps every signature that it gave,
/// with the heights that decide whether an earlier one could still live.
/// </summary>
internal static class VenueProcess
{
    public const string Verb = "--venue-process";
    public const string SignaturesFile = "signatures.log";
    private const string Ready = "venue at ";

    /// <summary>More is lost and late than on the real chain, so that the rare ends are seen too.</summary>
    private static VenueSettings Settings(ulong seed, uint lostPpm)
    {
        var defaults = new VenueSettings();
        return defaults with
        {
            Seed = seed,
            Chain = defaults.Chain with { LostPpm = lostPpm, LatePpm = 250_000, BlockhashLifetime = 40 },
            Scanner = defaults.Scanner with { MinimumProfit = 5_000_000 },
        };
    }

    public static async Task<(OwnProcess Process, string Address)> Start(string directory, ulong seed, uint lostPpm = 150_000)
    {
        var process = OwnProcess.Again(Verb, directory, seed.ToString(CultureInfo.InvariantCulture), lostPpm.ToString(CultureInfo.InvariantCulture));
        try
        {
            var line = await process.Line(said => said.StartsWith(Ready, StringComparison.Ordinal), TimeSpan.FromSeconds(60));
            return (process, line[Ready.Length..]);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public static async Task<int> Run(string[] arguments)
    {
        using var venue = DurableVenue.Open(arguments[0], Settings(ulong.Parse(arguments[1], CultureInfo.InvariantCulture), uint.Parse(arguments[2], CultureInfo.InvariantCulture)));
        await using var signatures = new StreamWriter(Path.Combine(arguments[0], SignaturesFile), append: true) { AutoFlush = true };
        var protocol = new VenueProtocol(venue);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost(VenueProtocol.Path, async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var answer = protocol.Handle(body.ToArray());
            Witness(signatures, body.ToArray(), answer);
            return Results.Bytes(answer, "application/json");
        });
        await app.StartAsync();
        Console.WriteLine(Ready + app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static void Witness(StreamWriter signatures, byte[] question, byte[] answer)
    {
        using var asked = JsonDocument.Parse(question);
        if (asked.RootElement.GetProperty("Op").GetString() != "sign") return;
        using var answered = JsonDocument.Parse(answer);
        if (answered.RootElement.GetProperty("Body") is not { ValueKind: JsonValueKind.Object } body) return;
        if (body.GetProperty("Signature").GetString() is not { } signature) return;
        var request = asked.RootElement.GetProperty("Body");
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{request.GetProperty("Reservation").GetProperty("Value").GetGuid()} {signature} {request.GetProperty("LastValidBlockHeight").GetUInt64()} {request.GetProperty("FinalizedBlockHeight").GetUInt64()}");
        lock (signatures) signatures.WriteLine(line);
    }
}
