using System.Collections.Immutable;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Arbitrage;

/// <summary>What a scan for cycles looks at and what it is content with.</summary>
public sealed record ScanOptions
{
    /// <summary>2 to 10 tokens that may stand in a cycle.</summary>
    public required ImmutableArray<Mint> Tokens { get; init; }

    /// <summary>Venues whose pools may stand in a cycle, in lower case.</summary>
    public required ImmutableArray<string> Venues { get; init; }

    /// <summary>Tokens that a cycle may start from and end in. With a loan only those that somebody lends, without one only SOL.</summary>
    public ImmutableArray<Mint> Starts { get; init; } = [Mint.Sol];

    /// <summary>2 or 3.</summary>
    public int LegsMin { get; init; } = 2;

    /// <summary>2 or 3.</summary>
    public int LegsMax { get; init; } = 3;

    /// <summary>Smallest profit after everything, lamports.</summary>
    public required Lamports MinimumProfit { get; init; }

    /// <summary>Borrow the input. Otherwise it is own capital.</summary>
    public bool UseFlashLoan { get; init; } = true;

    /// <summary>Largest loan of one trade, lamports of value.</summary>
    public required Lamports LoanMax { get; init; }

    /// <summary>Own capital set aside beside a loan, per million of it: what a trade may lose before its guard undoes it.</summary>
    public uint CapitalBufferPpm { get; init; } = 10_000;

    /// <summary>Everything is looked at again after this long, market time.</summary>
    public TimeSpan FullScanEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What was found is offered for this long, market time.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Findings of one look. They share no pool.</summary>
    public int FindingsMax { get; init; } = 4;

    /// <summary>A cycle that was told is told again when its gain moved by this share.</summary>
    public BasisPoints TellAgainAt { get; init; } = new(1_000);
}
