using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orchestrator.Silo.Hosting;

/// <summary>
/// Ends a silo whose wall clock was set back by so much that Orleans can activate no grain any more: it files every activation under the minute in which it may be collected, and refuses
/// one that lies before the minute it has come to (ActivationCollector). It would be so until the clock is there again. A silo that starts anew has no such past.
/// </summary>
internal sealed partial class WallClockWatch(
    TimeProvider time, IOptions<GrainCollectionOptions> collection, RunEnd end, IHostApplicationLifetime lifetime, ILogger<WallClockWatch> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private DateTimeOffset _highest;
    private ITimer? _timer;

    /// <summary>How far back the clock may go: the shortest life of an activation, less the minute that has begun and the one that it is rounded to.</summary>
    private TimeSpan BackMax =>
        collection.Value.ClassSpecificCollectionAge.Values.Append(collection.Value.CollectionAge).Min() - 2 * collection.Value.CollectionQuantum;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _highest = time.GetUtcNow();
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        var now = time.GetUtcNow();
        if (now > _highest) _highest = now;
        var back = _highest - now;
        if (back <= BackMax) return;
        var fault = new RunFault(RunFaultCodes.ClockSetBack,
            string.Create(CultureInfo.InvariantCulture, $"The wall clock of this machine went back by {back.TotalSeconds:0} s, to {now:O}; a silo bears up to {BackMax.TotalSeconds:0} s."),
            "See that the time server is right, and start the silo again; what it had under way goes on.");
        if (!end.Set(fault)) return;
        WentBack(fault.Code, fault.Message);
        lifetime.StopApplication();
    }

    [LoggerMessage(3030, LogLevel.Critical, "{Code} {Message} It leaves, and must be started again.")]
    private partial void WentBack(string code, string message);
}
