using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>One leg on its pool as it is now.</summary>
public readonly record struct TradeLeg(IPool Pool, PublicKey Input, PublicKey Output);

/// <summary>Everything a message is built from, read from the chain at one slot.</summary>
/// <param name="Lamports">The wallet's own.</param>
/// <param name="Held">Base units in the wallet's account of the first leg's input mint; null when there is no such account.</param>
/// <param name="Reserve">The reserve that lends the input mint; null when none does.</param>
public sealed record TradeState(
    ImmutableArray<TradeLeg> Legs, ulong Lamports, ulong? Held, (PublicKey Address, SaveReserve State)? Reserve, ChainClock Clock, Blockhash Blockhash);
