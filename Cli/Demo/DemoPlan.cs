namespace Orchestrator.Cli.Demo;

/// <summary>What one demo is asked to do.</summary>
/// <param name="Seconds">Market time, from the venue's first slot.</param>
/// <param name="Directory">Where it keeps its state; null for a fresh place that is removed afterwards.</param>
/// <param name="Venue">Address of a venue in a process of its own; null for one in this process.</param>
/// <param name="Feed">How opportunities are found, see <c>simulation.feed</c>; null leaves the setting.</param>
/// <param name="Record">File of expectations to record the result in; for whoever changes the trade itself.</param>
/// <param name="KillAt">Fault point and passage at which the process kills itself, <c>point:n</c>.</param>
internal sealed record DemoPlan(
    ulong Seed, int Seconds, string? Directory, string Storage, bool Resume, string? Venue, bool Serve, string? Record, string? KillAt,
    string? ConfigFile, IReadOnlyList<string> Settings, string? Feed = null)
{
    public const ulong DefaultSeed = 1;

    /// <summary>Enough for every kind of decision that this market brings about, within half a minute on two cores.</summary>
    public const int DefaultSeconds = 130;

    public const int SecondsMax = 24 * 3600;
}
