using Orchestrator.Domain.Live;
using Orchestrator.Domain.Money;
using Orleans;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces;

/// <summary>The live lease of one portfolio, keyed by its name. Durable before it is answered.</summary>
[Alias("live-lease-grain"), GrainInterfaceType("live-lease")]
public interface ILiveLeaseGrain : IGrainWithStringKey
{
    [Alias("arm")]
    Task<LeaseReceipt> Arm(Lamports cap, Lamports maxLoss, TimeSpan duration, string by);

    [Alias("renew")]
    Task<LeaseReceipt> Renew(TimeSpan duration, string by);

    [Alias("disarm")]
    Task<LeaseReceipt> Disarm(string by);

    /// <summary>Null: never armed, or disarmed.</summary>
    [Alias("read"), AlwaysInterleave]
    Task<LiveLease?> Read();
}

[GenerateSerializer, Immutable, Alias("lease-receipt")]
public sealed record LeaseReceipt([property: Id(0)] LeaseOutcome Outcome, [property: Id(1)] LiveLease? Lease);
