using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;

namespace Orchestrator.Storage.Sqlite;

/// <summary>The open store: its directory lock, its writer, its readers and its outer head.</summary>
internal sealed class SqliteStore : IStore, IAsyncDisposable
{
    private readonly DirectoryLock _lock;
    private readonly SqliteSession _writing;
    private readonly HeadKeeper _keeper;
    private readonly SqliteCheckpoints _checkpoints;
    private int _closed;

    private SqliteStore(DirectoryLock held, SqliteSession writing, StoreHead head, HeadFile file, EmbeddedStoreOptions options, IFaultPoints faults, TimeProvider clock, ILogger logger)
    {
        (_lock, _writing, Options, StoreId, Clock) = (held, writing, options, head.StoreId, clock);
        Writer = new SqliteWriter(writing, options.Database, head.Commits, options, faults);
        Readers = new SqliteReaders(options.Database, options.ReadersMax);
        _checkpoints = new SqliteCheckpoints(options.Database, Writer, clock, logger);
        _keeper = new HeadKeeper(file, () => ValueTask.FromResult(Head), TimeSpan.FromSeconds(options.OuterHeadIntervalSeconds), clock, logger);
    }

    public EmbeddedStoreOptions Options { get; }

    public string StoreId { get; }

    public TimeProvider Clock { get; }

    public SqliteWriter Writer { get; }

    public SqliteReaders Readers { get; }

    public IOuterHead OuterHead => _keeper;

    /// <summary>As far as commits are durable.</summary>
    public StoreHead Head => new(StoreId, Writer.Commits);

    /// <summary>Locks the directory, judges the store against its outer head and only then opens it for writing.</summary>
    /// <exception cref="StoreFaultException"/>
    public static SqliteStore Open(EmbeddedStoreOptions options, IFaultPoints faults, TimeProvider clock, ILogger logger)
    {
        new EmbeddedStoreOptionsValidator(options).ValidateConfiguration();
        var held = DirectoryLock.Take(options.DataDirectory);
        SqliteSession? session = null;
        try
        {
            var file = new HeadFile(options.DataDirectory, faults);
            var outer = file.Read();
            // A missing database is not made where one is known to have been.
            if (outer is not null && !File.Exists(options.Database)) HeadRule.Enforce(outer, null, options.Database);

            session = new SqliteSession(options.Database, readOnly: false);
            var inner = SqliteSchema.Read(session.Connection);
            HeadRule.Enforce(outer, inner, options.Database);
            if (inner is null)
            {
                inner = new StoreHead(Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), 0);
                SqliteSchema.Create(session.Connection, inner.StoreId);
                DirectoryFlush.Flush(options.DataDirectory);
            }
            if (outer != inner) file.Write(inner);
            return new SqliteStore(held, session, inner, file, options, faults, clock, logger);
        }
        catch (Exception cause)
        {
            session?.Dispose();
            held.Dispose();
            if (cause is SqliteException sqlite) throw SqliteFaults.Named(sqlite, options.Database);
            throw;
        }
    }

    Task<StoreHead> IStore.Open(CancellationToken cancel) => Task.FromResult(Head);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1) return;
        await _checkpoints.DisposeAsync();
        Writer.Stop();
        await _keeper.DisposeAsync();
        Readers.Dispose();
        _writing.Dispose();
        _lock.Dispose();
    }
}
