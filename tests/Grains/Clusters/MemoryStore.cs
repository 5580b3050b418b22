using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orchestrator.Grains.Tests.Clusters;

/// <summary>A store that outlives clusters and fails when told to. Keeps bytes, so that nothing is shared by reference.</summary>
public sealed class MemoryStore
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), (byte[] Bytes, string Etag)> records = new();
    private long etags;

    /// <summary>Asked before every write; true makes it fail before anything is stored.</summary>
    public Func<string, GrainId, bool> FailsBefore { get; set; } = (_, _) => false;

    /// <summary>Asked after every write; true loses the answer although the write stands.</summary>
    public Func<string, GrainId, bool> FailsAfter { get; set; } = (_, _) => false;

    public long Writes;

    public byte[]? BytesOf(string name, GrainId grain) => records.TryGetValue((name, grain), out var record) ? record.Bytes : null;

    /// <summary>Puts other bytes in place of what is stored, as a hand at the store would.</summary>
    public void Tamper(string name, GrainId grain, byte[] bytes) => records[(name, grain)] = (bytes, records[(name, grain)].Etag);

    public IEnumerable<(string Name, GrainId Grain)> Keys => records.Keys;

    public IGrainStorage For(IServiceProvider services) => new Storage(this, services.GetRequiredService<Serializer>());

    private sealed class Storage(MemoryStore store, Serializer serializer) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (store.records.TryGetValue((stateName, grainId), out var record))
            {
                grainState.State = serializer.Deserialize<T>(record.Bytes);
                grainState.ETag = record.Etag;
                grainState.RecordExists = true;
            }
            else
            {
                grainState.State = Activator.CreateInstance<T>();
                grainState.ETag = null;
                grainState.RecordExists = false;
            }

            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (store.FailsBefore(stateName, grainId)) throw new IOException($"The store failed before it wrote {stateName}.");
            var bytes = serializer.SerializeToArray(grainState.State);
            var etag = Interlocked.Increment(ref store.etags).ToString();
            store.records.AddOrUpdate(
                (stateName, grainId),
                _ => grainState.ETag is null ? (bytes, etag) : throw new InconsistentStateException($"{stateName}: nothing stored, {grainState.ETag} expected."),
                (_, old) => old.Etag == grainState.ETag
                    ? (bytes, etag)
                    : throw new InconsistentStateException($"{stateName}: {old.Etag} stored, {grainState.ETag} expected."));
            Interlocked.Increment(ref store.Writes);
            if (store.FailsAfter(stateName, grainId)) throw new IOException($"The store lost its answer for {stateName}.");
            grainState.ETag = etag;
            grainState.RecordExists = true;
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            store.records.TryRemove((stateName, grainId), out _);
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null;
            grainState.RecordExists = false;
            return Task.CompletedTask;
        }
    }
}
