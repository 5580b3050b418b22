namespace Orchestrator.Solana.Programs;

/// <summary>Why a pool gives no quote. A quote is exact or refused by name, never a guess.</summary>
public enum QuoteRefusal : byte
{
    None = 0,
    /// <summary>The amount asked for is zero.</summary>
    ZeroAmount = 1,
    /// <summary>The mint is none of the pool's two.</summary>
    WrongMint = 2,
    /// <summary>The pool's status or a paused or frozen token does not allow swaps.</summary>
    SwapDisabled = 3,
    /// <summary>The pool opens later than the given clock.</summary>
    NotYetOpen = 4,
    /// <summary>A reserve or the active liquidity is zero.</summary>
    ZeroLiquidity = 5,
    /// <summary>The pool cannot give that much, or takes less than all of the input.</summary>
    InsufficientLiquidity = 6,
    /// <summary>So small that nothing would come out.</summary>
    AmountTooSmall = 7,
    /// <summary>The program itself would overflow on these numbers.</summary>
    Overflow = 8,
    /// <summary>The swap would go past the given or the lowest or highest price.</summary>
    PriceLimit = 9,
    /// <summary>An account that the quote depends on was not given, for example the next tick array.</summary>
    MissingAccount = 10,
    /// <summary>Account data contradicts itself, for example a fee above the whole.</summary>
    InconsistentState = 11,
    /// <summary>The pool uses a feature that is known but not quoted, for example a transfer hook.</summary>
    Unsupported = 12,
    /// <summary>A token's transfer fee eats the whole amount.</summary>
    TransferFeeTakesAll = 13,
    /// <summary>The swap would cross more price steps than one transaction can.</summary>
    TooManySteps = 14,
    /// <summary>The program would fail because the token's transfer fee cannot be inverted for this amount.</summary>
    TransferFeeRounding = 15,
}
