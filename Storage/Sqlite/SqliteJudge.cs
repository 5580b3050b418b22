using System.Globalization;
using Orchestrator.Storage.Judgement;

namespace Orchestrator.Storage.Sqlite;

internal sealed class SqliteJudge(SqliteStore store) : IStoreJudge
{
    /// <summary>Below this a day of trading may not fit.</summary>
    internal const long FreeBytesWanted = 1L << 30;

    /// <summary>Below this the next checkpoint may not fit.</summary>
    internal const long FreeBytesMin = 128L << 20;

    public async Task<IReadOnlyList<Finding>> Judge(CancellationToken cancel = default)
    {
        // Asked of the connection that writes: these settings belong to a connection, not to the file.
        var (journal, synchronous) = await store.Writer.Write(session => (
            Convert.ToString(session.Scalar("PRAGMA journal_mode"), CultureInfo.InvariantCulture)!,
            Convert.ToInt64(session.Scalar("PRAGMA synchronous"), CultureInfo.InvariantCulture)));
        var directory = Path.GetFullPath(store.Options.DataDirectory);
        var drive = new DriveInfo(directory);
        return Judge(journal, synchronous, drive.DriveFormat, drive.AvailableFreeSpace, directory);
    }

    internal static IReadOnlyList<Finding> Judge(string journal, long synchronous, string fileSystem, long freeBytes, string directory)
    {
        var findings = new List<Finding>();
        if (journal != "wal")
            findings.Add(new("sqlite.journal_mode", $"journal_mode is {journal}", "wal", $"Move {directory} to a local disk: SQLite keeps no write-ahead log on this one.", Severity.RefusesLive));
        if (synchronous < 2)
            findings.Add(new("sqlite.synchronous", $"synchronous is {synchronous}", "2 (FULL) or 3 (EXTRA)", "Start with the settings of this build.", Severity.RefusesLive));
        if (fileSystem is "nfs" or "nfs4" or "cifs" or "smb" or "smb2" or "fuse" or "fuse.sshfs" or "9p" or "fuseblk")
            findings.Add(new("sqlite.file_system", $"{directory} is on {fileSystem}", "a local disk", "A network file system keeps neither locks nor flushes reliably: choose another directory.", Severity.RefusesLive));
        if (fileSystem is "tmpfs" or "ramfs")
            findings.Add(new("sqlite.volatile", $"{directory} is in memory ({fileSystem})", "a disk", "Everything there is lost when the machine restarts: choose another directory.", Severity.RefusesLive));
        if (freeBytes < FreeBytesMin)
            findings.Add(new("sqlite.free_space", $"{freeBytes >> 20} MiB are free at {directory}", $"at least {FreeBytesMin >> 20} MiB", "Free space on the device.", Severity.RefusesLive));
        else if (freeBytes < FreeBytesWanted)
            findings.Add(new("sqlite.free_space", $"{freeBytes >> 20} MiB are free at {directory}", $"{FreeBytesWanted >> 20} MiB or more", "Free space on the device soon.", Severity.Warns));
        return findings;
    }
}
