using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>A transaction as it was executed, in one form whatever source it came from.</summary>
public sealed record FullTransaction
{
    /// <summary>Null where the source does not say, as in a bare transaction.</summary>
    public ulong? Slot { get; init; }

    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>Position in its block, where the source says.</summary>
    public ulong? Index { get; init; }

    public required ImmutableArray<Signature> Signatures { get; init; }

    public required MessageVersion Version { get; init; }

    public required Blockhash RecentBlockhash { get; init; }

    /// <summary>In the order that indexes count: static, loaded writable, loaded read-only.</summary>
    public required ImmutableArray<ResolvedAccount> Accounts { get; init; }

    /// <summary>Top-level instructions, each with those it caused.</summary>
    public required ImmutableArray<ResolvedInstruction> Instructions { get; init; }

    /// <summary>The exact wire form, with which signatures can be verified. Null for jsonParsed, which does not carry it.</summary>
    public VersionedTransaction? Wire { get; init; }

    /// <summary>Null for a transaction that was not executed yet, or whose source keeps it back.</summary>
    public TransactionMeta? Meta { get; init; }

    public Signature Id => Signatures[0];

    public bool Succeeded => Meta is { Error: null };

    /// <summary>All instructions in order of execution: each top-level one, then what it caused.</summary>
    public IEnumerable<ResolvedInstruction> InExecutionOrder
    {
        get
        {
            foreach (var outer in Instructions)
            {
                yield return outer;
                foreach (var inner in outer.Inner) yield return inner;
            }
        }
    }
}

/// <summary>An account of a transaction.</summary>
/// <param name="Key">Null when it comes from a table whose content the source does not give.</param>
/// <param name="Table">The lookup table it was loaded from; null for static ones, or where the source does not say.</param>
public readonly record struct ResolvedAccount(PublicKey? Key, AccountRole Role, bool IsLoaded, PublicKey? Table, byte? TableIndex);

/// <summary>An instruction with its accounts resolved.</summary>
public sealed record ResolvedInstruction
{
    public required PublicKey Program { get; init; }

    /// <summary>Empty when <see cref="AccountsKnown"/> is false.</summary>
    public required ImmutableArray<PublicKey> Accounts { get; init; }

    /// <summary>False when an account is in a table whose content is not known, or the source gives a parsed form without accounts.</summary>
    public bool AccountsKnown { get; init; } = true;

    /// <summary>Null when the source gives only a parsed form whose bytes cannot be rebuilt.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>Name that a jsonParsed source gives.</summary>
    public string? ParsedType { get; init; }

    /// <summary>1 for top level, 2 for what it calls, and so on; 0 where the source does not say.</summary>
    public int StackHeight { get; init; } = 1;

    /// <summary>What a top-level instruction caused, in order. Empty for inner ones.</summary>
    public ImmutableArray<ResolvedInstruction> Inner { get; init; } = [];
}

/// <summary>What executing a transaction did. Balances are by account index; lamports and base units.</summary>
public sealed record TransactionMeta
{
    public TransactionError? Error { get; init; }

    /// <summary>Base and priority fee, lamports.</summary>
    public required ulong Fee { get; init; }

    public required ImmutableArray<ulong> PreBalances { get; init; }

    public required ImmutableArray<ulong> PostBalances { get; init; }

    public ImmutableArray<TokenBalance> PreTokenBalances { get; init; } = [];

    public ImmutableArray<TokenBalance> PostTokenBalances { get; init; } = [];

    /// <summary>Empty when the source keeps them back.</summary>
    public ImmutableArray<string> Logs { get; init; } = [];

    public ulong? UnitsConsumed { get; init; }
}

/// <param name="Owner">Null on transactions before 2021, which did not record it.</param>
/// <param name="Amount">Base units.</param>
public sealed record TokenBalance(byte AccountIndex, PublicKey Mint, PublicKey? Owner, PublicKey? Program, ulong Amount, byte Decimals);
