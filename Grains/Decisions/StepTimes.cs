using System.Globalization;

namespace Orchestrator.Grains.Decisions;

/// <summary>How long each step of a take-over took: nothing trades until the last one is done.</summary>
internal sealed class StepTimes(TimeProvider time)
{
    private readonly List<string> _steps = [];
    private readonly long _begun = time.GetTimestamp();
    private long _last = time.GetTimestamp();

    public double TotalMilliseconds => time.GetElapsedTime(_begun).TotalMilliseconds;

    public void Done(string step)
    {
        var now = time.GetTimestamp();
        _steps.Add(string.Create(CultureInfo.InvariantCulture, $"{step} {time.GetElapsedTime(_last, now).TotalMilliseconds:0}"));
        _last = now;
    }

    /// <summary>Each step and its milliseconds, in order.</summary>
    public override string ToString() => string.Join(", ", _steps);
}
