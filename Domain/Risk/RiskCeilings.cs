using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Risk;

/// <summary>One setting outside of what is allowed.</summary>
/// <param name="Setting">snake_case name of the setting, for example <c>max_leverage_ratio</c>.</param>
/// <param name="Allowed">The allowed range, in words of the setting's unit.</param>
public sealed record LimitViolation(string Setting, string Value, string Allowed);

/// <summary>Compiled in: no setting, operator or strategy can go beyond them.</summary>
public static class RiskCeilings
{
    public const ulong SlotLag = 150;
    public const int OpenPositions = 100;
    public const int Strategies = 32;
    public const int Running = 100;
    public static readonly BasisPoints Leverage = new(100_000);
    public static readonly BasisPoints Heat = new(10_000);
    public static readonly BasisPoints TokenShare = new(5_000);
    public static readonly BasisPoints Slippage = new(1_000);
    public static readonly Lamports FlashLoanPerTrade = new(10_000 * Lamports.PerSol);
    public static readonly Lamports FlashLoansPerDay = new(1_000_000 * Lamports.PerSol);
    public static readonly TimeSpan ReservationLifetime = TimeSpan.FromHours(1);
    public static readonly TimeSpan MarkAge = TimeSpan.FromHours(1);
    public static readonly TimeSpan TokenInterval = TimeSpan.FromHours(24);

    /// <summary>Every violation at once; empty when the limits may be used.</summary>
    public static ImmutableArray<LimitViolation> Violations(RiskLimits limits)
    {
        var found = ImmutableArray.CreateBuilder<LimitViolation>();
        Within(found, "max_slot_lag", limits.SlotLagMax, 1, SlotLag, "slots");
        Within(found, "daily_flash_loan_limit_sol", limits.FlashLoansPerDayMax.ToSol(), 0, FlashLoansPerDay.ToSol(), "SOL");
        Within(found, "portfolio_heat_limit", limits.HeatMax.ToRatio(), 0.0001m, Heat.ToRatio(), "of total capital");
        Within(found, "max_open_positions", limits.OpenPositionsMax, 1, OpenPositions, "positions");
        Within(found, "max_concurrent_opportunities", limits.RunningMax, 1, Running, "executions");
        Within(found, "max_leverage_ratio", limits.LeverageMax.ToRatio(), 0.0001m, Leverage.ToRatio(), "times total capital");
        Within(found, "max_token_share", limits.TokenShareMax.ToRatio(), 0.0001m, TokenShare.ToRatio(), "of total capital");
        Within(found, "max_slippage", limits.SlippageMax.ToRatio(), 0, Slippage.ToRatio(), "as a ratio");
        Within(found, "reservation_lifetime_seconds", (decimal)limits.ReservationLifetime.TotalSeconds, 1, (decimal)ReservationLifetime.TotalSeconds, "s");
        Within(found, "mark_age_max_seconds", (decimal)limits.MarkAgeMax.TotalSeconds, 1, (decimal)MarkAge.TotalSeconds, "s");
        Within(found, "strategies", limits.Strategies.IsDefault ? -1 : limits.Strategies.Length, 0, Strategies, "strategies");
        if (limits.Strategies.IsDefault) return found.ToImmutable();

        foreach (var strategy in limits.Strategies)
        {
            Within(found, $"{strategy.Strategy}.max_flash_loan_amount_sol", strategy.FlashLoanMax.ToSol(), 0, FlashLoanPerTrade.ToSol(), "SOL");
            Within(found, $"{strategy.Strategy}.token_interval_seconds", (decimal)strategy.TokenInterval.TotalSeconds, 0, (decimal)TokenInterval.TotalSeconds, "s");
        }

        foreach (var twice in limits.Strategies.GroupBy(entry => entry.Strategy).Where(group => group.Count() > 1))
            found.Add(new LimitViolation($"{twice.Key}", $"{twice.Count()} entries", "one entry per strategy"));
        return found.ToImmutable();
    }

    internal static void Within(
        ImmutableArray<LimitViolation>.Builder found, string setting, decimal value, decimal lowest, decimal highest, string unit)
    {
        if (value >= lowest && value <= highest) return;
        found.Add(new LimitViolation(
            setting,
            value.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{lowest} to {highest} {unit}")));
    }
}
