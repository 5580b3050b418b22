using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Running.Clusters;
using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Drills.Stages;

/// <summary>One silo process of a drill and what it has said that the drill looks for.</summary>
internal sealed partial class DrillSilo : IAsyncDisposable
{
    private readonly StreamWriter _log;
    private readonly string _killOrders;
    private long _epoch;
    private int _olderEpochs;

    private DrillSilo(SiloOrders orders, OwnProcess process, SiloPlace place, string killOrders, StreamWriter log)
    {
        (Orders, Process, Place, _killOrders, _log) = (orders, process, place, killOrders, log);
        process.Spoke += Hear;
    }

    public SiloOrders Orders { get; }

    public OwnProcess Process { get; }

    public SiloPlace Place { get; }

    public string Name => Orders.Name;

    /// <summary>The drill has ended it, or means to.</summary>
    public bool IsExpectedToEnd { get; set; }

    /// <summary>The newest epoch that was taken over here; 0 when the orchestrator never ran here.</summary>
    public long Epoch => Interlocked.Read(ref _epoch);

    /// <summary>Requests of an older epoch that were refused here by name.</summary>
    public int OlderEpochs => Volatile.Read(ref _olderEpochs);

    /// <summary>Where the witness of this silo writes down what was acknowledged here.</summary>
    public static string WitnessOf(string directory, string name) => Path.Combine(directory, $"acknowledged-{name}.log");

    public static DrillSilo Start(SiloOrders orders, string directory, SiloPlace place)
    {
        var kill = Path.Combine(directory, $"kill-{orders.Name}");
        var log = new StreamWriter(Path.Combine(directory, orders.Name + ".log"), append: true) { AutoFlush = true };
        var process = orders.Start(place.Launch, ["--witness", WitnessOf(directory, orders.Name), "--kill-orders", kill]);
        return new DrillSilo(orders, process, place, kill, log);
    }

    /// <param name="onStandby">Also that it can take over as fast as it ever will: as a cluster is that has run for more than some seconds.</param>
    /// <exception cref="TimeoutException">It did not come to it, or ended.</exception>
    public async Task Started(TimeSpan most, bool onStandby)
    {
        await Process.Line(line => line.Contains(SiloOrders.Started, StringComparison.Ordinal), most);
        if (onStandby) await Process.Line(line => line.Contains(SiloOrders.OnStandby, StringComparison.Ordinal), most);
    }

    /// <summary>From now on it dies at this passage of this point.</summary>
    public void DieAt(string point, int passage)
    {
        IsExpectedToEnd = true;
        Order($"{point}:{passage.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Takes back where it should die. It may be dying already.</summary>
    public void Spare() => Order("");

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        lock (_log) _log.Dispose();
    }

    private void Order(string text)
    {
        var draft = _killOrders + ".draft";
        File.WriteAllText(draft, text);
        File.Move(draft, _killOrders, overwrite: true);
    }

    private void Hear(string line)
    {
        lock (_log)
            if (_log.BaseStream is { CanWrite: true }) _log.WriteLine(line);
        if (TookOver().Match(line) is { Success: true } match) Interlocked.Exchange(ref _epoch, long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        else if (line.Contains("OlderEpoch", StringComparison.Ordinal)) Interlocked.Increment(ref _olderEpochs);
    }

    [GeneratedRegex("orchestrator took over with epoch ([0-9]+)")]
    private static partial Regex TookOver();
}
