using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>An instruction with what its program's reader made of it.</summary>
/// <param name="Refusal">Why there is no decoded form; <see cref="DecodeRefusal.UnknownProgram"/> for programs nobody here reads.</param>
/// <param name="Recorded">Events the program recorded while it ran it: in logs or in calls to itself.</param>
public sealed record ReadInstruction(
    ResolvedInstruction Instruction, DecodedInstruction? Decoded, DecodeRefusal Refusal, ImmutableArray<DecodedEvent> Recorded);

/// <summary>A swap that happened. Base units.</summary>
/// <param name="AmountIn">Left the trader towards the pool, a token's own transfer fee included.</param>
/// <param name="AmountOut">Left the pool towards the trader.</param>
/// <param name="At">Index into <see cref="TransactionEvents.Instructions"/>.</param>
public sealed record SwapEvent(
    PublicKey Program, string ProgramName, SwapRequest Request, ulong AmountIn, ulong AmountOut, PublicKey? MintIn, PublicKey? MintOut, int At);

/// <summary>A pool that came into being.</summary>
public sealed record PoolCreatedEvent(PublicKey Program, string ProgramName, PoolCreation Creation, int At);

/// <summary>What one token account gained or lost. Base units.</summary>
/// <param name="Owner">Null on transactions before 2021.</param>
public sealed record TokenChange(PublicKey Account, PublicKey? Owner, PublicKey Mint, ulong Before, ulong After)
{
    public Int128 Change => (Int128)After - Before;
}

/// <summary>Lamports to a block engine's tip account.</summary>
public sealed record TipEvent(PublicKey From, PublicKey To, ulong Lamports, int At);

/// <summary>What a transaction did, as far as the programs here can be read.</summary>
/// <remarks>A transaction that failed, or was not executed, has instructions but no swaps, pools, changes or tips: nothing happened.</remarks>
public sealed record TransactionEvents(
    ImmutableArray<ReadInstruction> Instructions,
    ImmutableArray<SwapEvent> Swaps,
    ImmutableArray<PoolCreatedEvent> Pools,
    ImmutableArray<TokenChange> TokenChanges,
    ImmutableArray<TipEvent> Tips);
