using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Solana.Simulation;

/// <summary>A simulated venue, in this process (<see cref="SimulatedVenue"/>) or in another (<see cref="RemoteVenue"/>).</summary>
/// <remarks>A venue that cannot be asked throws <see cref="ChainUnavailableException"/>.</remarks>
public interface IVenue
{
    IChain Chain { get; }

    IExecutionPlanner Planner { get; }

    ISigner Signer { get; }

    /// <summary>Lets the market run to this moment; the past changes nothing. Asking twice is harmless.</summary>
    /// <returns>What the scan found in the slots that passed, oldest first.</returns>
    ValueTask<ImmutableArray<ArbitrageFinding>> Advance(DateTimeOffset to, CancellationToken cancel);

    /// <summary>What the scan found in slots after this one, for a reader that lost an answer or comes back.</summary>
    ValueTask<ImmutableArray<ArbitrageFinding>> FindingsAfter(ulong slot, CancellationToken cancel);

    /// <summary>What a Yellowstone server tells of the blocks after this slot, oldest first, as far back as it is kept.</summary>
    ValueTask<ImmutableArray<VenueSlot>> SlotsAfter(ulong slot, CancellationToken cancel);

    /// <summary>Accounts as a node answers for them, all at one slot.</summary>
    /// <param name="addresses">Base58.</param>
    ValueTask<VenueLookUp> Accounts(ImmutableArray<string> addresses, CancellationToken cancel);

    /// <summary>A mint's largest token accounts, largest first, at most twenty. Base58.</summary>
    ValueTask<ImmutableArray<string>> Largest(string mint, CancellationToken cancel);

    /// <summary>What selling these base units along this route would bring on the pools as they are.</summary>
    /// <returns>The route with its amounts; or why it cannot be traded.</returns>
    ValueTask<VenueSale> Sale(ImmutableArray<RouteLeg> route, BaseUnits units, CancellationToken cancel);

    /// <summary>The venue's own books.</summary>
    ValueTask<VenueAudit> Audit(CancellationToken cancel);

    /// <summary>What a change of a token is worth in lamports at the market's reference price, rounded towards zero; SOL is worth itself.</summary>
    /// <exception cref="ArgumentException">The token is not traded here.</exception>
    ValueTask<Lamports> Mark(BalanceChange change, CancellationToken cancel);
}
