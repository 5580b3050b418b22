using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Idempotency;

[GenerateSerializer, Alias("idempotency-state")]
public sealed class IdempotencyState
{
    /// <summary>Null before the key was used.</summary>
    [Id(0)]
    public string? RequestHash { get; set; }

    [Id(1)]
    public Guid Effect { get; set; }

    /// <summary>HTTP status of the answer; null while the first request is under way.</summary>
    [Id(2)]
    public int? Status { get; set; }

    [Id(3)]
    public string? Body { get; set; }
}

/// <summary>Remembers one key of one caller.</summary>
[GrainType("idempotency")]
internal sealed class IdempotencyGrain([PersistentState("idempotency", StateNames.Grains)] IPersistentState<IdempotencyState> state)
    : Grain, IIdempotencyGrain
{
    /// <summary>Longest answer kept, in characters.</summary>
    private const int BodyMax = 64 * 1024;

    public async Task<IdempotencyClaim> Claim(string requestHash, Guid proposedId)
    {
        if (state.State.RequestHash is null)
        {
            state.State.RequestHash = requestHash;
            state.State.Effect = proposedId;
            await state.WriteOrDeactivate(this);
        }

        var same = string.Equals(state.State.RequestHash, requestHash, StringComparison.Ordinal);
        return same
            ? new IdempotencyClaim(true, state.State.Effect, state.State.Status, state.State.Body)
            : new IdempotencyClaim(false, state.State.Effect, null, null);
    }

    public Task Complete(int status, string body)
    {
        if (state.State.RequestHash is null) throw new InvalidOperationException("A key is claimed before it is completed.");
        if (body.Length > BodyMax) throw new ArgumentException($"{body.Length} characters; at most {BodyMax} are kept.", nameof(body));
        if (state.State.Status is not null) return Task.CompletedTask;
        state.State.Status = status;
        state.State.Body = body;
        return state.WriteOrDeactivate(this);
    }
}
