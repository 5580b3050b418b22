using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Partitions;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Adapters;

/// <summary>
/// A consumer that could not take an event keeps its subscription. The event goes to the dead letters of its partition when every other
/// consumer of its stream is done with it; the receiver does that, so that a carrier that is away delays it instead of losing it.
/// </summary>
internal sealed class DeadLettering(Func<Partition?> partition) : IStreamFailureHandler
{
    public bool ShouldFaultSubsriptionOnError => false;

    public Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken)
    {
        if (sequenceToken is EntryToken token && partition() is { } held)
            held.Cache.Failed(streamIdentity, token.Entry, $"not taken: subscription {subscriptionId} of {streamIdentity} failed until its time was over");
        return Task.CompletedTask;
    }

    /// <summary>The agent delivers from where the stream is now; nothing of it is lost here.</summary>
    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) =>
        Task.CompletedTask;
}
