using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

/// <summary>
/// Supply and withdrawal on the real runtime. The lender is our copy of Save's rules (see StandInPrograms), so these tests judge our instructions, and that copy and quote say
/// the same; with CHAIN_PROGRAMS they judge the real one.
/// </summary>
public sealed class LenderTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const int Rounds = 24;

    private LiveWorld _world = null!;

    private FlashLender Lender => _world.Lender;

    private PublicKey Collateral => _world.Own(Lender.CollateralMint);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
    }

    [Fact]
    public async Task What_a_supply_and_a_withdrawal_give_is_what_was_quoted_to_the_base_unit()
    {
        var chance = new Random(20_43);
        for (var round = 0; round < Rounds; round++)
        {
            // Rates from one to one to far from it, amounts from one base unit on.
            var (total, atHand) = ((ulong)chance.NextInt64(2, 1_000_000 * 1_000_000_000L), (ulong)0);
            atHand = (ulong)chance.NextInt64(1, (long)total + 1);
            var issued = round == 0 ? 0 : (ulong)chance.NextInt64(1, (long)total + 1);
            await SetAsync(total, atHand, issued, wrapped: 4 * LiveWorld.Sol, collateral: issued / 2);
            var reserve = await ReserveAsync();
            var given = (ulong)chance.NextInt64(1, 3 * (long)LiveWorld.Sol);
            Assert.True(SaveDeposits.TryCollateralFor(reserve, given, out var minted));
            var supplied = await _world.Trader.SendAsync([Lender.Deposit(_world.Wrapped, Collateral, _world.Wallet, given)]);
            Assert.True(supplied.Error is null, $"round {round}: {supplied.Error}");
            Assert.Equal((issued / 2) + minted, await new Ledger(Chain).TokensAsync(Collateral));
            Assert.Equal((4 * LiveWorld.Sol) - given, await new Ledger(Chain).TokensAsync(_world.Wrapped));

            reserve = await ReserveAsync();
            var redeemed = (ulong)chance.NextInt64(1, (long)((issued / 2) + minted) + 1);
            var isEnough = SaveDeposits.TryLiquidityFor(reserve, redeemed, out var back);
            var before = await new Ledger(Chain).TokensAsync(_world.Wrapped);
            var withdrawn = await _world.Trader.SendAsync([Refresh(), Lender.Redeem(Collateral, _world.Wrapped, _world.Wallet, redeemed)]);
            Assert.True(isEnough == (withdrawn.Error is null), $"round {round}: {withdrawn.Error}");
            if (!isEnough) Assert.Contains("Custom\":20}", withdrawn.Error, StringComparison.Ordinal);
            Assert.Equal(before + (isEnough ? back : 0), await new Ledger(Chain).TokensAsync(_world.Wrapped));
        }
    }

    [Fact]
    public async Task A_withdrawal_without_a_refresh_an_amount_of_nothing_and_another_s_token_are_refused_by_the_lender()
    {
        await SetAsync(1_000 * LiveWorld.Sol, 1_000 * LiveWorld.Sol, 900 * LiveWorld.Sol, 4 * LiveWorld.Sol, LiveWorld.Sol);
        await FailsAsync(22, Lender.Redeem(Collateral, _world.Wrapped, _world.Wallet, LiveWorld.Sol));
        await FailsAsync(10, Lender.Deposit(_world.Wrapped, Collateral, _world.Wallet, 0));
        var deposit = Lender.Deposit(_world.Wrapped, Collateral, _world.Wallet, LiveWorld.Sol);
        await FailsAsync(13, deposit with { Accounts = deposit.Accounts.SetItem(4, AccountMeta.Writable(_world.Usurer.CollateralMint)) });
        await FailsAsync(3, deposit with { Accounts = deposit.Accounts.SetItem(6, AccountMeta.ReadOnly(_world.Wrapped)) });
        Assert.Equal(4 * LiveWorld.Sol, await new Ledger(Chain).TokensAsync(_world.Wrapped));
    }

    private Instruction Refresh() => SaveInstructions.RefreshReserve(Lender.Reserve, Lender.State);

    private async Task FailsAsync(int code, Instruction instruction) =>
        Assert.Contains($"Custom\":{code}}}", (await _world.Trader.SendAsync([instruction])).Error, StringComparison.Ordinal);

    private Task SetAsync(ulong total, ulong atHand, ulong issued, ulong wrapped, ulong collateral) => Chain.SetAccountsAsync(
    [
        .. Lender.Accounts(total, LiveWorld.FeeWad, LiveWorld.HostFeePercent, issued, atHand), Tokens.Of(_world.Wrapped, Mints.WrappedSol, _world.Wallet, wrapped),
        Tokens.Account(Collateral, Lender.CollateralMint, _world.Wallet, collateral), new ChainAccount(_world.Wallet, LiveWorld.WalletLamports, ProgramIds.System, []),
    ]);

    private async Task<SaveReserve> ReserveAsync()
    {
        var text = Assert.Single(await new Ledger(Chain).AccountsAsync(Lender.Reserve));
        using var json = System.Text.Json.JsonDocument.Parse(text);
        Assert.Equal(Solana.Programs.DecodeRefusal.None, SaveReserve.TryDecode(json.RootElement.GetProperty("data")[0].GetBytesFromBase64(), out var reserve));
        return reserve!;
    }
}
