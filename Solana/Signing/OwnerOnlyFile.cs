using Orchestrator.Solana.Records;

namespace Orchestrator.Solana.Signing;

/// <summary>Files that nobody but their owner may read.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Far above any key file.</summary>
    private const int SizeMax = 64 * 1024;

    /// <exception cref="SignerFaultException">It is not there, or others may read it.</exception>
    public static byte[] Read(string path)
    {
        if (!File.Exists(path)) throw new SignerFaultException(SignerFault.KeystoreMissing, $"{path} is not there.");
        // The open file is asked, not its name: what is judged is what is read.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file.SafeFileHandle) is var mode && (mode & Others) != 0)
            throw new SignerFaultException(SignerFault.ReadableByOthers, $"{path} may be read by others (mode {Convert.ToString((int)mode, 8)}).");
        if (file.Length > SizeMax) throw new SignerFaultException(SignerFault.KeystoreDamaged, $"{path} is larger than a key file can be.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Writes a file that was not there before, on disk when it returns.</summary>
    /// <exception cref="SignerFaultException">It is there already: a key is never overwritten.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path)) throw new SignerFaultException(SignerFault.KeystoreExists, $"{path} exists already.");
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(path, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        DirectoryFlush.Flush(directory);
    }

    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
