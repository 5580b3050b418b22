using System.Globalization;
using System.Text;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Sealing;

namespace Orchestrator.Storage.Heads;

/// <summary>
/// What is known of a store outside it: its id and a number of commits that it had reached for certain. It is written
/// after the store made those commits durable, so a sound store is never behind it.
/// </summary>
public sealed class HeadFile(string directory, IFaultPoints? faults = null)
{
    public const string Name = "store.head";
    private const string Mark = "orchestrator store head 1";
    private readonly IFaultPoints _faults = faults ?? NoFaultPoints.Instance;

    public string FullName { get; } = Path.Combine(directory, Name);

    /// <returns>Null when no head was ever kept here.</returns>
    /// <exception cref="StoreFaultException"><see cref="StoreFault.HeadUnreadable"/>.</exception>
    public StoreHead? Read()
    {
        if (!File.Exists(FullName)) return null;
        var lines = File.ReadAllLines(FullName);
        if (lines.Length == 4 && lines[0] == Mark && lines[3] == Checksum(lines[1], lines[2])
            && long.TryParse(lines[2], NumberStyles.None, CultureInfo.InvariantCulture, out var commits))
            return new StoreHead(lines[1], commits);
        throw new StoreFaultException(StoreFault.HeadUnreadable, $"The head file {FullName} is damaged.",
            "Compare the store with its last backup; if it is the newest, retire the head file.");
    }

    /// <summary>Replaces the file as a whole and flushes it and its directory.</summary>
    public void Write(StoreHead head)
    {
        var commits = head.Commits.ToString(CultureInfo.InvariantCulture);
        var bytes = Encoding.ASCII.GetBytes($"{Mark}\n{head.StoreId}\n{commits}\n{Checksum(head.StoreId, commits)}\n");
        var fresh = FullName + ".new";
        _faults.Reached(StorePoints.OuterHeadBefore);
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, FullName, overwrite: true);
        DirectoryFlush.Flush(directory);
        _faults.Reached(StorePoints.OuterHeadAfter);
    }

    /// <summary>
    /// An operator's word that the store as it stands is the right one, e.g. after a restore. The old head is kept beside.
    /// </summary>
    /// <returns>Where the old head is now; null when there was none.</returns>
    public string? Retire(string reason, DateTimeOffset at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (!File.Exists(FullName)) return null;
        var retired = Path.Combine(directory, $"{Name}.retired-{at.UtcTicks}");
        File.Move(FullName, retired);
        File.AppendAllText(retired, $"retired {at:O}: {reason.ReplaceLineEndings(" ")}\n");
        DirectoryFlush.Flush(directory);
        return retired;
    }

    private static string Checksum(string id, string commits) => Seal.Crc32C(Encoding.ASCII.GetBytes($"{id} {commits}")).ToString("x8", CultureInfo.InvariantCulture);
}
