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
    public const string DraftFailed = "draft_failed";
}
