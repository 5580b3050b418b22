
namespace Orchestrator.Silo.Live;

/// <summary>Compares book and chain every minute, and sooner when a comparison was not possible.</summary>
internal sealed partial class Reconciler(Reconciliation reconciliation, TimeProvider time, ILogger<Reconciler> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1), Again = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Again, time);
        var due = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (time.GetTimestamp() < due) continue;
            try
            {
                if (await reconciliation.Compare(stoppingToken) is not { } differences) continue;
                foreach (var difference in differences) Differs(difference.Asset.ToString(), difference.Book.ToString(), difference.Chain.ToString());
                due = time.GetTimestamp() + (long)(Period.TotalSeconds * time.TimestampFrequency);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                NotCompared(fault);
            }
        }
    }

    [LoggerMessage(3032, LogLevel.Error, "Book and chain differ in {Asset}: book {Book}, chain {Chain}; trading is halted")]
    private partial void Differs(string asset, string book, string chain);

    [LoggerMessage(3033, LogLevel.Warning, "Book and chain could not be compared; they are compared again")]
    private partial void NotCompared(Exception fault);
}
