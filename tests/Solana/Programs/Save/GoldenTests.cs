using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Programs.Save;

/// <summary>Against what ran on the real programs.</summary>
public sealed class GoldenTests(ITestOutputHelper output)
{
    private static readonly PublicKey ReserveKey = PublicKey.Parse("mBKqcnGotbsSb5vNrdyhzZ5EhqZdids9QYiTRckvi7v");

    [Fact]
    public void The_golden_reserve_and_market_are_read()
    {
        var reserve = GoldenReserve(out var market);
        Assert.Equal(PublicKey.Parse("5Z6Ay5NEcbg3xhopc522sBCRXQujkTiuDRnHGfQdcnSf"), reserve.Market);
        Assert.Equal(3_000_000_000_000UL, reserve.FlashLoanFeeWad);
        Assert.Equal(20, reserve.HostFeePercentage);
        Assert.Equal(ProgramIds.Token, market.TokenProgram);
        // 1,000 USDC cost 0.003, as the run on the real program did.
        Assert.Equal(1_000_003_000UL, SaveFlashLoan.Quote(reserve, 1_000_000_000).Repayment);
        Assert.Equal(600UL, SaveFlashLoan.Quote(reserve, 1_000_000_000).HostFee);
    }

    [Fact]
    public void The_golden_arbitrage_is_built_again_byte_for_byte()
    {
        using var golden = JsonDocument.Parse(SharedData.ReadText("golden/golden-arb.json"));
        PublicKey Key(string name) => PublicKey.Parse(golden.RootElement.GetProperty("accounts").GetProperty(name).GetString()!);
        Assert.Equal(WireRefusal.None, VersionedTransaction.Decode(golden.RootElement.GetProperty("tx_base64").GetBytesFromBase64(), out var transaction));
        var message = transaction!.Message;
        var instructions = Instructions(Key);

        var table = TableOf(message, instructions);
        var builder = new MessageBuilder(Key("user")).Use(table);
        foreach (var instruction in instructions) builder.Add(instruction);
        Assert.Equal(BuildRefusal.None, builder.BuildV0(message.RecentBlockhash, out var built));

        Assert.Equal(Bytes(message), Bytes(built!));
        output.WriteLine($"{Bytes(message).Length} bytes of message, {table.Addresses.Length} addresses in the table");
    }

    [Fact]
    public void The_real_usdc_reserve_is_read_and_lends_at_its_own_fee()
    {
        using var file = JsonDocument.Parse(SharedData.ReadText("solana/accounts/save/main_pool_usdc_reserve_2026-10-06.json"));
        var data = file.RootElement.GetProperty("account").GetProperty("data")[0].GetBytesFromBase64();
        Assert.Equal(DecodeRefusal.None, SaveReserve.TryDecode(data, out var reserve));
        Assert.Equal(Mints.Usdc, reserve!.Mint);
        Assert.Equal(6, reserve.Decimals);
        Assert.Equal(PublicKey.Parse("4UpD2fh7xH3VP9QQaXtsS1YY3bxzWhtfpks7FatyKvdY"), reserve.Market);
        Assert.Equal(PublicKey.Parse("8SheGtsopRUDzdiD6v6BR9a6bqZ9QwywYQY99Fp5meNf"), reserve.LiquiditySupply);
        Assert.Equal(PublicKey.Parse("5Gdxn4yquneifE6uk9tK8X4CqHfWKjW2BvYU25hAykwP"), reserve.FeeReceiver);
        Assert.Equal(PublicKey.Parse("DdZR6zRFiUt4S5mg7AV1uKB2z1f1WzcNYCaTEEWPAuby"), SaveMarket.Authority(reserve.Market));
        Assert.Equal(500_000_000_000_000UL, reserve.FlashLoanFeeWad);
        Assert.InRange(reserve.Available, 5_337_852_000_000UL, 5_337_853_000_000UL);
        Assert.Equal(500_000UL, SaveFlashLoan.Quote(reserve, 1_000_000_000).Fee);
        // Collateral has earned interest, so a deposit gives fewer tokens than it has units and a withdrawal more.
        Assert.True(SaveDeposits.TryCollateralFor(reserve, 1_000_000_000, out var collateral));
        Assert.InRange(collateral, 1UL, 999_999_999UL);
        Assert.True(SaveDeposits.TryLiquidityFor(reserve, collateral, out var back));
        Assert.InRange(back, 999_999_990UL, 1_000_000_000UL);
    }

    internal static SaveReserve GoldenReserve(out SaveMarket market)
    {
        using var golden = JsonDocument.Parse(SharedData.ReadText("golden/golden-save.json"));
        Assert.Equal(DecodeRefusal.None, SaveReserve.TryDecode(golden.RootElement.GetProperty("reserve_base64").GetBytesFromBase64(), out var reserve));
        Assert.Equal(DecodeRefusal.None, SaveMarket.TryDecode(golden.RootElement.GetProperty("market_base64").GetBytesFromBase64(), out var read));
        market = read!;
        return reserve!;
    }

    private static Instruction[] Instructions(Func<string, PublicKey> key)
    {
        var reserve = GoldenReserve(out _);
        Assert.Equal((key("supply"), key("feeRecv"), key("reserve")), (reserve.LiquiditySupply, reserve.FeeReceiver, ReserveKey));
        var cpmm = new PoolState
        {
            Config = key("ammCfg"), Creator = default, Vault0 = key("rV0"), Vault1 = key("rV1"), LpMint = default, Mint0 = Mints.WrappedSol, Mint1 = key("usdc"),
            Program0 = ProgramIds.Token, Program1 = ProgramIds.Token, Observation = key("rObs"), Status = 0, Decimals0 = 9, Decimals1 = 6, LpSupply = 0,
            FeesOwed0 = 0, FeesOwed1 = 0, OpenTime = 0, CreatorFeeOn = default, CreatorFeeEnabled = false,
        };
        var pool = Pools.Of(64, 3_000, 1, TickMath.SqrtPriceAt(-18_700)) with { VaultA = key("va"), VaultB = key("vb") };
        const ulong Loan = 1_000_000_000, Bought = 6_606_069_636, Sold = 1_018_228_694;
        return
        [
            ComputeBudget.SetUnitLimit(300_000),
            ComputeBudget.SetUnitPrice(50_000),
            SaveInstructions.FlashBorrow(ReserveKey, reserve, key("userUsdc"), Loan),
            RaydiumCpmmInstructions.Swap(key("rPool"), cpmm, zeroForOne: false, key("user"), key("userUsdc"), key("userSol"), exactIn: true, Loan, Bought),
            Elsewhere(
                WhirlpoolInstructions.Swap(
                    key("wp"), pool, key("user"), key("userSol"), key("userUsdc"),
                    new WhirlpoolSwapTerms(Bought, Sold, TickMath.MinSqrtPrice, ExactIn: true, AToB: true)),
                key("wp"), key("oracle")),
            SaveInstructions.FlashRepay(ReserveKey, reserve, key("userUsdc"), key("hostFee"), key("user"), (Loan, 2)),
            SystemProgram.Transfer(key("user"), key("tip"), 100_000),
        ];
    }

    /// <summary>The golden run had the Whirlpool program under another id, from which its derived addresses follow.</summary>
    private static Instruction Elsewhere(Instruction swap, PublicKey pool, PublicKey oracle)
    {
        var program = PublicKey.Parse("iwhrLHdsgrvmnwU8GF2FSmyabSMjfHwFGJAX2ufJ3ZN");
        Assert.Equal(oracle, ProgramAddress.Find(program, "oracle"u8.ToArray(), pool.ToArray())!.Value.Address);
        return swap with { ProgramId = program, Accounts = swap.Accounts.SetItem(10, swap.Accounts[10] with { Key = oracle }) };
    }

    /// <summary>The table's addresses are not in the data; each position's follows from what our instruction has there.</summary>
    private static LookupTable TableOf(Message message, Instruction[] ours)
    {
        Assert.Equal(message.Instructions.Length, ours.Length);
        var byIndex = new Dictionary<int, PublicKey>();
        for (var i = 0; i < ours.Length; i++)
        {
            var theirs = message.Instructions[i];
            Assert.Equal(theirs.Data.ToArray(), ours[i].Data.ToArray());
            Assert.Equal(theirs.AccountIndexes.Length, ours[i].Accounts.Length);
            Note(byIndex, theirs.ProgramIndex, ours[i].ProgramId);
            for (var j = 0; j < ours[i].Accounts.Length; j++) Note(byIndex, theirs.AccountIndexes.Span[j], ours[i].Accounts[j].Key);
        }
        for (var i = 0; i < message.StaticKeys.Length; i++)
            if (byIndex.TryGetValue(i, out var known)) Assert.Equal(message.StaticKeys[i], known);
        var lookup = Assert.Single(message.Lookups);
        byte[] positions = [.. lookup.WritableIndexes.ToArray(), .. lookup.ReadOnlyIndexes.ToArray()];
        var addresses = new PublicKey[positions.Max() + 1];
        for (var i = 0; i < addresses.Length; i++) addresses[i] = Accounts.Key(1_000 + i);
        for (var i = 0; i < positions.Length; i++) addresses[positions[i]] = byIndex[message.StaticKeys.Length + i];
        return new LookupTable(lookup.Table, [.. addresses]);
    }

    private static void Note(Dictionary<int, PublicKey> byIndex, int index, PublicKey key)
    {
        if (byIndex.TryGetValue(index, out var known)) Assert.Equal(known, key);
        byIndex[index] = key;
    }

    private static byte[] Bytes(Message message)
    {
        var bytes = new byte[MessageCodec.SizeOf(message)];
        MessageCodec.Write(message, bytes);
        return bytes;
    }
}
