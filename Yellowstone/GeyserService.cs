using System.Collections.Concurrent;
using Grpc.Core;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Yellowstone;

/// <summary>The Yellowstone service over a feed.</summary>
internal sealed class GeyserService(Feed feed, YellowstoneOptions options, Subscribers subscribers) : Geyser.GeyserBase
{
    public override async Task Subscribe(
        IAsyncStreamReader<SubscribeRequest> requestStream, IServerStreamWriter<SubscribeUpdate> responseStream, ServerCallContext context)
    {
        CheckToken(context);
        // Clients wait for the headers before they consider themselves subscribed.
        await context.WriteResponseHeadersAsync([]);
        var subscription = new Subscription(feed, responseStream);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        await using var pings = options.Clock.CreateTimer(
            _ => subscription.Say(new SubscribeUpdate { Ping = new SubscribeUpdatePing() }), null, options.PingEvery, options.PingEvery);
        var writing = subscription.WriteAsync(stop.Token);
        try
        {
            var reading = ReadAsync(requestStream, subscription, stop.Token);
            await (await Task.WhenAny(reading, writing));
        }
        finally
        {
            subscribers.Leave(subscription);
            await stop.CancelAsync();
            // Its own fault, if it came first, was thrown above; here it can only have been stopped.
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override Task<SubscribeReplayInfoResponse> SubscribeReplayInfo(SubscribeReplayInfoRequest request, ServerCallContext context)
    {
        CheckToken(context);
        var answer = new SubscribeReplayInfoResponse();
        if (feed.FirstAvailable is { } first) answer.FirstAvailable = first;
        return Task.FromResult(answer);
    }

    public override Task<PongResponse> Ping(PingRequest request, ServerCallContext context) => Task.FromResult(new PongResponse { Count = request.Count });

    public override Task<GetVersionResponse> GetVersion(GetVersionRequest request, ServerCallContext context) =>
        Task.FromResult(new GetVersionResponse { Version = """{"version":{"package":"orchestrator"}}""" });

    public override Task<GetSlotResponse> GetSlot(GetSlotRequest request, ServerCallContext context) =>
        Task.FromResult(new GetSlotResponse { Slot = feed.NewestSlot((SlotStatus)request.Commitment) });

    private async Task ReadAsync(IAsyncStreamReader<SubscribeRequest> requests, Subscription subscription, CancellationToken cancellation)
    {
        while (await requests.MoveNext(cancellation))
        {
            subscribers.Saw(requests.Current);
            subscription.Accept(requests.Current);
            if (subscription.Filters is not null) subscribers.Join(subscription);
        }
    }

    private void CheckToken(ServerCallContext context)
    {
        if (options.Token is { } token && context.RequestHeaders.GetValue("x-token") != token)
            throw new RpcException(new Status(StatusCode.Unauthenticated, "No valid auth token"));
    }
}

/// <summary>Who is subscribed, and what was asked for.</summary>
internal sealed class Subscribers
{
    /// <summary>A subscriber pings for as long as it lives; what it asked for long ago tells nothing.</summary>
    private const int RequestsMax = 1_000;

    private readonly Lock _gate = new();
    private readonly HashSet<Subscription> _subscribed = [];
    private readonly List<(int Wanted, TaskCompletionSource Reached)> _waiting = [];
    private readonly ConcurrentQueue<SubscribeRequest> _requests = new();
    private int _joined;

    public IReadOnlyList<SubscribeRequest> Requests => [.. _requests];

    public int Joined
    {
        get
        {
            lock (_gate) return _joined;
        }
    }

    public void Saw(SubscribeRequest request)
    {
        _requests.Enqueue(request);
        while (_requests.Count > RequestsMax) _requests.TryDequeue(out _);
    }

    public void Join(Subscription subscription)
    {
        lock (_gate)
        {
            if (!_subscribed.Add(subscription)) return;
            _joined++;
            foreach (var (_, reached) in _waiting.Where(waiting => waiting.Wanted <= _joined)) reached.TrySetResult();
        }
    }

    public void Leave(Subscription subscription)
    {
        lock (_gate) _subscribed.Remove(subscription);
    }

    /// <summary>Ends when this many subscriptions have been made since the server started.</summary>
    public Task JoinedAsync(int count)
    {
        lock (_gate)
        {
            if (_joined >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }
}
