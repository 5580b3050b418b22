using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Domain;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orchestrator.Grains.Channels;

/// <summary>What every reader shares.</summary>
public sealed record ChannelReading(
    ChannelPublisher Publisher, IWorkBarrier Barrier, TradingClock Clock, TimeProvider Time, IOptions<ChannelOptions> Options, ChannelMetrics Metrics,
    IChannelHistory History, ILoggerFactory Loggers);

/// <summary>
/// Reads one channel for one grain. An event is handled once; one that cannot be read, or that its handler cannot take, becomes a dead letter
/// and never holds up the next.
/// </summary>
/// <remarks>Belongs to one activation; deliveries of one stream come one after the other.</remarks>
public sealed class ChannelReader<T>(Channel<T> channel, Func<ChannelEvent, T, Task> handle, ChannelReading shared) : IAsyncObserver<ChannelEvent>
    where T : class
{
    private readonly EventMemory seen = new(shared.Options.Value.RememberedEventsMax);
    private readonly ILogger log = shared.Loggers.CreateLogger<ChannelReader<T>>();

    /// <summary>Attaches to a subscription. Called from the grain's <see cref="IStreamSubscriptionObserver.OnSubscribed"/>.</summary>
    public Task Attach(IStreamSubscriptionHandleFactory factory) => factory.Create<ChannelEvent>().ResumeAsync(this);

    public async Task OnNextAsync(ChannelEvent item, StreamSequenceToken? token = null)
    {
        // When the dead letter itself cannot be stored the provider delivers again, so the event is still under way.
        await Handle(item);
        if (channel.HasConsumer) shared.Barrier.Exit(channel.Name, item.Id);
    }

    /// <summary>The bodies that can be read of what a channel still holds. What cannot became a dead letter when it was delivered.</summary>
    public async Task<IReadOnlyList<T>> Recent(string key, TimeSpan age, int most) =>
        [.. (await shared.History.Since(channel.Name, key, age, most)).Select(item => Read(item).Body).OfType<T>()];

    public Task OnErrorAsync(Exception exception)
    {
        Log.StreamFault(log, channel.Name, exception);
        return Task.CompletedTask;
    }

    private async Task Handle(ChannelEvent item)
    {
        // Events without an id are not each other's repetition.
        if (item.Id != Guid.Empty && seen.Contains(item.Id))
        {
            shared.Metrics.Duplicate(channel.Name);
            return;
        }

        using var activity = ChannelTrace.Consuming(channel.Name, item.TraceParent);
        var (body, code, reason) = Read(item);
        if (body is not null) (code, reason) = await Deliver(item, body);
        if (code is null) shared.Metrics.Handled(channel.Name);
        else await Bury(item, code, reason!);
        seen.Add(item.Id);
    }

    private (T? Body, string? Code, string? Reason) Read(ChannelEvent item)
    {
        if (item.Id == Guid.Empty) return (null, DeadLetterCodes.MissingId, "The event has no id.");
        if (item.Schema != channel.Schema)
            return (null, DeadLetterCodes.UnknownSchema, $"Schema {item.Schema} is not known here; {channel.Schema} is.");
        if (item.Body is null || item.Body.Length == 0) return (null, DeadLetterCodes.UnreadableBody, "The event has no body.");
        if (item.Body.Length > shared.Options.Value.BodyBytesMax)
            return (null, DeadLetterCodes.BodyTooLarge, $"{item.Body.Length} bytes; at most {shared.Options.Value.BodyBytesMax} are read.");
        if (EventTime.IsInFuture(item.ObservedAt, shared.Clock.Now))
            return (null, DeadLetterCodes.FutureTime, $"Observed at {item.ObservedAt:O}, which has not come yet.");
        return ReadBody(item.Body);
    }

    private (T? Body, string? Code, string? Reason) ReadBody(byte[] bytes)
    {
        try
        {
            var body = JsonSerializer.Deserialize(bytes, channel.Body);
            if (body is null) return (null, DeadLetterCodes.UnreadableBody, "The body is null.");
            return channel.Fault(body) is { } fault ? (null, DeadLetterCodes.InvalidBody, fault) : (body, null, null);
        }
        catch (JsonException refusal)
        {
            return (null, DeadLetterCodes.UnreadableBody, refusal.Message);
        }
    }

    private async Task<(string? Code, string? Reason)> Deliver(ChannelEvent item, T body)
    {
        var options = shared.Options.Value;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await handle(item, body);
                return (null, null);
            }
            catch (Exception fault)
            {
                Log.HandlerFault(log, channel.Name, item.Id, attempt, options.AttemptsMax, fault);
                if (attempt >= options.AttemptsMax) return (DeadLetterCodes.HandlerFailed, fault.Message);
            }

            await Task.Delay(options.RetryDelay * (1 << (attempt - 1)), shared.Time);
        }
    }

    private async Task Bury(ChannelEvent item, string code, string reason)
    {
        Log.DeadLetter(log, channel.Name, item.Id, code, reason);
        await shared.Publisher.PublishDeadLetter(new DeadLetter(channel.Name, code, reason, item, shared.Clock.Now));
        shared.Metrics.DeadLetter(channel.Name, code);
    }
}
