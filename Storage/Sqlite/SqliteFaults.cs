using Microsoft.Data.Sqlite;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Sqlite;

/// <summary>SQLite's result codes (sqlite.org/rescode.html) as our faults.</summary>
internal static class SqliteFaults
{
    private const int Perm = 3, Busy = 5, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    public static StoreFaultException Named(SqliteException cause, string database) => cause.SqliteErrorCode switch
    {
        Full => new(StoreFault.DiskFull, $"The device of {database} is full; the write was undone.", "Free space on it.", cause),
        Perm or ReadOnly or CannotOpen => new(StoreFault.DirectoryUnwritable, $"{database} cannot be written: {cause.Message}", "Give this user write access.", cause),
        Corrupt or NotADatabase => new(StoreFault.StateUnreadable, $"{database} is damaged: {cause.Message}", "Restore it from a backup; it was left as it is.", cause),
        Busy => new(StoreFault.DirectoryInUse, $"{database} is locked by another program.", "Close that program.", cause),
        InputOutput => new(StoreFault.DeviceFailed, $"The device of {database} failed: {cause.Message}", "Check the device, then start again.", cause),
        _ => new(StoreFault.DeviceFailed, $"SQLite refused work on {database}: {cause.Message}", "Start again; if it stays, report it.", cause),
    };
}
