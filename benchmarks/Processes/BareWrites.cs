using System.Diagnostics;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Storage.Records;

namespace Orchestrator.Benchmarks.Processes;

/// <summary>The peer of everything durable: one fenced record replaced over and over, durable before each answer.</summary>
internal sealed class BareWrites(IFencedRecords records)
{
    /// <summary>About what a record of one saga takes.</summary>
    private const int BodyBytes = 500;

    private const int WarmUp = 200, Counted = 1000;

    private readonly byte[] _body = new byte[BodyBytes];

    /// <summary>So far apart that they are no load of their own beside one.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(20);

    public Task<Times> OneByOne() => Times.Of(WarmUp, Counted, Writer("one by one"));

    /// <summary>One every 20 ms while something else runs: what a durable write takes under that load.</summary>
    public async Task<Times> While(Task other)
    {
        var write = Writer("beside");
        var times = new List<double>();
        using var timer = new PeriodicTimer(Apart);
        while (!other.IsCompleted && await timer.WaitForNextTickAsync())
            times.Add(await Timed(write));
        await other;
        return new(times);
    }

    /// <returns>Milliseconds.</returns>
    public static async Task<double> Timed(Func<Task> write)
    {
        var begun = Stopwatch.GetTimestamp();
        await write();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>A writer with a record of its own.</summary>
    public Func<Task> Writer(string name)
    {
        var key = $"benchmark {name}";
        string? version = null;
        var known = false;
        return async () =>
        {
            if (!known) version = (await records.Read(key))?.Version;
            known = true;
            version = await records.Replace(key, version, _body) ?? throw new InvalidOperationException($"{key} was written by another.");
        };
    }
}
