using Orchestrator.Domain.Execution;

namespace Orchestrator.Solana.Simulation;

/// <summary>One transaction of the venue's ledger.</summary>
/// <param name="Payer">Base58 of who paid for it.</param>
public sealed record LandedTransaction(string Signature, string Payer, Landing Landing);
