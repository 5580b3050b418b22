using System.Globalization;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Sqlite;

/// <summary>One process per data directory: an exclusive lock on a file that names its holder and dies with it.</summary>
internal sealed class DirectoryLock : IDisposable
{
    public const string Name = "store.lock";
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <exception cref="StoreFaultException"><see cref="StoreFault.DirectoryInUse"/> or <see cref="StoreFault.DirectoryUnwritable"/>.</exception>
    public static DirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, Name);
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unwritable(directory, cause);
        }

        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
        }
        catch (IOException cause) when (Holder(path) is { } holder)
        {
            throw new StoreFaultException(StoreFault.DirectoryInUse, $"The data directory {directory} is held by process {holder}.",
                "Stop that process, or choose another directory.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(directory, cause);
        }

        try
        {
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush(flushToDisk: true);
            return new DirectoryLock(file);
        }
        catch (IOException cause)
        {
            file.Dispose();
            throw Full(directory, cause);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <returns>The process that holds the lock, or null when the file is not locked but cannot be opened.</returns>
    private static string? Holder(string path)
    {
        try
        {
            // Asks for no lock of its own, so it reads under that of the holder.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            using var text = new StreamReader(file);
            var pid = text.ReadToEnd().Trim();
            return pid.Length > 0 ? pid : "(unknown)";
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static StoreFaultException Unwritable(string directory, Exception cause) => new(StoreFault.DirectoryUnwritable,
        $"The data directory {directory} cannot be written: {cause.Message}", "Give this user write access, or choose another directory.", cause);

    private static StoreFaultException Full(string directory, Exception cause) => new(StoreFault.DiskFull,
        $"The device of {directory} takes no more data: {cause.Message}", "Free space on it.", cause);
}
