using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Quoting;

/// <param name="Role">What the program calls it; null for accounts beyond those with names.</param>
/// <param name="Pubkey">Null for the trader's own accounts, which a quote does not know.</param>
/// <param name="Yours"><c>trader</c>, <c>source</c> or <c>destination</c> where it is one of the trader's.</param>
internal sealed record SwapAccountReport(string? Role, string? Pubkey, string? Yours, bool Signer, bool Writable);

/// <summary>The accounts of the swap instruction that a quote stands for, in the program's order.</summary>
internal static class SwapAccounts
{
    // Keys that no account has: on no curve and derived by no program.
    private static readonly PublicKey Trader = Filled(0xF1), Source = Filled(0xF2), Destination = Filled(0xF3);

    public static IReadOnlyList<SwapAccountReport> Of(IPool pool, PublicKey inputMint, bool exactIn, in QuoteResult quote)
    {
        var order = new SwapOrder(
            Trader, inputMint, Source, Destination, exactIn, exactIn ? quote.AmountIn : quote.AmountOut, exactIn ? quote.AmountOut : quote.AmountIn);
        if (pool.Swap(order) is not { } swap) return [];
        PublicKey[] keys = [.. swap.Accounts.Select(account => account.Key)];
        ProgramRegistry.Mainnet.ReadInstruction(new InstructionView(swap.ProgramId, keys, swap.Data.Span), out var decoded);
        return [.. swap.Accounts.Select((account, i) => new SwapAccountReport(
            decoded is not null && i < decoded.Roles.Count ? decoded.Roles[i] : null, Yours(account.Key) is null ? account.Key.ToString() : null, Yours(account.Key),
            account.IsSigner, account.IsWritable))];
    }

    private static string? Yours(PublicKey key) =>
        key == Trader ? "trader" : key == Source ? "source" : key == Destination ? "destination" : null;

    private static PublicKey Filled(byte value) => new(Enumerable.Repeat(value, PublicKey.Size).ToArray());
}
