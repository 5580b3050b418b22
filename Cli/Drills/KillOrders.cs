using Orchestrator.Domain.Execution;

namespace Orchestrator.Cli.Drills;

/// <summary>A drill decides while this process runs where it dies: when a file appears that says <c>point:n</c>, passages are counted from there.</summary>
internal sealed class KillOrders : IFaultPoints, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly string _file;
    private readonly ITimer _timer;
    private volatile KillPoint? _point;

    public KillOrders(string file, TimeProvider time)
    {
        _file = file;
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
    }

    public void Reach(string point) => _point?.Reach(point);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_point is not null || !File.Exists(_file)) return;
        _point = KillPoint.Parse(File.ReadAllText(_file), KillPoint.KillThisProcess);
    }
}
