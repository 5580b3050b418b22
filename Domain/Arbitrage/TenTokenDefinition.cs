using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Domain.Arbitrage;

internal sealed class TenTokenDefinition : IStrategyDefinition
{
    private static readonly string[] Tokens = ["SOL", "USDC", "USDT", "BONK", "JUP", "WIF", "PYTH", "JTO", "ORCA", "RAY"];

    private static readonly string[] Venues = ["raydium", "orca", "jupiter", "meteora"];

    public StrategyId Id => StrategyId.Arbitrage;

    public ImmutableArray<StrategyOption> Options { get; } =
    [
        .. StrategyOption.Shared(isEnabled: true, "Whether the scanner runs.", loanMaxSol: 100, capitalShare: "0.5"),
        new("monitored_tokens", StrategyOptionKind.TextList, string.Join(',', Tokens), "Tokens that may stand in a cycle.", 2, 10, IsLive: false, Choices: Tokens),
        new("monitored_dexes", StrategyOptionKind.TextList, string.Join(',', Venues), "Venues whose pools may stand in a cycle.", 1, 4, IsLive: false, Choices: Venues),
        new("scan_interval_ms", StrategyOptionKind.Whole, "500", "A full scan at least this often, beside the ones a change triggers.", 10, 60_000, "ms"),
        new("min_profit_threshold_sol", StrategyOptionKind.Ratio, "0.05", "Smallest expected profit after all fees that is worth an opportunity.", 0, 1000, "SOL"),
        new("use_flash_loan", StrategyOptionKind.Switch, "true", "Borrow the input; otherwise trades are sized from own capital."),
    ];

    public IMarketStrategy Make(Func<StrategyInput> input, SlippageMap slippage) => new TenTokenStrategy(StrategyInput.Once(input, OptionsOf), slippage);

    private static ScanOptions OptionsOf(StrategyInput input)
    {
        var borrows = input.Switch("use_flash_loan");
        return new ScanOptions
        {
            Tokens = input.Tokens, Venues = input.Names("monitored_dexes"),
            Starts = borrows ? [.. input.Lenders.Select(lender => lender.Mint).Where(mint => input.Tokens.Contains(mint)).Distinct()] : [Mint.Sol],
            MinimumProfit = input.Sol("min_profit_threshold_sol"), UseFlashLoan = borrows, LoanMax = input.Sol("max_flash_loan_amount_sol"),
            FullScanEvery = TimeSpan.FromMilliseconds(input.Whole("scan_interval_ms")),
        };
    }
}
