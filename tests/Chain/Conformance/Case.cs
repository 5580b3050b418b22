using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>One transaction and what must become of it.</summary>
/// <param name="Error">Null when it succeeds.</param>
internal sealed record Case(string? Error, Func<Scene, Instruction[]> Transaction)
{
    public LenderSettings Lender { get; init; } = new();

    public WalletSettings Wallet { get; init; } = new();

    /// <summary>What changes when it succeeds, beside the fee that the wallet pays and the pools' own vaults.</summary>
    public Func<Scene, (PublicKey Account, long Change)[]> Changes { get; init; } = static _ => [];

    public VenueSettings Settings => new()
    {
        Chain = new ChainSettings { LostPpm = 0, LatePpm = 0, SkippedSlotsPpm = 0 },
        OrderFlow = new OrderFlowSettings { FlowPpm = 0, CompetitionPpm = 0, ReferenceStepPpm = 0, SpikesPpm = 0, DispersionPpm = 0, WhalesPpm = 0 },
        Lender = Lender, Wallet = Wallet,
    };
}
