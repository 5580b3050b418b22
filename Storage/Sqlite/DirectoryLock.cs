using System.Globalization;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Sqlite;

/// <summary>One process per data directory: an exclusive lock on a file that names its holder and dies with it.</summary>
internal sealed class DirectoryLock : IDisposable
{
    public const string Name = "store.lock";
    public const string HolderName = "store.holder";

    /// <summary>What the system says of a file that another process has locked: Linux, macOS, Windows.</summary>
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];
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
        catch (IOException cause) when (Taken.Contains(cause.HResult))
        {
            throw new StoreFaultException(StoreFault.DirectoryInUse, $"The data directory {directory} is held by process {Holder(directory)}.",
                "Stop that process, or choose another directory.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(directory, cause);
        }

        try
        {
            // Beside the lock: a locked file cannot be read.
            File.WriteAllText(Path.Combine(directory, HolderName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DirectoryLock(file);
        }
        catch (IOException cause)
        {
            file.Dispose();
            throw Full(directory, cause);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, HolderName)).Trim();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return "(unknown)";
        }
    }

    private static StoreFaultException Unwritable(string directory, Exception cause) => new(StoreFault.DirectoryUnwritable,
        $"The data directory {directory} cannot be written: {cause.Message}", "Give this user write access, or choose another directory.", cause);

    private static StoreFaultException Full(string directory, Exception cause) => new(StoreFault.DiskFull,
        $"The device of {directory} takes no more data: {cause.Message}", "Free space on it.", cause);
}
