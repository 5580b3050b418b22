using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Signing;

/// <summary>A token that may be traded.</summary>
/// <param name="TokenProgram">SPL Token or Token-2022: with the mint it gives the address of our account.</param>
/// <param name="LoanMax">Most that one message may borrow, base units; zero when it is not borrowed.</param>
/// <param name="SpendMax">Most that one message may give away in its worst case, base units. Zero allows only what comes back.</param>
public sealed record MintRule(PublicKey Mint, PublicKey TokenProgram, ulong LoanMax, ulong SpendMax);

/// <summary>A reserve of Save that may be borrowed from, with every account that money could go to.</summary>
/// <param name="HostFeeReceiver">The one foreign account that a host fee may go to; null when it must be our own.</param>
/// <param name="FeeWadMax">Highest flash-loan fee reckoned with, share of the loan times 10^18.</param>
public sealed record ReserveRule(
    PublicKey Reserve, PublicKey Market, PublicKey Mint, PublicKey LiquiditySupply, PublicKey FeeReceiver, PublicKey CollateralMint,
    PublicKey? HostFeeReceiver, ulong FeeWadMax);

/// <summary>What a signer lets pass. Every bound is within <see cref="SigningCeilings"/>.</summary>
public sealed record PolicyTerms
{
    public required PublicKey Wallet { get; init; }

    public required ImmutableArray<MintRule> Mints { get; init; }

    public ImmutableArray<ReserveRule> Reserves { get; init; } = [];

    /// <summary>Tables with the content they had when they were pinned: on chain a table only grows, so what is pinned stays true.</summary>
    public ImmutableArray<LookupTable> Tables { get; init; } = [];

    /// <summary>Programs that may be called to swap.</summary>
    public ImmutableArray<PublicKey> SwapPrograms { get; init; } =
    [
        ProgramIds.RaydiumV4, ProgramIds.RaydiumCpmm, ProgramIds.RaydiumClmm, ProgramIds.Whirlpool, ProgramIds.MeteoraDlmm, ProgramIds.MeteoraDammV2,
    ];

    /// <summary>Swaps through Jupiter are read, judged and signed like those of <see cref="SwapPrograms"/>; what of them is not understood never is.</summary>
    public bool MayUseAggregator { get; init; }

    /// <summary>A mint that is not listed may be bought and sold when the message itself creates our account of it.</summary>
    public bool MayOpenNewMints { get; init; }

    /// <summary>Sum of the tips of one message, lamports.</summary>
    public required ulong TipMax { get; init; }

    /// <summary>Price times limit, lamports.</summary>
    public required ulong PriorityFeeMax { get; init; }

    /// <summary>Lamports that the wallet must still hold at the end; the message itself must fail otherwise. Zero asks for no guard.</summary>
    public required ulong SolFloor { get; init; }

    /// <summary>Signatures within any second.</summary>
    public required int SignaturesPerSecond { get; init; }
}

/// <summary>Above these no setting goes: compiled in, so that a wrong file cannot lift them.</summary>
public static class SigningCeilings
{
    /// <summary>0.1 SOL.</summary>
    public const ulong TipMax = 100_000_000;

    /// <summary>0.05 SOL.</summary>
    public const ulong PriorityFeeMax = 50_000_000;

    public const int SignaturesPerSecond = 50;

    /// <summary>10,000 SOL.</summary>
    public const ulong SolLoanMax = 10_000_000_000_000;

    /// <summary>100 SOL.</summary>
    public const ulong SolSpendMax = 100_000_000_000;

    /// <summary>Two million dollars, base units of USDC and USDT.</summary>
    public const ulong DollarLoanMax = 2_000_000_000_000;

    /// <summary>Twenty thousand dollars, base units of USDC and USDT.</summary>
    public const ulong DollarSpendMax = 20_000_000_000;

    /// <summary>One per cent of a loan, times 10^18.</summary>
    public const ulong FlashLoanFeeWad = 10_000_000_000_000_000;

    /// <summary>Instructions of one message.</summary>
    public const int InstructionsMax = 24;

    /// <summary>Token accounts that one message may create.</summary>
    public const int NewAccountsMax = 4;

    public const int MintsMax = 256;

    /// <exception cref="ArgumentException">A term is above its ceiling; the message names it with both figures.</exception>
    public static void Check(PolicyTerms terms)
    {
        NotAbove("tip cap", terms.TipMax, TipMax);
        NotAbove("priority fee cap", terms.PriorityFeeMax, PriorityFeeMax);
        NotAbove("signatures per second", (ulong)Math.Max(0, terms.SignaturesPerSecond), SignaturesPerSecond);
        if (terms.SignaturesPerSecond < 1) throw new ArgumentException("signatures per second: at least 1 is needed.", nameof(terms));
        NotAbove("number of mints", (ulong)terms.Mints.Length, MintsMax);
        foreach (var mint in terms.Mints)
        {
            if (mint.Mint == Mints.WrappedSol)
            {
                NotAbove("SOL loan cap", mint.LoanMax, SolLoanMax);
                NotAbove("SOL spend cap", mint.SpendMax, SolSpendMax);
            }
            else if (mint.Mint == Mints.Usdc || mint.Mint == Mints.Usdt)
            {
                NotAbove("dollar loan cap", mint.LoanMax, DollarLoanMax);
                NotAbove("dollar spend cap", mint.SpendMax, DollarSpendMax);
            }
        }

        foreach (var reserve in terms.Reserves) NotAbove("flash loan fee", reserve.FeeWadMax, FlashLoanFeeWad);
    }

    private static void NotAbove(string what, ulong value, ulong ceiling)
    {
        if (value > ceiling) throw new ArgumentException($"{what}: {value} is above the ceiling of {ceiling}, which no setting can lift.");
    }
}
