using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Reading;

namespace Orchestrator.Client.Api.Events;

/// <summary>How many follow the stream now.</summary>
internal sealed class Listeners(IOptions<ClientApiOptions> options)
{
    private int _count;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= options.Value.ListenersMax) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}

internal static class EventEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/events", Follow).For(ApiRole.Viewer).WithName("events")
            .WithSummary("Server-sent events: 'snapshot' with the book's sequence as id, 'status', and a comment every 10 s; Last-Event-ID is understood.")
            .Produces(StatusCodes.Status200OK, contentType: EventStream.MediaType);

    private static IResult Follow(Listeners listeners, PortfolioReads reads, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<EventStream> log) =>
        listeners.TryEnter()
            ? new EventStream(listeners, reads, time, lifetime, log)
            : new ApiProblem(ApiCodes.TooManyListeners, "As many listeners as are allowed follow the stream already.", "Polling /api/v1/status.") { RetryAfter = 5 };
}
