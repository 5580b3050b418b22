using Orleans;

namespace Orchestrator.Domain.Capital;

public enum Resolution
{
    Posted = 0,
    Voided = 1,
    Expired = 2,
}

/// <summary>How a reservation ended; remembered for 24 h so that nothing ends twice.</summary>
/// <param name="Content">Hash of the trade.</param>
/// <param name="Signature">Hash of the signature that was posted; 0 when none was.</param>
[GenerateSerializer, Immutable, Alias("settled")]
public readonly record struct Settled(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] Resolution Resolution,
    [property: Id(2)] ulong Content,
    [property: Id(3)] ulong Signature,
    [property: Id(4)] DateTimeOffset At);

/// <summary>Settled ids that left the book's own memory and are not older than <see cref="SettledMemory.Retention"/>. Reads only.</summary>
public interface ISettledArchive
{
    Settled? Find(OpportunityId id);
}

/// <summary>Nothing was archived yet.</summary>
public sealed class EmptySettledArchive : ISettledArchive
{
    public static readonly EmptySettledArchive Instance = new();

    public Settled? Find(OpportunityId id) => null;
}
