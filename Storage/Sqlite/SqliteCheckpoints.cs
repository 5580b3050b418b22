using Microsoft.Extensions.Logging;

namespace Orchestrator.Storage.Sqlite;

/// <summary>
/// Moves what is committed from the log into the database, beside the writer: a checkpoint inside a commit makes one
/// caller wait for thousands of pages. Only a log that outgrows its bound is emptied between two commits.
/// </summary>
internal sealed class SqliteCheckpoints : IAsyncDisposable
{
    private const long LogBytesWanted = 4L << 20;
    private const long LogBytesMax = 64L << 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly string _database;
    private readonly SqliteWriter _writer;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private SqliteSession? _session;
    private readonly SemaphoreSlim _running = new(1, 1);

    public SqliteCheckpoints(string database, SqliteWriter writer, TimeProvider clock, ILogger logger)
    {
        (_database, _writer, _logger) = (database, writer, logger);
        _timer = clock.CreateTimer(_ => _ = OnTimer(), null, Interval, Interval);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _running.WaitAsync();
        _session?.Dispose();
    }

    private void Move()
    {
        _session ??= new SqliteSession(_database, readOnly: false);
        _session.Execute("PRAGMA wal_checkpoint(PASSIVE)");
    }

    private async Task OnTimer()
    {
        if (!_running.Wait(0)) return;
        try
        {
            var log = new FileInfo(_database + "-wal");
            if (!log.Exists || log.Length < LogBytesWanted) return;
            if (log.Length > LogBytesMax) _writer.EmptyLogSoon();
            else await Task.Run(Move);
        }
        catch (Exception fault)
        {
            SqliteLog.CheckpointFailed(_logger, fault);
        }
        finally
        {
            _running.Release();
        }
    }
}

internal static partial class SqliteLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of the store could not be moved into its database; it grows until the next try succeeds.")]
    public static partial void CheckpointFailed(ILogger logger, Exception fault);
}
