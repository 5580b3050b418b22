namespace Orchestrator.Journey.Tests.Systems;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("orch-journey-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
