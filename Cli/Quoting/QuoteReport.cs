using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Quoting;

/// <summary>What a swap gives. Base units of the mint that each name belongs to; impact in basis points.</summary>
/// <param name="In">Leaves the trader's account, a token's transfer fee included.</param>
/// <param name="Out">Arrives in the trader's account.</param>
/// <param name="Fee">The pool's fee, in <paramref name="FeeMint"/>.</param>
/// <param name="DependsOn">Accounts whose change makes the quote stale.</param>
internal sealed record QuoteReport(
    string Pool, string ProgramId, string Program, bool ExactOut, string MintIn, ulong In, string MintOut, ulong Out, ulong Fee, string FeeMint, ulong FeeIn, ulong FeeOut,
    ulong TransferFeeIn, ulong TransferFeeOut, decimal PriceImpactBps, IReadOnlyList<SwapAccountReport> Accounts, IReadOnlyList<string> DependsOn)
{
    public static QuoteReport Of(IPool pool, PublicKey mintIn, bool exactOut, in QuoteResult quote)
    {
        var mintOut = mintIn == pool.MintA ? pool.MintB : pool.MintA;
        var fromOutput = quote is { FeeIn: 0, FeeOut: > 0 };
        return new(
            pool.Address.ToString(), pool.Program.ToString(), ProgramRegistry.Mainnet.Find(pool.Program)?.Name ?? pool.Program.ToString(), exactOut,
            mintIn.ToString(), quote.AmountIn, mintOut.ToString(), quote.AmountOut, fromOutput ? quote.FeeOut : quote.FeeIn,
            (fromOutput ? mintOut : mintIn).ToString(), quote.FeeIn, quote.FeeOut, quote.TransferFeeIn, quote.TransferFeeOut, quote.PriceImpactBps,
            SwapAccounts.Of(pool, mintIn, !exactOut, quote), [.. pool.Dependencies.Select(key => key.ToString())]);
    }
}
