using System.Collections.Immutable;

namespace Orchestrator.Domain.Strategies;

public enum StrategyOptionKind
{
    Switch,
    Whole,
    Ratio,
    TextList,
}

/// <summary>One setting of a strategy: all that a person needs to set it and that a loader needs to refuse it.</summary>
/// <param name="Name">Below the strategy's own section.</param>
/// <param name="Default">As it would be written; entries of a list with commas between.</param>
/// <param name="Min">Smallest number, or fewest entries.</param>
/// <param name="Max">Largest number, or most entries.</param>
/// <param name="IsLive">An edit applies at once; else with a restart.</param>
public sealed record StrategyOption(
    string Name, StrategyOptionKind Kind, string Default, string About, decimal? Min = null, decimal? Max = null, string? Unit = null, bool IsLive = true, params string[] Choices)
{
    /// <summary>Highest setting of a loan, SOL; nothing lifts it.</summary>
    private const decimal LoanCeiling = 10_000;

    /// <summary>What capital and risk ask of every strategy.</summary>
    /// <param name="isEnabled">Whether it runs where nobody says anything.</param>
    /// <param name="about">What it does, as help to its switch.</param>
    /// <param name="loanMaxSol">Largest loan of one trade, SOL; zero: it borrows nothing, and no setting makes it.</param>
    /// <param name="capitalShare">Its share of the portfolio where shares are fixed.</param>
    public static IEnumerable<StrategyOption> Shared(bool isEnabled, string about, int loanMaxSol, string capitalShare) =>
    [
        new("enabled", StrategyOptionKind.Switch, isEnabled ? "true" : "false", about),
        loanMaxSol > 0
            ? new("max_flash_loan_amount_sol", StrategyOptionKind.Ratio, loanMaxSol.ToString(System.Globalization.CultureInfo.InvariantCulture), "Largest flash loan of one trade.", 0, LoanCeiling, "SOL")
            : new("max_flash_loan_amount_sol", StrategyOptionKind.Ratio, "0", "Nothing is borrowed.", 0, 0, "SOL", IsLive: false),
        new("min_trade_interval_seconds", StrategyOptionKind.Whole, "0", "Shortest time between two trades of one token.", 0, 86_400, "s"),
        new("capital_share", StrategyOptionKind.Ratio, capitalShare, "Configured share of the portfolio (fixed allocation).", 0, 1),
        new("min_capital_share", StrategyOptionKind.Ratio, "0.05", "Dynamic allocation never gives less.", 0, 1),
        new("max_capital_share", StrategyOptionKind.Ratio, "0.8", "Dynamic allocation never gives more.", 0, 1),
    ];
}
