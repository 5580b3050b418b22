using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Records;

/// <summary>Named bytes, each replaced only by a writer that knows the present version.</summary>
internal interface IFencedRecords
{
    /// <returns>Null when nothing was ever stored under the key.</returns>
    Task<FencedRecord?> Read(string key);

    /// <summary>Returns when the write is durable.</summary>
    /// <param name="expected">The version to replace; null when there must be none.</param>
    /// <param name="body">The bytes to keep; null keeps the version only (a cleared record).</param>
    /// <returns>The new version, or null when another version stands there: nothing was written.</returns>
    /// <exception cref="StoreFaultException">After it, only a <see cref="Read"/> tells whether the write stands.</exception>
    Task<string?> Replace(string key, string? expected, byte[]? body);
}

/// <param name="Body">Null for a cleared record.</param>
internal sealed record FencedRecord(string Version, byte[]? Body);
