using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Cli.Drills;

/// <summary>
/// The judge: a durable venue in a process of its own, which no drill kills. Beside the venue's books it keeps every signature that it gave,
/// with the heights that decide whether an earlier one could still live, and every signature that it refused to an older epoch.
/// </summary>
internal static class JudgeVenue
{
    public const string SignaturesFile = "signatures.log";

    public const string RefusalsFile = "older-epochs.log";

    private const string Ready = "venue at ";

    public static bool IsReady(string line) => line.StartsWith(Ready, StringComparison.Ordinal);

    public static string AddressOf(string line) => line[Ready.Length..];

    /// <param name="arguments">Directory, seed, and the words of a <see cref="DrillMarket"/>.</param>
    public static async Task<int> Run(string[] arguments)
    {
        using var venue = DurableVenue.Open(arguments[0], DrillMarket.Read(arguments[2..]).Settings(ulong.Parse(arguments[1], CultureInfo.InvariantCulture)));
        await using var signatures = new StreamWriter(Path.Combine(arguments[0], SignaturesFile), append: true) { AutoFlush = true };
        await using var refusals = new StreamWriter(Path.Combine(arguments[0], RefusalsFile), append: true) { AutoFlush = true };
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
            Witness(signatures, refusals, body.ToArray(), answer);
            return Results.Bytes(answer, "application/json");
        });
        await app.StartAsync();
        Console.WriteLine(Ready + app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static void Witness(StreamWriter signatures, StreamWriter refusals, byte[] question, byte[] answer)
    {
        using var asked = JsonDocument.Parse(question);
        if (asked.RootElement.GetProperty("Op").GetString() != "sign") return;
        using var answered = JsonDocument.Parse(answer);
        if (answered.RootElement.GetProperty("Body") is not { ValueKind: JsonValueKind.Object } body) return;
        var request = asked.RootElement.GetProperty("Body");
        var reservation = request.GetProperty("Reservation").GetProperty("Value").GetGuid();
        if (body.GetProperty("Signature").GetString() is not { } signature)
        {
            if (body.GetProperty("Refusal").ToString() is var refusal && refusal.Contains(OlderEpoch, StringComparison.OrdinalIgnoreCase))
                lock (refusals) refusals.WriteLine($"{reservation} {refusal}");
            return;
        }

        var line = string.Create(CultureInfo.InvariantCulture,
            $"{reservation} {signature} {request.GetProperty("LastValidBlockHeight").GetUInt64()} {request.GetProperty("FinalizedBlockHeight").GetUInt64()}");
        lock (signatures) signatures.WriteLine(line);
    }

    private const string OlderEpoch = "OlderEpoch";
}
