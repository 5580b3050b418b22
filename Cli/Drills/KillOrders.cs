using Orchestrator.Domain.Execution;

namespace Orchestrator.Cli.Drills;

/// <summary>
/// A drill decides while this process runs where it dies: when a file appears that says <c>point:n</c>, passages are counted from there. Another content is another order; an empty file
/// takes it back.
/// </summary>
internal sealed class KillOrders : IFaultPoints, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly string _file;
    private readonly ITimer _timer;
    private volatile KillPoint? _point;
    private string _order = "";

    public KillOrders(string file, TimeProvider time)
    {
        _file = file;
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
    }

    public void Reach(string point) => _point?.Reach(point);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (!File.Exists(_file)) return;
        var order = File.ReadAllText(_file);
        if (order == _order) return;
        _order = order;
        _point = KillPoint.Parse(order, KillPoint.KillThisProcess);
    }
}
