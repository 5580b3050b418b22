using System.Buffers.Binary;
using System.Diagnostics;
using Orchestrator.Benchmarks.Reporting;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orchestrator.Benchmarks.Streams;

[Alias("benchmarks.IEar")]
public interface IEar : IGrainWithStringKey;

/// <summary>Hears every event of its stream and tells when.</summary>
[GrainType("benchmarks.ear"), ImplicitStreamSubscription(Space)]
public sealed class Ear(Arrivals arrivals) : Grain, IEar, IStreamSubscriptionObserver, IAsyncObserver<byte[]>
{
    public const string Space = "benchmark";

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<byte[]>().ResumeAsync(this);

    public Task OnNextAsync(byte[] item, StreamSequenceToken? token = null)
    {
        arrivals.Hear(item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}

/// <summary>Times from the moment that an event carries to its arrival. One consumer at a time.</summary>
public sealed class Arrivals
{
    /// <summary>About what a command of ours takes.</summary>
    private const int EventBytes = 500;

    private double[] _milliseconds = [];
    private int _heard;
    private TaskCompletionSource _all = new();

    /// <summary>Begins anew and waits for as many.</summary>
    public Task Expect(int events)
    {
        (_milliseconds, _heard, _all) = (new double[events], 0, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _all.Task;
    }

    /// <summary>The moment stands in the first bytes.</summary>
    public static byte[] Made()
    {
        var item = new byte[EventBytes];
        BinaryPrimitives.WriteInt64LittleEndian(item, Stopwatch.GetTimestamp());
        return item;
    }

    public void Hear(ReadOnlySpan<byte> item)
    {
        var index = Interlocked.Increment(ref _heard) - 1;
        // At least once: a repetition after the last one counts no more.
        if (index >= _milliseconds.Length) return;
        _milliseconds[index] = Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(item)).TotalMilliseconds;
        if (index + 1 == _milliseconds.Length) _all.SetResult();
    }

    internal Times Times => new(_milliseconds);
}
