namespace Orchestrator.Solana.Execution;

/// <summary>Codes with which a planner refuses. Stable: they become reasons of decisions.</summary>
public static class PlanRefusals
{
    public const string UnknownPool = "unknown_pool";
    public const string RouteBroken = "route_broken";
    public const string NoLongerProfitable = "no_longer_profitable";
    public const string FlashLoanUnavailable = "flash_loan_unavailable";
    public const string InsufficientBalance = "insufficient_balance";
    public const string TooLarge = "transaction_too_large";
    public const string AssetNotSupported = "asset_not_supported";
    /// <summary>More is to be taken back than the lender has at hand.</summary>
    public const string LenderShort = "lender_short";
    /// <summary>Jupiter is not set, or does not answer now.</summary>
    public const string AggregatorUnavailable = "aggregator_unavailable";
    /// <summary>Jupiter answered what does not fit what was asked, or what nobody here would sign.</summary>
    public const string AggregatorAnswerRefused = "aggregator_answer_refused";
    /// <summary>Jupiter knows no way.</summary>
    public const string NoRoute = "no_route";
    /// <summary>It would fit with lookup tables that the signer's policy does not pin.</summary>
    public const string TablesNotPinned = "lookup_tables_not_pinned";
    public const string DraftFailed = "draft_failed";
}
