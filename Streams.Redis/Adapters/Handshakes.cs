using System.Collections.Concurrent;
using Orchestrator.Streams.Redis.Partitions;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Adapters;

/// <summary>
/// Keeps a consumer that does not answer from stopping its partition. Orleans' pulling agent reads nothing as long as it asks the consumers of a
/// stream that it has just met how far they are, and one that hangs or never becomes active is asked until the call times out, again and again.
/// </summary>
/// <remarks>
/// No answer is as good as one: the agent then offers the event that it met the stream with, and a consumer that expects another says so instead
/// of taking it. What an unanswered question costs is that a subscription from a token rewinds with the next event of its stream, not before.
/// </remarks>
internal sealed class Handshakes : IOutgoingGrainCallFilter
{
    private const string Question = "GetSequenceToken";

    /// <summary>How long a partition may stand still for one question.</summary>
    private static readonly TimeSpan StandstillMax = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<GrainId, Partition> _agents = new();

    /// <summary>Consumers that are not waited for any more, until their answer or its time-out comes.</summary>
    private readonly ConcurrentDictionary<GrainId, Task> _silent = new();

    public void Join(GrainId agent, Partition partition)
    {
        foreach (var (each, joined) in _agents) if (joined.IsOver) _agents.TryRemove(each, out _);
        _agents[agent] = partition;
    }

    public Task Invoke(IOutgoingGrainCallContext context) =>
        context.MethodName == Question && context.SourceId is { } source && _agents.TryGetValue(source, out var partition)
            ? Ask(context, partition) : context.Invoke();

    private async Task Ask(IOutgoingGrainCallContext context, Partition partition)
    {
        if (IsImplicit(context.Request.GetArgument(0)) || _silent.ContainsKey(context.TargetId))
        {
            context.Result = null;
            return;
        }

        var answer = context.Invoke();
        while (!answer.IsCompleted)
        {
            await answer.WaitAsync(StandstillMax).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (answer.IsCompleted || !partition.HasStoodStill(StandstillMax)) continue;
            _ = Silent(context.TargetId, answer);
            context.Result = null;
            return;
        }

        await answer;
    }

    private async Task Silent(GrainId consumer, Task answer)
    {
        _silent[consumer] = answer;
        await answer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _silent.TryRemove(new KeyValuePair<GrainId, Task>(consumer, answer));
    }

    /// <summary>Implicit subscriptions have the highest bit of the last byte of their id set. They are asked only when their stream is met, never while it runs.</summary>
    private static bool IsImplicit(object? subscription) => subscription is GuidId { Guid: var id } && (id.ToByteArray()[15] & 0x80) != 0;
}
