using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.AssociatedToken;
using Orchestrator.Solana.Programs.Memo;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

public sealed class TokenAccountTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Sol = 1_000_000_000;

    [Fact]
    public async Task An_associated_account_is_made_where_we_derive_it_once_or_as_often_as_asked()
    {
        var trader = await PayerAsync();
        var mint = Names.Key("mint");
        await Chain.SetAccountsAsync(Tokens.Mint(mint, 6, 0, trader.Key));
        var account = ProgramAddress.AssociatedToken(trader.Key, mint, ProgramIds.Token);

        Assert.Null((await trader.SendAsync([AssociatedTokenInstructions.Create(trader.Key, trader.Key, mint, ProgramIds.Token)])).Error);
        Assert.Equal(0ul, await new Ledger(Chain).TokensAsync(account));
        await Chain.AdvanceAsync(blocks: 1);
        Assert.NotNull((await trader.SendAsync([AssociatedTokenInstructions.Create(trader.Key, trader.Key, mint, ProgramIds.Token)])).Error);
        Assert.Null((await trader.SendAsync([AssociatedTokenInstructions.CreateIdempotent(trader.Key, trader.Key, mint, ProgramIds.Token)])).Error);
    }

    [Fact]
    public async Task Sol_is_wrapped_for_a_trade_and_unwrapped_after_it()
    {
        var trader = await PayerAsync();
        var account = ProgramAddress.AssociatedToken(trader.Key, Mints.WrappedSol, ProgramIds.Token);
        var ledger = new Ledger(Chain);
        var wrap = await trader.SendAsync(
        [
            AssociatedTokenInstructions.CreateIdempotent(trader.Key, trader.Key, Mints.WrappedSol, ProgramIds.Token),
            SystemProgram.Transfer(trader.Key, account, 2 * Sol),
            TokenInstructions.SyncNative(ProgramIds.Token, account),
        ]);
        Assert.Null(wrap.Error);
        Assert.Equal(2 * Sol, await ledger.TokensAsync(account));

        Assert.Null((await trader.SendAsync([TokenInstructions.CloseAccount(ProgramIds.Token, account, trader.Key, trader.Key)])).Error);
        Assert.Equal((10 * Sol) - (2 * ComputeBudget.LamportsPerSignature), await ledger.LamportsAsync(trader.Key));
    }

    [Fact]
    public async Task Burning_lowers_the_supply_of_the_mint()
    {
        var trader = await PayerAsync();
        PublicKey mint = Names.Key("mint"), account = Names.Key("holder");
        await Chain.SetAccountsAsync(Tokens.Mint(mint, 0, 1_000, trader.Key), Tokens.Account(account, mint, trader.Key, 1_000));

        Assert.Null((await trader.SendAsync([TokenInstructions.Burn(ProgramIds.Token, account, mint, trader.Key, 900)])).Error);
        var supply = await Chain.RpcAsync("getTokenSupply", mint.ToString());
        Assert.Equal("100", supply.GetProperty("value").GetProperty("amount").GetString());
    }

    [Fact]
    public async Task A_memo_is_written_into_the_log()
    {
        var trader = await PayerAsync();
        var outcome = await trader.SendAsync([MemoInstructions.Write("größer als nichts", trader.Key)]);
        Assert.Null(outcome.Error);
        Assert.Contains(outcome.Logs, line => line.Contains("größer als nichts", StringComparison.Ordinal));
    }

    private async Task<Trader> PayerAsync()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        return trader;
    }
}
