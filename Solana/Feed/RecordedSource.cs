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
            if (speed is { } times && CreatedAt(frames.Current.Span) is { } at)
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

    /// <summary>Field 11 of a SubscribeUpdate, a google.protobuf.Timestamp. Null where the server did not write it.</summary>
    private static DateTimeOffset? CreatedAt(ReadOnlySpan<byte> update)
    {
        var outer = new ProtoWalker(update);
        while (outer.Next())
        {
            if (outer.Field != 11) continue;
            long seconds = 0, nanos = 0;
            var time = new ProtoWalker(outer.Bytes);
            while (time.Next())
            {
                if (time.Field == 1) seconds = (long)time.Number;
                else if (time.Field == 2) nanos = (long)time.Number;
            }

            // Years 1970 to 9999: what a DateTimeOffset holds.
            return seconds is >= 0 and < 253_402_300_800 && nanos is >= 0 and < 1_000_000_000
                ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / TimeSpan.NanosecondsPerTick)
                : null;
        }

        return null;
    }
}
