using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Sqlite;

/// <summary>
/// The one thread that writes. Whatever waits when it is free shares the next commit, so one flush of the disk serves
/// all of them; each caller hears of its work after that flush.
/// </summary>
internal sealed class SqliteWriter
{
    private readonly Channel<SqliteWork> _queue;
    private readonly SqliteSession _session;
    private readonly IFaultPoints _faults;
    private readonly Thread _thread;
    private readonly int _batchMax;
    private readonly string _database;
    private long _commits;
    private volatile bool _emptyLog;
    private StoreFaultException? _broken;

    public SqliteWriter(SqliteSession session, string database, long commits, EmbeddedStoreOptions options, IFaultPoints faults)
    {
        (_session, _database, _commits, _faults, _batchMax) = (session, database, commits, faults, options.BatchMax);
        _queue = Channel.CreateBounded<SqliteWork>(new BoundedChannelOptions(options.QueueMax)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
        _thread = new Thread(Run) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    /// <summary>Commits that are durable.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <exception cref="StoreFaultException"/>
    public async Task<T> Write<T>(Func<SqliteSession, T> apply)
    {
        var work = new SqliteWork<T>(apply);
        try
        {
            await _queue.Writer.WriteAsync(work);
        }
        catch (ChannelClosedException cause)
        {
            throw new StoreFaultException(StoreFault.StoreClosed, $"{_database} is closed.", "Start again.", cause);
        }
        return await work.Answer;
    }

    /// <summary>Takes no more work, finishes what waits, and returns when the thread has ended.</summary>
    public void Stop()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
    }

    /// <summary>Asks for the log to be emptied after the next commit, where nothing of the writer's own can be in the way.</summary>
    public void EmptyLogSoon() => _emptyLog = true;

    private void Run()
    {
        var batch = new List<SqliteWork>(_batchMax);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < _batchMax && _queue.Reader.TryRead(out var work)) batch.Add(work);
            if (_broken is { } broken) FailAll(batch, broken);
            else if (!TryCommit(batch)) CommitOneByOne(batch);
            if (_emptyLog) EmptyLog();
        }
    }

    /// <returns>False when one of several works spoilt the transaction: nothing of it was kept, nobody was told.</returns>
    private bool TryCommit(List<SqliteWork> batch)
    {
        var committed = false;
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var work in batch) work.Apply(_session);
            _session.Execute("UPDATE store SET commits = commits + 1 WHERE id = 1");
            _faults.Reached(StorePoints.SqliteCommitBefore);
            _session.Execute("COMMIT");
            committed = true;
            Interlocked.Increment(ref _commits);
            _faults.Reached(StorePoints.SqliteCommitAfter);
        }
        catch (Exception cause)
        {
            var named = cause is SqliteException sqlite ? SqliteFaults.Named(sqlite, _database) : cause;
            // After a failed flush nobody knows what the disk holds: only opening the file again tells.
            if (named is StoreFaultException { Fault: StoreFault.DeviceFailed } device) _broken = device;
            if (!committed) Undo();
            if (!committed && batch.Count > 1 && _broken is null) return false;
            FailAll(batch, named);
            return true;
        }
        foreach (var work in batch) work.Done();
        return true;
    }

    private void CommitOneByOne(List<SqliteWork> batch)
    {
        foreach (var work in batch)
            if (_broken is { } broken) work.Failed(broken);
            else TryCommit([work]);
    }

    private void EmptyLog()
    {
        _emptyLog = false;
        try
        {
            _session.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException cause)
        {
            // The commits stand in the log; only a device that fails makes the next ones doubtful.
            if (SqliteFaults.Named(cause, _database) is { Fault: StoreFault.DeviceFailed } device) _broken = device;
        }
    }

    private void Undo()
    {
        try
        {
            // SQLite rolls back by itself on some errors (full, I/O); a second rollback would be refused.
            if (!IsOutsideTransaction()) _session.Execute("ROLLBACK");
        }
        catch (SqliteException cause)
        {
            _broken = SqliteFaults.Named(cause, _database);
        }
    }

    private bool IsOutsideTransaction() => SQLitePCL.raw.sqlite3_get_autocommit(_session.Connection.Handle) != 0;

    private static void FailAll(List<SqliteWork> batch, Exception cause)
    {
        foreach (var work in batch) work.Failed(cause);
    }
}
