using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Risk;

public enum ChangeSubject
{
    /// <summary>No single change of this opportunity or of one limit is enough.</summary>
    None = 0,
    OwnCapital = 1,
    FlashLoan = 2,
    SlippageBound = 3,
    /// <summary>The limit of <see cref="SuggestedChange.Check"/>.</summary>
    Limit = 4,
    /// <summary>Wait <see cref="SuggestedChange.To"/> seconds.</summary>
    Wait = 5,
}

/// <param name="Check">The refusal it answers; the first one where it answers several.</param>
/// <param name="From">What it was, in <paramref name="Unit"/>.</param>
/// <param name="To">What would have passed.</param>
[GenerateSerializer, Immutable, Alias("suggested-change")]
public sealed record SuggestedChange(
    [property: Id(0)] ChangeSubject Subject,
    [property: Id(1)] RiskCheck Check,
    [property: Id(2)] decimal From,
    [property: Id(3)] decimal To,
    [property: Id(4)] RiskUnit Unit,
    [property: Id(5)] string Sentence);

/// <summary>Finds the smallest change, measured as a share of what is changed; of equals the opportunity goes before the limit.</summary>
internal static class Suggestion
{
    public static SuggestedChange For(RiskReport report)
    {
        var refused = report.Checks.Where(check => !check.Passed).ToImmutableArray();
        SuggestedChange?[] candidates =
        [
            Lower(report, refused, ChangeSubject.OwnCapital, report.Capital.Value, RiskUnit.Lamports),
            Lower(report, refused, ChangeSubject.FlashLoan, report.FlashLoan.Value, RiskUnit.Lamports),
            Lower(report, refused, ChangeSubject.SlippageBound, report.SlippageBound.ToRatio(), RiskUnit.Ratio),
            Wait(refused),
            RaiseLimit(refused),
        ];
        return candidates.OfType<SuggestedChange>().MinBy(change => ShareOf(change, refused))
            ?? new SuggestedChange(ChangeSubject.None, refused[0].Check, 0, 0, RiskUnit.Condition,
                $"No single change would have been enough. {string.Join("; ", refused.Select(Why))}.");
    }

    private static string Why(CheckResult check) => check.Detail is { } detail ? $"{check.Check}: {detail}" : $"{check.Check}: {Say(check.Value, check.Unit)}, limit {Say(check.Limit, check.Unit)}";

    /// <summary>A wait is measured by the interval that asks for it.</summary>
    private static decimal ShareOf(SuggestedChange change, ImmutableArray<CheckResult> refused)
    {
        var whole = change.Subject == ChangeSubject.Wait ? refused[0].Limit : change.From;
        return Math.Abs(change.To - change.From) / Math.Max(whole, 0.000000001m);
    }

    /// <summary>Lowering one figure of the opportunity helps only if every refusal depends on that figure, and something is left of it.</summary>
    private static SuggestedChange? Lower(
        RiskReport report, ImmutableArray<CheckResult> refused, ChangeSubject subject, decimal from, RiskUnit unit)
    {
        if (refused.Any(check => SubjectOf(check) != subject)) return null;
        var to = report.Checks.Where(check => SubjectOf(check) == subject).Min(check => check.Acceptable!.Value);
        if (to <= 0 && subject != ChangeSubject.SlippageBound) return null;
        return new SuggestedChange(subject, refused[0].Check, from, to, unit,
            $"It would have passed with {Name(subject)} of at most {Say(to, unit)} instead of {Say(from, unit)}.");
    }

    private static SuggestedChange? Wait(ImmutableArray<CheckResult> refused)
    {
        if (refused is not [{ Check: RiskCheck.TokenInterval } interval]) return null;
        return new SuggestedChange(ChangeSubject.Wait, interval.Check, 0, -interval.Margin, RiskUnit.Seconds,
            $"It would have passed {Say(-interval.Margin, RiskUnit.Seconds)} later.");
    }

    private static SuggestedChange? RaiseLimit(ImmutableArray<CheckResult> refused)
    {
        if (refused is not [var only] || only.Unit == RiskUnit.Condition || CeilingOf(only.Check) is not { } ceiling) return null;
        var to = only.Unit == RiskUnit.Ratio ? Math.Ceiling(only.Value * BasisPoints.One) / BasisPoints.One : only.Value;
        var isMinimum = only.Check == RiskCheck.TokenInterval;
        if (!isMinimum && to > ceiling) return null;
        return new SuggestedChange(ChangeSubject.Limit, only.Check, only.Limit, to, only.Unit,
            $"It would have passed with the limit of {only.Check} at {Say(to, only.Unit)} instead of {Say(only.Limit, only.Unit)}.");
    }

    private static ChangeSubject SubjectOf(CheckResult check) => check switch
    {
        { Acceptable: null } => ChangeSubject.None,
        { Check: RiskCheck.OwnCapital or RiskCheck.Heat or RiskCheck.Leverage or RiskCheck.TokenShare or RiskCheck.StrategyBudget } => ChangeSubject.OwnCapital,
        { Check: RiskCheck.FlashLoanPerTrade or RiskCheck.FlashLoanPerDay } => ChangeSubject.FlashLoan,
        { Check: RiskCheck.Slippage } => ChangeSubject.SlippageBound,
        _ => ChangeSubject.None,
    };

    /// <summary>Null where no setting stands behind the limit: capital must be deposited, a state must be lifted.</summary>
    private static decimal? CeilingOf(RiskCheck check) => check switch
    {
        RiskCheck.Freshness => RiskCeilings.SlotLag,
        RiskCheck.FlashLoanPerTrade => RiskCeilings.FlashLoanPerTrade.Value,
        RiskCheck.FlashLoanPerDay => RiskCeilings.FlashLoansPerDay.Value,
        RiskCheck.Heat => RiskCeilings.Heat.ToRatio(),
        RiskCheck.OpenPositions => RiskCeilings.OpenPositions,
        RiskCheck.Leverage => RiskCeilings.Leverage.ToRatio(),
        RiskCheck.TokenShare => RiskCeilings.TokenShare.ToRatio(),
        RiskCheck.StrategyBudget => long.MaxValue,
        RiskCheck.Slippage => RiskCeilings.Slippage.ToRatio(),
        RiskCheck.TokenInterval => 0,
        _ => null,
    };

    private static string Name(ChangeSubject subject) => subject switch
    {
        ChangeSubject.OwnCapital => "own capital",
        ChangeSubject.FlashLoan => "a flash loan",
        _ => "a slippage bound",
    };

    private static string Say(decimal value, RiskUnit unit) => unit switch
    {
        RiskUnit.Lamports => (value / Lamports.PerSol).ToString("0.#########", CultureInfo.InvariantCulture) + " SOL",
        RiskUnit.Ratio => (value * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %",
        RiskUnit.Slots => value.ToString(CultureInfo.InvariantCulture) + " slots",
        RiskUnit.Seconds => value.ToString("0.###", CultureInfo.InvariantCulture) + " s",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
