using System.Text.Json;
using Orchestrator.Chain.Tests.Node;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>What the drills of a soak brought, a file each, kept for the very build that they judged: hours of kills are not lost with the process that counts them.</summary>
internal sealed class LiveKillResults
{
    private readonly string _folder;

    public LiveKillResults()
    {
        var builds = string.Concat(((Type[])[typeof(Silo.Hosting.TradingHost), typeof(Grains.TradingGrains), typeof(Solana.Signing.LocalSigner), typeof(Domain.OpportunityId), typeof(LiveKillDrill)])
            .Select(type => type.Module.ModuleVersionId.ToString("N")));
        var build = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(builds)))[..16];
        _folder = Directory.CreateDirectory(Path.Combine(SourceTree.Chain, "obj", "live-kills", build)).FullName;
    }

    /// <returns>The right to run this drill, which ends with the process at the latest; null when another has it or it is done.</returns>
    public IDisposable? Claim(int round, int chunk)
    {
        if (File.Exists(FileOf(round, chunk))) return null;
        try
        {
            var claim = new FileStream(FileOf(round, chunk) + ".claim", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (!File.Exists(FileOf(round, chunk))) return claim;
            claim.Dispose();
            return null;
        }
        catch (IOException)
        {
            // Another process runs it just now.
            return null;
        }
    }

    public void Keep(int round, int chunk, LiveDrillOutcome outcome)
    {
        var part = FileOf(round, chunk) + ".part";
        File.WriteAllText(part, JsonSerializer.Serialize(outcome));
        File.Move(part, FileOf(round, chunk), overwrite: true);
    }

    public IReadOnlyList<LiveDrillOutcome> All() =>
        [.. Directory.EnumerateFiles(_folder, "*.json").Order(StringComparer.Ordinal).Select(file => JsonSerializer.Deserialize<LiveDrillOutcome>(File.ReadAllText(file))!)];

    /// <summary>Says in docs/reports what is known so far.</summary>
    public void Report()
    {
        var report = Path.Combine(SourceTree.Chain, "..", "..", "docs", "reports", "live-kills.md");
        var part = $"{report}.{Environment.ProcessId}";
        File.WriteAllText(part, LiveKillReport.Of(All()));
        File.Move(part, report, overwrite: true);
    }

    private string FileOf(int round, int chunk) => Path.Combine(_folder, $"{round:00}-{chunk}.json");
}
