using Orleans;

namespace Orchestrator.Client.Api.Apart;

/// <summary>An API that starts before its cluster, or beside one that is restarted, waits for it and says so; a signal ends the wait.</summary>
internal sealed partial class ClusterPatience(TimeProvider time, ILogger<ClusterPatience> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        NoAnswer(exception.Message);
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(5100, LogLevel.Warning, "The cluster does not answer yet and is asked again: {Why}")]
    private partial void NoAnswer(string why);
}
