using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// Answers questions to a venue, JSON in and JSON out, whatever carries them. A question that cannot be read or makes no sense is refused in the
/// answer; a fault of the venue, such as a full disk, is an exception and must reach the asker as one (HTTP 500).
/// </summary>
public sealed class VenueProtocol(SimulatedVenue venue)
{
    /// <summary>The path a host should serve this under, by POST.</summary>
    public const string Path = "/venue";

    /// <summary>No honest question is longer.</summary>
    public const int RequestMax = 256 * 1024;

    public byte[] Handle(ReadOnlySpan<byte> request)
    {
        try
        {
            if (request.Length > RequestMax) return Refuse($"a request has at most {RequestMax} bytes");
            var read = JsonSerializer.Deserialize<VenueRequest>(request, VenueJson.Default.Options);
            return read is null ? Refuse("no request") : Answer(read.Op, read.Body);
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException)
        {
            return Refuse(unreadable.Message);
        }
    }

    private byte[] Answer(string op, JsonElement body) => op switch
    {
        VenueOps.Head => Write(venue.Head()),
        VenueOps.Simulate => Write(venue.Simulate(Read<byte[]>(body))),
        VenueOps.Send => Write(venue.Send(Read<byte[]>(body))),
        VenueOps.Status => Write(venue.Status(Read<string>(body))),
        VenueOps.Plan => Write(venue.Planner.PlanNow(Read<ExecutionCommand>(body))),
        VenueOps.Sign => Write(venue.Signer.SignNow(Read<SignRequest>(body))),
        VenueOps.Advance => Write(venue.Advance(Read<DateTimeOffset>(body))),
        VenueOps.FindingsAfter => Write(venue.FindingsAfter(Read<ulong>(body))),
        VenueOps.SlotsAfter => Write(venue.SlotsAfter(Read<ulong>(body))),
        VenueOps.Accounts => Write(venue.Accounts(Read<ImmutableArray<string>>(body))),
        VenueOps.Largest => Write(venue.Largest(Read<string>(body))),
        VenueOps.Audit => Write(venue.Audit()),
        VenueOps.Sale => Write(Sale(Read<VenueSaleQuestion>(body))),
        VenueOps.Mark => Write(venue.Mark(Read<BalanceChange>(body))),
        VenueOps.Settings => Write(venue.Settings),
        _ => Refuse($"unknown op '{op}'"),
    };

    private VenueSale Sale(VenueSaleQuestion question) =>
        venue.Sale(question.Route.IsDefault ? throw new JsonException("a route is expected") : question.Route, question.Units);

    private static T Read<T>(JsonElement body) => body.Deserialize<T>(VenueJson.Default.Options) ?? throw new JsonException("a body is expected");

    private static byte[] Write<T>(T answer) =>
        JsonSerializer.SerializeToUtf8Bytes(new VenueAnswer(JsonSerializer.SerializeToElement(answer, VenueJson.Default.Options), null), VenueJson.Default.Options);

    private static byte[] Refuse(string reason) => JsonSerializer.SerializeToUtf8Bytes(new VenueAnswer(null, reason), VenueJson.Default.Options);
}
