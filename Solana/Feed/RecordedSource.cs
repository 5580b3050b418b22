using System.Runtime.CompilerServices;
using Orchestrator.Solana.Geyser;

namespace Orchestrator.Solana.Feed;

/// <summary>A recording: frames of a u32 big-endian length and a SubscribeUpdate. Plays at a multiple of the speed at which it was recorded, or as fast as it can.</summary>
/// <param name="speed">1: as recorded; 10: ten times as fast; null: without waiting.</param>
public sealed class RecordedSource(Stream stream, TimeProvider time, double? speed = null) : IFeedSource
{
    /// <summary>Longest pause kept: a recording that jumps, or lies about its times, does not stop the replay.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    /// <remarks>A damaged recording gives what stands before the damage, then <see cref="FeedMessageKind.Damaged"/>, and ends.</remarks>
    public async IAsyncEnumerable<FeedMessage> Read(ulong? fromSlot, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var frames = RecordedStream.Read(stream).GetEnumerator();
        DateTimeOffset? last = null;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var (more, damage) = Next(frames);
            if (damage is not null) yield return FeedMessage.Say(FeedMessageKind.Damaged, damage);
            if (!more) yield break;
            if (speed is { } times && UpdateView.CreatedAt(frames.Current.Span) is { } at)
            {
                if (last is { } before && at > before)
                {
                    var pause = (at - before) / times;
                    await Task.Delay(pause < PauseMax ? pause : PauseMax, time, cancel);
                }

                last = at;
            }

            if (fromSlot is null || !UpdateView.TryRead(frames.Current.Span, out var view) || view.Slot >= fromSlot) yield return FeedMessage.Of(frames.Current);
        }
    }

    private static (bool More, string? Damage) Next(IEnumerator<ReadOnlyMemory<byte>> frames)
    {
        try
        {
            return (frames.MoveNext(), null);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            return (false, fault.Message);
        }
    }
}
