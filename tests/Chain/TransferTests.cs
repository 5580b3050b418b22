using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

public sealed class TransferTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Sol = 1_000_000_000;
    private static readonly PublicKey Receiver = Names.Key("receiver");

    [Fact]
    public async Task A_transfer_moves_lamports_and_pays_the_fee_of_mainnet()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        var outcome = await trader.SendAsync(
        [
            ComputeBudget.SetUnitLimit(100_001), ComputeBudget.SetUnitPrice(1_500),
            SystemProgram.Transfer(trader.Key, Receiver, Sol),
        ]);

        Assert.Null(outcome.Error);
        var fee = ComputeBudget.LamportsPerSignature + ComputeBudget.PriorityFee(1_500, 100_001);
        Assert.Equal(5_000ul + 151, fee);
        var ledger = new Ledger(Chain);
        Assert.Equal(Sol, await ledger.LamportsAsync(Receiver));
        Assert.Equal((9 * Sol) - fee, await ledger.LamportsAsync(trader.Key));
        Assert.Equal(fee, (await trader.LandedAsync(outcome.Signature)).GetProperty("meta").GetProperty("fee").GetUInt64());
    }

    [Fact]
    public async Task A_transfer_above_the_balance_fails_and_costs_only_the_fee()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(Sol);
        var outcome = await trader.SendAsync([SystemProgram.Transfer(trader.Key, Receiver, 2 * Sol)]);

        Assert.Equal("""{"InstructionError":[0,{"Custom":1}]}""", outcome.Error);
        var ledger = new Ledger(Chain);
        Assert.Equal(0ul, await ledger.LamportsAsync(Receiver));
        Assert.Equal(Sol - ComputeBudget.LamportsPerSignature, await ledger.LamportsAsync(trader.Key));
    }

    [Fact]
    public async Task A_token_transfer_moves_base_units_between_accounts()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(Sol);
        PublicKey mint = Names.Key("mint"), source = Names.Key("source"), destination = Names.Key("destination");
        await Chain.SetAccountsAsync(
            Tokens.Mint(mint, 6, 1_000_000, trader.Key),
            Tokens.Account(source, mint, trader.Key, 1_000_000),
            Tokens.Account(destination, mint, Receiver, 0));

        var outcome = await trader.SendAsync([TokenInstructions.TransferChecked(ProgramIds.Token, source, mint, destination, trader.Key, 400_000, 6)]);
        Assert.Null(outcome.Error);
        var ledger = new Ledger(Chain);
        Assert.Equal(600_000ul, await ledger.TokensAsync(source));
        Assert.Equal(400_000ul, await ledger.TokensAsync(destination));

        var wrongDecimals = await trader.SendAsync([TokenInstructions.TransferChecked(ProgramIds.Token, source, mint, destination, trader.Key, 1, 9)]);
        Assert.Equal($$"""{"InstructionError":[0,{"Custom":{{(uint)TokenError.MintDecimalsMismatch}}}]}""", wrongDecimals.Error);
    }

    [Fact]
    public async Task A_plain_token_transfer_costs_76_compute_units()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(Sol);
        PublicKey mint = Names.Key("mint"), source = Names.Key("source"), destination = Names.Key("destination");
        await Chain.SetAccountsAsync(
            Tokens.Mint(mint, 6, 5, trader.Key), Tokens.Account(source, mint, trader.Key, 5), Tokens.Account(destination, mint, Receiver, 0));

        Assert.Equal(76ul, (await trader.SendAsync([TokenInstructions.Transfer(ProgramIds.Token, source, destination, trader.Key, 5)])).Units);
    }
}
