namespace Orchestrator.Solana.Programs;

/// <summary>What one swap gives, to the base unit, or why there is no answer.</summary>
public readonly record struct QuoteResult
{
    public QuoteRefusal Refusal { get; private init; }

    /// <summary>What the refusal was about; set only with a refusal.</summary>
    public string? Detail { get; private init; }

    /// <summary>Leaves the trader's account, transfer fee included. Base units of the input mint.</summary>
    public ulong AmountIn { get; init; }

    /// <summary>Arrives in the trader's account, after the transfer fee. Base units of the output mint.</summary>
    public ulong AmountOut { get; init; }

    /// <summary>The pool's fees taken from the input. Base units of the input mint.</summary>
    public ulong FeeIn { get; init; }

    /// <summary>The pool's fees taken from the output. Base units of the output mint.</summary>
    public ulong FeeOut { get; init; }

    /// <summary>Token-2022 fee withheld on the way into the pool. Base units of the input mint.</summary>
    public ulong TransferFeeIn { get; init; }

    /// <summary>Token-2022 fee withheld on the way out. Base units of the output mint.</summary>
    public ulong TransferFeeOut { get; init; }

    /// <summary>See <see cref="Arithmetic.PriceImpact"/>. Basis points, four decimals, rounded up, fees left out.</summary>
    public decimal PriceImpactBps { get; init; }

    public bool IsRefused => Refusal != QuoteRefusal.None;

    public static QuoteResult Refused(QuoteRefusal refusal, string? detail = null) => new() { Refusal = refusal, Detail = detail };
}
