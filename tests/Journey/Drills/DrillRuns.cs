using System.Text.Json;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>The runs of a long count, kept on disk until the count is whole: it goes on where it was stopped.</summary>
internal sealed class DrillRuns(string count)
{
    private string FilePath => Path.Combine(Repository.Root, ".orch", "soak", count + ".jsonl");

    public async Task<IReadOnlyList<DrillRun>> ReadAll() =>
        File.Exists(FilePath) ? [.. (await File.ReadAllLinesAsync(FilePath)).Select(line => JsonSerializer.Deserialize<DrillRun>(line)!)] : [];

    public Task Append(DrillRun run)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        return File.AppendAllTextAsync(FilePath, JsonSerializer.Serialize(run) + "\n");
    }

    public void Forget() => File.Delete(FilePath);
}
