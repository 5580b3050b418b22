using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Domain.Stables;

internal sealed class TriangularStableDefinition : IStrategyDefinition
{
    public StrategyId Id => TriangularStable.Name;

    public ImmutableArray<StrategyOption> Options { get; } =
    [
        // A loan's fee would eat the gap.
        .. StrategyOption.Shared(isEnabled: false, "Whether triangles over two dollars are looked for, from own capital.", loanMaxSol: 0, capitalShare: "0"),
        new("min_profit_threshold_sol", StrategyOptionKind.Ratio, "0.002", "Smallest expected profit after all fees that is worth an opportunity.", 0, 1000, "SOL"),
        new("max_capital_sol", StrategyOptionKind.Ratio, "20", "Own capital of one trade.", 0, 10_000, "SOL"),
    ];

    public IMarketStrategy Make(Func<StrategyInput> input, SlippageMap slippage) => new TriangularStable(StrategyInput.Once(input, OptionsOf), slippage);

    private static StableOptions OptionsOf(StrategyInput input) => new() { MinimumProfit = input.Sol("min_profit_threshold_sol"), CapitalMax = input.Sol("max_capital_sol") };
}
