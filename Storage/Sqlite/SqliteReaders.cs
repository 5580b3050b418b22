using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Storage.Sqlite;

/// <summary>A few connections that only read, beside the writer: in WAL mode neither waits for the other.</summary>
internal sealed class SqliteReaders(string database, int readersMax) : IDisposable
{
    private readonly ConcurrentBag<SqliteSession> _free = [];
    private readonly SemaphoreSlim _places = new(readersMax, readersMax);
    private bool _closed;

    public async Task<T> Read<T>(Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        await _places.WaitAsync();
        try
        {
            // Off the caller's scheduler: a page that is not cached is read from the disk.
            return await Task.Run(() => Use(read));
        }
        catch (SqliteException cause)
        {
            throw SqliteFaults.Named(cause, database);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _closed = true;
        // Every place taken means that every reader is back.
        for (var i = 0; i < readersMax; i++) _places.Wait();
        while (_free.TryTake(out var session)) session.Dispose();
    }

    private T Use<T>(Func<SqliteSession, T> read)
    {
        if (!_free.TryTake(out var session)) session = new SqliteSession(database, readOnly: true);
        var sound = false;
        try
        {
            var result = read(session);
            sound = true;
            return result;
        }
        finally
        {
            if (sound) _free.Add(session);
            else session.Dispose();
        }
    }
}
