namespace Orchestrator.Silo.Configuration;

/// <summary>Where a process got its settings from, so that it can read them again.</summary>
public sealed record SettingsSource(string? File, System.Collections.IDictionary Variables, IReadOnlyList<string> Overrides)
{
    public SettingsLoad Load() => SettingsLoader.Load(File, Variables, Overrides);
}

/// <summary>
/// Applies edits of the configuration file while the process runs. An edit that is not valid as a whole changes nothing and is said to.
/// </summary>
/// <remarks>Looks at the file's time once a second: notifications of file systems are lost on network drives and in containers.</remarks>
internal sealed partial class SettingsWatcher(SettingsSource source, LiveSettings live, TimeProvider time, ILogger<SettingsWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (source.File is not { } file) return;
        var seen = File.GetLastWriteTimeUtc(file);
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var written = File.GetLastWriteTimeUtc(file);
            if (written == seen) continue;
            seen = written;
            Apply(source.Load());
        }
    }

    private void Apply(SettingsLoad load)
    {
        if (load.Settings is not { } next)
        {
            foreach (var error in load.Errors) Refused(error.ToString());
            Kept(live.Current.Hash);
            return;
        }

        var changed = string.Join(", ", live.Current.ChangesTo(next).Select(value => value.Setting.Key));
        var waiting = live.Replace(next);
        if (changed.Length > 0) Applied(changed, live.Current.Hash);
        if (waiting.Count > 0) NeedsRestart(string.Join(", ", waiting));
    }

    [LoggerMessage(3030, LogLevel.Information, "Configuration changed: {Keys}; hash is now {Hash}")]
    private partial void Applied(string keys, string hash);

    [LoggerMessage(3031, LogLevel.Warning, "These settings take effect with the next start: {Keys}")]
    private partial void NeedsRestart(string keys);

    [LoggerMessage(3032, LogLevel.Error, "{Error}")]
    private partial void Refused(string error);

    [LoggerMessage(3033, LogLevel.Error, "The edit is not valid; the running configuration {Hash} stays")]
    private partial void Kept(string hash);
}
