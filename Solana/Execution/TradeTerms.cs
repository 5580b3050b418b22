using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>How trades of one wallet are built.</summary>
public sealed record TradeTerms
{
    public required PublicKey Wallet { get; init; }

    /// <summary>Reserves of Save that can be borrowed from; each names its mint itself.</summary>
    public ImmutableArray<PublicKey> Reserves { get; init; } = [];

    /// <summary>Own lookup tables, with what is usable of them.</summary>
    public ImmutableArray<LookupTable> Tables { get; init; } = [];

    public required TipTerms Tip { get; init; }

    /// <summary>Micro-lamports per compute unit.</summary>
    public required ulong UnitPrice { get; init; }

    /// <summary>What an inner leg may give less than quoted, millionths: the next leg sells only what is promised.</summary>
    public int InnerTolerancePpm { get; init; } = 100;

    /// <summary>Lamports that the wallet keeps; a guard at the end makes the transaction fail below it.</summary>
    public required ulong SolFloor { get; init; }
}
