using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumV4;

namespace Orchestrator.Solana.Tests.Programs.RaydiumV4;

public sealed class PoolTests(ITestOutputHelper output)
{
    private static readonly ChainClock Clock = new(1, 1, 1_700_000_000);
    private static readonly PublicKey Address = Accounts.Key(1), Coin = Accounts.Key(2), Pc = Accounts.Key(3), CoinVault = Accounts.Key(4), PcVault = Accounts.Key(5), Orders = Accounts.Key(6), Serum = Accounts.Key(9);

    [Fact]
    public void Real_pools_read_with_the_values_their_source_states_and_quote_both_ways()
    {
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(SharedData.PathOf("solana/accounts/raydium_v4"), "*.json"))
        {
            using var file = JsonDocument.Parse(File.ReadAllText(path));
            var accounts = new Accounts();
            PublicKey? address = null;
            foreach (var entry in file.RootElement.GetProperty("accounts").EnumerateArray())
            {
                var key = PublicKey.Parse(entry.GetProperty("pubkey").GetString()!);
                accounts.With(key, PublicKey.Parse(entry.GetProperty("owner").GetString()!), entry.GetProperty("data").GetBytesFromBase64());
                if (entry.GetProperty("role").GetString() == "AmmInfo") address = key;
            }
            var read = new RaydiumV4PoolReader().Read(address!.Value, accounts);
            if (read.Missing.Count > 0) { output.WriteLine($"{Path.GetFileName(path)} has no vaults"); continue; }
            AssertAsExpected(Assert.IsType<RaydiumV4Pool>(read.Pool), file.RootElement.GetProperty("expected"));
            count++;
        }
        output.WriteLine($"{count} real pools with vaults");
        Assert.True(count >= 1);
    }

    [Fact]
    public void A_pool_asks_for_what_it_lacks_and_then_no_more()
    {
        var reader = new RaydiumV4PoolReader();
        var accounts = new Accounts();
        Assert.Equal([Address], reader.Read(Address, accounts).Missing);
        accounts.With(Address, ProgramIds.RaydiumV4, Data(AmmStatus.Initialized));
        Assert.Equal([CoinVault, PcVault, Orders], reader.Read(Address, accounts).Missing);
        accounts.WithTokens(CoinVault, Coin, 1_000_000).WithTokens(PcVault, Pc, 2_000_000).WithAbsent(Orders);
        Assert.NotNull(reader.Read(Address, accounts).Pool);
    }

    [Theory]
    [InlineData(AmmStatus.Disabled, QuoteRefusal.SwapDisabled)]
    [InlineData(AmmStatus.WithdrawOnly, QuoteRefusal.SwapDisabled)]
    [InlineData(AmmStatus.LiquidityOnly, QuoteRefusal.SwapDisabled)]
    [InlineData(AmmStatus.OrderBookOnly, QuoteRefusal.SwapDisabled)]
    [InlineData(AmmStatus.SwapOnly, QuoteRefusal.None)]
    [InlineData(AmmStatus.Initialized, QuoteRefusal.None)]
    [InlineData(AmmStatus.WaitingTrade, QuoteRefusal.None)]
    public void The_status_decides_whether_a_pool_swaps(AmmStatus status, QuoteRefusal expected) =>
        Assert.Equal(expected, Pool(Data(status)).QuoteExactIn(Coin, 1_000, Clock).Refusal);

    [Fact]
    public void A_waiting_pool_swaps_from_its_opening_second_on()
    {
        var pool = Pool(Data(AmmStatus.WaitingTrade, openTime: 500));
        Assert.Equal(QuoteRefusal.NotYetOpen, pool.QuoteExactOut(Pc, 10, Clock with { UnixTime = 499 }).Refusal);
        Assert.Equal(QuoteRefusal.None, pool.QuoteExactOut(Pc, 10, Clock with { UnixTime = 500 }).Refusal);
    }

    [Fact]
    public void What_the_protocol_is_owed_is_no_reserve()
    {
        var owed = Pool(Data(AmmStatus.SwapOnly, owedCoin: 400_000, owedPc: 1_200_000));
        Assert.Equal(RaydiumV4Quote.ExactIn(5_000, 600_000, 800_000, 25, 10_000), owed.QuoteExactIn(Coin, 5_000, Clock));
        Assert.Equal(RaydiumV4Quote.ExactIn(5_000, 800_000, 600_000, 25, 10_000), owed.QuoteExactIn(Pc, 5_000, Clock));
        Assert.Equal(QuoteRefusal.InconsistentState, Pool(Data(AmmStatus.SwapOnly, owedCoin: 1_000_001)).QuoteExactIn(Coin, 5_000, Clock).Refusal);
        Assert.Equal(QuoteRefusal.ZeroLiquidity, Pool(Data(AmmStatus.SwapOnly, owedCoin: 1_000_000)).QuoteExactIn(Coin, 5_000, Clock).Refusal);
    }

    [Fact]
    public void A_pool_with_funds_in_its_order_book_is_not_guessed_at()
    {
        var orders = new byte[3_228];
        orders[85] = 1;
        var accounts = WithVaults(Data(AmmStatus.Initialized)).With(Orders, Serum, orders);
        var reader = new RaydiumV4PoolReader();
        Assert.Equal(QuoteRefusal.Unsupported, reader.Read(Address, accounts).Pool!.QuoteExactIn(Coin, 1_000, Clock).Refusal);
        Assert.Equal(DecodeRefusal.WrongOwner, reader.Read(Address, accounts.With(Orders, ProgramIds.Token, orders)).Refusal);
        Assert.Equal(DecodeRefusal.WrongLength, reader.Read(Address, accounts.With(Orders, Serum, new byte[3])).Refusal);
    }

    [Fact]
    public void Foreign_mints_owners_and_vaults_are_refused_by_name()
    {
        var reader = new RaydiumV4PoolReader();
        Assert.Equal(QuoteRefusal.WrongMint, Pool(Data(AmmStatus.SwapOnly)).QuoteExactIn(Address, 1_000, Clock).Refusal);
        Assert.Null(Pool(Data(AmmStatus.SwapOnly)).Swap(new SwapOrder(Address, Address, Address, Address, true, 1, 1)));
        Assert.Equal(DecodeRefusal.WrongOwner, reader.Read(Address, new Accounts().With(Address, ProgramIds.Token, Data(AmmStatus.SwapOnly))).Refusal);
        Assert.Equal(DecodeRefusal.WrongLength, reader.Read(Address, new Accounts().With(Address, ProgramIds.RaydiumV4, new byte[751])).Refusal);
        Assert.Equal(DecodeRefusal.Uninitialized, reader.Read(Address, new Accounts().With(Address, ProgramIds.RaydiumV4, new byte[752])).Refusal);
        Assert.Equal(DecodeRefusal.InvalidField, reader.Read(Address, WithVaults(Data(AmmStatus.SwapOnly)).WithTokens(PcVault, Coin, 5)).Refusal);
        var swapOnly = Data(AmmStatus.SwapOnly);
        Assert.Equal(DecodeRefusal.WrongOwner, reader.Read(Address, WithVaults(swapOnly).WithTokens(CoinVault, Coin, 5, ProgramIds.Token2022)).Refusal);
        Assert.Equal(DecodeRefusal.InvalidField, reader.Read(Address, WithVaults(swapOnly).WithTokens(CoinVault, Coin, 5, isFrozen: true)).Refusal);
        // The pool needs no mint; one that is at hand must not say otherwise.
        Assert.Equal(DecodeRefusal.None, reader.Read(Address, WithVaults(swapOnly).WithMint(Coin, 0)).Refusal);
        Assert.Equal(DecodeRefusal.WrongOwner, reader.Read(Address, WithVaults(swapOnly).With(Coin, ProgramIds.Token2022, new byte[82])).Refusal);
        Assert.Equal(DecodeRefusal.InvalidField, reader.Read(Address, WithVaults(swapOnly).WithMint(Pc, 6)).Refusal);
        Coin.CopyTo(swapOnly.AsSpan(432));
        Assert.Equal(DecodeRefusal.InvalidField, reader.Read(Address, WithVaults(swapOnly).WithTokens(PcVault, Coin, 5)).Refusal);
        var status = Data(AmmStatus.SwapOnly);
        status[0] = 8;
        Assert.Equal(DecodeRefusal.InvalidField, reader.Read(Address, new Accounts().With(Address, ProgramIds.RaydiumV4, status)).Refusal);
    }

    [Fact]
    public void The_swap_it_builds_is_read_back_as_asked_for()
    {
        PublicKey trader = Accounts.Key(20), source = Accounts.Key(21), destination = Accounts.Key(22);
        foreach (var exactIn in new[] { true, false })
        {
            var swap = Pool(Data(AmmStatus.SwapOnly)).Swap(new SwapOrder(trader, Coin, source, destination, exactIn, 111, 222))!;
            var view = new InstructionView(swap.ProgramId, [.. swap.Accounts.Select(a => a.Key)], swap.Data.Span);
            Assert.Equal(DecodeRefusal.None, new RaydiumV4Program().ReadInstruction(view, out var decoded));
            Assert.Equal(
                new SwapRequest(Address, trader, source, destination, exactIn, 111, 222) { VaultA = CoinVault, VaultB = PcVault }, decoded!.Swaps.Single());
            Assert.Equal(17, swap.Accounts.Length);
            Assert.True(swap.Accounts[^1].IsSigner && !swap.Accounts[^1].IsWritable);
        }
    }

    private static void AssertAsExpected(RaydiumV4Pool pool, JsonElement expected)
    {
        Assert.Equal(expected.GetProperty("status").GetByte(), (byte)pool.State.Status);
        Assert.Equal(expected.GetProperty("nonce").GetByte(), pool.State.Nonce);
        Assert.Equal((expected.GetProperty("swap_fee")[0].GetUInt64(), expected.GetProperty("swap_fee")[1].GetUInt64()), (pool.State.SwapFeeNumerator, pool.State.SwapFeeDenominator));
        Assert.Equal(expected.GetProperty("lp_amount").GetUInt64(), pool.State.LpAmount);
        Assert.Equal(expected.GetProperty("recent_epoch").GetUInt64(), pool.State.RecentEpoch);
        var (coin, pc) = (expected.GetProperty("coin_vault_amount").GetUInt64(), expected.GetProperty("pc_vault_amount").GetUInt64());
        Assert.Equal(RaydiumV4Quote.ExactIn(1_000_000_000, coin, pc, 25, 10_000), pool.QuoteExactIn(pool.MintA, 1_000_000_000, Clock));
        Assert.Equal(RaydiumV4Quote.ExactOut(1_000_000_000, pc, coin, 25, 10_000), pool.QuoteExactOut(pool.MintB, 1_000_000_000, Clock));
    }

    private static IPool Pool(byte[] data) => new RaydiumV4PoolReader().Read(Address, WithVaults(data).WithAbsent(Orders)).Pool!;

    private static Accounts WithVaults(byte[] data) =>
        new Accounts().With(Address, ProgramIds.RaydiumV4, data).WithTokens(CoinVault, Coin, 1_000_000).WithTokens(PcVault, Pc, 2_000_000);

    private static byte[] Data(AmmStatus status, ulong openTime = 0, ulong owedCoin = 0, ulong owedPc = 0)
    {
        var data = new byte[AmmInfo.Size];
        data[0] = (byte)status;
        BitConverter.TryWriteBytes(data.AsSpan(176), 25UL);
        BitConverter.TryWriteBytes(data.AsSpan(184), 10_000UL);
        BitConverter.TryWriteBytes(data.AsSpan(192), owedCoin);
        BitConverter.TryWriteBytes(data.AsSpan(200), owedPc);
        BitConverter.TryWriteBytes(data.AsSpan(224), openTime);
        CoinVault.CopyTo(data.AsSpan(336));
        PcVault.CopyTo(data.AsSpan(368));
        Coin.CopyTo(data.AsSpan(400));
        Pc.CopyTo(data.AsSpan(432));
        Orders.CopyTo(data.AsSpan(496));
        Serum.CopyTo(data.AsSpan(560));
        return data;
    }
}
