using System.Buffers.Binary;
using System.Diagnostics;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>What a consumer got: how many events, and how long each was under way from the moment it was given to the carrier.</summary>
internal sealed class Arrivals
{
    /// <summary>Far more than any load sends; what comes beyond is counted and not timed.</summary>
    private const int TimedMax = 4_000_000;

    private readonly double[] _milliseconds = new double[TimedMax];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public static byte[] Stamped(int bytes)
    {
        var payload = new byte[bytes];
        BinaryPrimitives.WriteInt64LittleEndian(payload, Stopwatch.GetTimestamp());
        return payload;
    }

    public void Heard(ReadOnlySpan<byte> payload)
    {
        var elapsed = Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(payload)).TotalMilliseconds;
        if (Interlocked.Increment(ref _count) is var count && count <= TimedMax) _milliseconds[count - 1] = elapsed;
    }

    public void Clear() => Volatile.Write(ref _count, 0);

    public Times Times() => new(_milliseconds.Take(Math.Min(Count, TimedMax)));

    /// <exception cref="TimeoutException">They did not all come.</exception>
    public async Task Until(int count, TimeSpan patience)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var begun = Stopwatch.GetTimestamp(); Count < count; await timer.WaitForNextTickAsync())
            if (Stopwatch.GetElapsedTime(begun) > patience) throw new TimeoutException($"{Count} of {count} events came within {patience.TotalSeconds:0} s.");
    }
}
