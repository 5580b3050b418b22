using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumCpmm;

namespace Orchestrator.Chain.Tests;

/// <summary>What the product quotes is what a swap pays. The pool program is a stand-in unless CHAIN_PROGRAMS names the real one.</summary>
public sealed class QuoteTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Plenty = 1_000_000_000_000_000_000;
    private static readonly (PublicKey Mint, byte Decimals) One = (Names.Key("one"), 6), Other = (Names.Key("other"), 9);

    [Fact]
    public async Task Swaps_through_random_pools_pay_the_quote_to_the_unit_and_not_a_unit_more()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(1_000_000_000_000);
        var pool = new SwapPool("random", One, Other);
        PublicKey ownOne = Names.Key("own one"), ownOther = Names.Key("own other");
        await using var rpc = new ProductRpc(Chain);
        var ledger = new Ledger(Chain);
        var chance = new Random(7);
        var swapped = 0;
        await Chain.SetAccountsAsync(Tokens.Mint(One.Mint, One.Decimals, Plenty, trader.Key), Tokens.Mint(Other.Mint, Other.Decimals, Plenty, trader.Key));

        for (var round = 0; round < 60; round++)
        {
            // Every third trade starts from new reserves, so that the fees owed by earlier ones count too.
            if (round % 3 == 0)
                await Chain.SetAccountsAsync(
                [
                    .. pool.Accounts((One.Mint, Amount(chance)), (Other.Mint, Amount(chance))),
                    Tokens.Account(ownOne, One.Mint, trader.Key, Plenty), Tokens.Account(ownOther, Other.Mint, trader.Key, Plenty),
                ]);
            var read = await rpc.PoolAsync(new RaydiumCpmmPoolReader(), pool.Address);
            bool sellOne = chance.Next(2) == 0, exactIn = chance.Next(2) == 0;
            var mintIn = sellOne ? One.Mint : Other.Mint;
            var (source, destination) = sellOne ? (ownOne, ownOther) : (ownOther, ownOne);
            var clock = new ChainClock(0, 0, 1_790_000_000);
            var amount = exactIn ? Amount(chance) : await ledger.TokensAsync(pool.VaultOf(sellOne ? Other.Mint : One.Mint)) / (ulong)chance.Next(2, 1_000);
            var quote = exactIn ? read.QuoteExactIn(mintIn, amount, clock) : read.QuoteExactOut(mintIn, amount, clock);
            if (quote.IsRefused) continue;

            var limit = exactIn ? quote.AmountOut : quote.AmountIn;
            SwapOrder Order(ulong limit) => new(trader.Key, mintIn, source, destination, exactIn, amount, limit);
            var before = (await ledger.TokensAsync(source), await ledger.TokensAsync(destination));
            Assert.Equal("""{"InstructionError":[0,{"Custom":6005}]}""", (await trader.SendAsync([read.Swap(Order(exactIn ? limit + 1 : limit - 1))!])).Error);
            Assert.Null((await trader.SendAsync([read.Swap(Order(limit))!])).Error);
            Assert.Equal((before.Item1 - quote.AmountIn, before.Item2 + quote.AmountOut), (await ledger.TokensAsync(source), await ledger.TokensAsync(destination)));
            swapped++;
            await Chain.AdvanceAsync(blocks: 1);
        }

        Assert.InRange(swapped, 40, 60);
    }

    /// <summary>From ten thousand to a quadrillion base units, all magnitudes alike.</summary>
    private static ulong Amount(Random chance) => (ulong)Math.Pow(10, 4 + (11 * chance.NextDouble()));
}
