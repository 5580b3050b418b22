using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces.Channels;

namespace Orchestrator.Grains.Channels;

/// <summary>What a body may say wrong although it can be read. Pure; whether an opportunity is welcome is decided by its admission, not here.</summary>
internal static class BodyFaults
{
    public static string? Of(LaunchSeen body) =>
        body.InitialLiquidity.IsNegative ? "initial_liquidity is negative."
        : body.TokenMint == body.QuoteMint ? "token_mint and quote_mint are the same."
        : null;

    public static string? Of(ArbitrageFound body) =>
        !body.Id.IsVersion7 ? "id is not a version 7 UUID."
        : OfAmounts(body.RequiredCapital, body.FlashLoanAmount, body.FlashLoanFee)
          ?? OfShares(body.Risk, body.Confidence)
          ?? OfRoute(body.Route, required: true);

    public static string? Of(Opportunity body) =>
        !body.Id.IsVersion7 ? "id is not a version 7 UUID."
        : OfAmounts(body.RequiredCapital, body.FlashLoan, Lamports.Zero)
          ?? OfShares(body.Risk, body.Confidence)
          ?? OfRoute(body.Route, required: false);

    public static string? Of(ExecutionCommand body) =>
        !body.Id.IsVersion7 ? "id is not a version 7 UUID."
        : OfAmounts(body.Allocated, body.FlashLoan, Lamports.Zero) ?? OfRoute(body.Route, required: false);

    public static string? Of(ExecutionResult body) =>
        (body.Outcome is ExecutionOutcome.Landed or ExecutionOutcome.LandedWithError) == (body.Landing is null)
            ? "landing and outcome contradict each other."
            : null;

    private static string? OfAmounts(Lamports capital, Lamports loan, Lamports fee) =>
        capital.IsNegative || loan.IsNegative || fee.IsNegative ? "an amount is negative." : null;

    // Written so that NaN is refused: every comparison with it is false.
    private static string? OfShares(double risk, double confidence) =>
        risk is >= 0 and <= 1 && confidence is >= 0 and <= 1 ? null : "risk and confidence lie within 0 and 1.";

    private static string? OfRoute(ImmutableArray<RouteLeg> route, bool required)
    {
        if (route.IsDefaultOrEmpty) return required ? "route is empty." : null;
        return route.Length > Opportunity.LegsMax ? $"route has more than {Opportunity.LegsMax} legs." : null;
    }
}
