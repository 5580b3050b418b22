using System.Globalization;
using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Drills.Places;

/// <summary>
/// The wall clock of one process, which a drill sets while the process runs: libfaketime, preloaded. Time that only runs forward (CLOCK_MONOTONIC) stays
/// as it is, as on a machine whose wall clock is set.
/// </summary>
internal sealed class FakeClock
{
    private const string LibraryFile = "libfaketimeMT.so.1";

    private readonly string _file;

    /// <param name="library">Where libfaketime is.</param>
    /// <param name="file">From which the process learns how far its clock is off.</param>
    public FakeClock(string library, string file)
    {
        _file = file;
        Set(TimeSpan.Zero);
        // Asked again after a second. Waits keep to the monotonic clock of the kernel: with libfaketime's own way of that, they end early.
        Launch = new Launch([], [("LD_PRELOAD", library), ("FAKETIME_TIMESTAMP_FILE", file), ("FAKETIME_CACHE_DURATION", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_FORCE_MONOTONIC_FIX", "0")]);
    }

    public Launch Launch { get; }

    /// <exception cref="MissingPartException">It is nowhere on this machine.</exception>
    public static string Library()
    {
        const string Libraries = "/usr/lib";
        string[] directories = Directory.Exists(Libraries) ? [Libraries, "/usr/local/lib", .. Directory.GetDirectories(Libraries)] : [];
        return directories.Select(directory => Path.Combine(directory, "faketime", LibraryFile)).FirstOrDefault(File.Exists)
            ?? throw new MissingPartException(
                $"This drill sets the clocks of single processes by libfaketime, and {LibraryFile} is in no faketime directory under {Libraries}.", "libfaketime 0.9.9 or later", "Install it (Debian: apt install faketime)");
    }

    /// <summary>From within a second on the clock is off by so much; zero puts it right.</summary>
    public void Set(TimeSpan off)
    {
        var draft = _file + ".draft";
        File.WriteAllText(draft, off.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(draft, _file, overwrite: true);
    }
}
