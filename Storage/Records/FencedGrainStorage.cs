using Orchestrator.Storage.Sealing;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orchestrator.Storage.Records;

/// <summary>Orleans grain state on fenced records.</summary>
internal sealed class FencedGrainStorage(IFencedRecords records, StateSerializer serializer, IActivatorProvider activators, string name)
    : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = Key(stateName, grainId);
        var stored = await records.Read(key);
        grainState.State = stored?.Body is { } body ? serializer.Read<T>(body, key) : activators.GetActivator<T>().Create();
        grainState.ETag = stored?.Version;
        grainState.RecordExists = stored?.Body is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Replace(stateName, grainId, grainState, serializer.Write(grainState.State));
        grainState.RecordExists = true;
    }

    /// <summary>The version stays behind as a fence: a writer that still holds an older one is refused.</summary>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Replace(stateName, grainId, grainState, null);
        grainState.State = activators.GetActivator<T>().Create();
        grainState.RecordExists = false;
    }

    private async Task Replace<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? body)
    {
        var key = Key(stateName, grainId);
        grainState.ETag = await records.Replace(key, grainState.ETag, body) ?? throw new InconsistentStateException(
            $"Another writer has stored the grain state {key} since it was read.", "unknown", grainState.ETag ?? "none");
    }

    private string Key(string stateName, GrainId grainId) => $"grain/{name}/{grainId}/{stateName}";
}
