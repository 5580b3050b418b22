using System.Buffers.Binary;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Programs.RaydiumCpmm;

public sealed class PoolTests
{
    private static readonly ChainClock Clock = new(1, 10, 1_700_000_000);
    private static readonly PublicKey Address = Accounts.Key(1), Config = Accounts.Key(2), Vault0 = Accounts.Key(3), Vault1 = Accounts.Key(4),
        Mint0 = Accounts.Key(5), Mint1 = Accounts.Key(6), Observation = Accounts.Key(7), Creator = Accounts.Key(8), LpMint = Accounts.Key(9);

    [Fact]
    public void A_pool_asks_for_what_it_lacks_and_then_no_more()
    {
        var accounts = new Accounts();
        var reader = new RaydiumCpmmPoolReader();
        Assert.Equal([Address], reader.Read(Address, accounts).Missing);
        accounts.With(Address, ProgramIds.RaydiumCpmm, Pool(program1: ProgramIds.Token2022));
        Assert.Equal([Config, Vault0, Vault1, Mint1], reader.Read(Address, accounts).Missing);
        accounts.With(Config, ProgramIds.RaydiumCpmm, ConfigData()).WithTokens(Vault0, Mint0, 1_000).WithTokens(Vault1, Mint1, 1_000, ProgramIds.Token2022)
            .With(Mint1, ProgramIds.Token2022, MintData(100, 9));
        Assert.NotNull(reader.Read(Address, accounts).Pool);
    }

    [Fact]
    public void Owed_fees_are_no_reserve_and_each_side_of_the_creator_fee_is_told()
    {
        foreach (var (feeOn, zeroForOne, onInput) in new[] { (0, true, true), (0, false, true), (1, true, true), (1, false, false), (2, true, false), (2, false, true) })
        {
            var pool = Read(Pool(feeOn: (byte)feeOn, enabled: true, owed: 100));
            // Six owed amounts of 100: three in each vault.
            var side = zeroForOne
                ? new CpmmSide(1_000_000 - 300, 2_000_000 - 300, 2_500, 700, onInput, default, default)
                : new CpmmSide(2_000_000 - 300, 1_000_000 - 300, 2_500, 700, onInput, default, default);
            var mint = zeroForOne ? Mint0 : Mint1;
            Assert.Equal(RaydiumCpmmQuote.ExactIn(5_000, side), pool.QuoteExactIn(mint, 5_000, Clock));
            Assert.Equal(RaydiumCpmmQuote.ExactOut(5_000, side), pool.QuoteExactOut(mint, 5_000, Clock));
        }
        var without = Read(Pool(feeOn: 0, enabled: false));
        Assert.Equal(
            RaydiumCpmmQuote.ExactIn(5_000, new CpmmSide(1_000_000, 2_000_000, 2_500, 0, true, default, default)), without.QuoteExactIn(Mint0, 5_000, Clock));
    }

    [Fact]
    public void The_token_fee_of_the_epoch_counts()
    {
        var pool = Read(Pool(program1: ProgramIds.Token2022), a => a.With(Mint1, ProgramIds.Token2022, MintData(500, 9, fromEpoch: 10)).WithTokens(Vault1, Mint1, 2_000_000, ProgramIds.Token2022));
        var before = pool.QuoteExactIn(Mint0, 5_000, Clock with { Epoch = 9 });
        var after = pool.QuoteExactIn(Mint0, 5_000, Clock);
        Assert.Equal(0UL, before.TransferFeeOut);
        Assert.Equal((before.AmountOut * 500 + 9_999) / 10_000, after.TransferFeeOut);
        Assert.Equal(before.AmountOut - after.TransferFeeOut, after.AmountOut);
    }

    [Fact]
    public void Closed_paused_foreign_and_lying_pools_are_refused_by_name()
    {
        Assert.Equal(QuoteRefusal.SwapDisabled, Read(Pool(status: 4)).QuoteExactIn(Mint0, 5, Clock).Refusal);
        Assert.Equal(QuoteRefusal.AmountTooSmall, Read(Pool(status: 3)).QuoteExactIn(Mint0, 1, Clock).Refusal);
        Assert.Equal(QuoteRefusal.NotYetOpen, Read(Pool(openTime: 1_700_000_001)).QuoteExactIn(Mint0, 5, Clock).Refusal);
        Assert.Equal(QuoteRefusal.WrongMint, Read(Pool()).QuoteExactOut(LpMint, 5, Clock).Refusal);
        Assert.Equal(QuoteRefusal.InconsistentState, Read(Pool(owed: 1_000_000)).QuoteExactIn(Mint0, 5, Clock).Refusal);
        Assert.Equal(DecodeRefusal.WrongOwner, Refusal(Pool(program1: ProgramIds.Token2022), a => a.WithMint(Mint1, 9).WithTokens(Vault1, Mint1, 5, ProgramIds.Token2022)));
        Assert.Equal(DecodeRefusal.WrongOwner, Refusal(Pool(), a => a.WithTokens(Vault1, Mint1, 5, ProgramIds.Token2022)));
        Assert.Equal(DecodeRefusal.InvalidField, Refusal(Pool(), a => a.WithTokens(Vault1, Mint1, 5, isFrozen: true)));
        Assert.Equal(DecodeRefusal.InvalidField, Refusal(Pool(mint1: Mint0), a => a.WithTokens(Vault1, Mint0, 5)));
        Assert.Equal(DecodeRefusal.InvalidField, Refusal(Pool(program1: ProgramIds.System)));
        Assert.Equal(DecodeRefusal.InvalidField, Refusal(Pool(feeOn: 3)));
        Assert.Equal(DecodeRefusal.WrongDiscriminator, Refusal(new byte[637]));
        Assert.Equal(DecodeRefusal.WrongLength, Refusal(new byte[636]));
        Assert.Equal(DecodeRefusal.InvalidField, Refusal(Pool(), a => a.WithTokens(Vault0, Mint1, 5)));
        Assert.Equal(DecodeRefusal.WrongOwner, Refusal(Pool(), a => a.With(Config, ProgramIds.RaydiumClmm, ConfigData())));
        Assert.Equal(
            DecodeRefusal.WrongOwner, new RaydiumCpmmPoolReader().Read(Address, new Accounts().With(Address, ProgramIds.RaydiumClmm, Pool())).Refusal);
    }

    [Fact]
    public void The_account_reader_and_the_layout_agree()
    {
        var data = Pool(feeOn: 2, enabled: true, openTime: 55, owed: 7, program1: ProgramIds.Token2022);
        Assert.Equal(DecodeRefusal.None, new RaydiumCpmmProgram().ReadAccount(data, out var account));
        Assert.Equal(DecodeRefusal.None, PoolState.Read(ProgramIds.RaydiumCpmm, data, out var state));
        object? Field(string name) => account!.Fields.Single(f => f.Name == name).Value;
        Assert.Equal((object)state!.Vault1, Field("token_1_vault"));
        Assert.Equal((object)state.Observation, Field("observation_key"));
        Assert.Equal((object)state.LpSupply, Field("lp_supply"));
        Assert.Equal((object)55UL, Field("open_time"));
        Assert.Equal((object)true, Field("enable_creator_fee"));
        Assert.Equal((object)(byte)2, Field("creator_fee_on"));
        Assert.Equal((object)7UL, Field("creator_fees_token_1"));
        Assert.Equal((object)ProgramIds.Token2022, Field("token_1_program"));
        Assert.Equal("pool_state", account!.Kind);
        Assert.Equal(DecodeRefusal.None, new RaydiumCpmmProgram().ReadAccount(ConfigData(), out var config));
        Assert.Equal((object)700UL, config!.Fields.Single(f => f.Name == "creator_fee_rate").Value);
    }

    [Fact]
    public void The_golden_arbitrage_swap_is_built_byte_for_byte()
    {
        using var golden = JsonDocument.Parse(SharedData.ReadText("golden/golden-arb.json"));
        var names = golden.RootElement.GetProperty("accounts");
        PublicKey Key(string name) => PublicKey.Parse(names.GetProperty(name).GetString()!);
        Assert.Equal(WireRefusal.None, VersionedTransaction.Decode(golden.RootElement.GetProperty("tx_base64").GetBytesFromBase64(), out var transaction));
        var message = transaction!.Message;
        var real = message.Instructions.Single(i => i.ProgramIndex < message.StaticKeys.Length && message.StaticKeys[i.ProgramIndex] == ProgramIds.RaydiumCpmm);

        var state = Pool(config: Key("ammCfg"), vault0: Key("rV0"), vault1: Key("rV1"), mint0: Mints.WrappedSol, mint1: Key("usdc"), observation: Key("rObs"));
        Assert.Equal(DecodeRefusal.None, PoolState.Read(ProgramIds.RaydiumCpmm, state, out var pool));
        var amount = LittleEndian.U64(real.Data.Span, 8);
        var limit = LittleEndian.U64(real.Data.Span, 16);
        Assert.Equal((1_000_000_000UL, 6_606_069_636UL), (amount, limit));
        var vaultIn = pool!.Vault1;
        var built = RaydiumCpmmInstructions.Swap(Key("rPool"), pool, false, Key("user"), Key("userUsdc"), Key("userSol"), true, amount, limit);

        Assert.Equal(real.Data.ToArray(), built.Data.ToArray());
        Assert.Equal(real.AccountIndexes.Length, built.Accounts.Length);
        Assert.Equal(vaultIn, built.Accounts[6].Key);
        for (var i = 0; i < built.Accounts.Length; i++)
        {
            var index = real.AccountIndexes.Span[i];
            if (index < message.StaticKeys.Length) Assert.Equal(message.StaticKeys[index], built.Accounts[i].Key);
            // Accounts that another instruction writes are writable in the message too, never the other way round.
            Assert.True(message.IsWritable(index) || !built.Accounts[i].IsWritable, $"account {i}");
            Assert.True(message.IsSigner(index) || !built.Accounts[i].IsSigner, $"account {i}");
        }
        // One index, one key: the table's accounts are named consistently.
        Assert.Equal(
            built.Accounts.Select(a => a.Key).Distinct().Count(),
            real.AccountIndexes.ToArray().Distinct().Count());
    }

    [Fact]
    public void The_shared_authority_is_the_address_its_seed_gives() =>
        Assert.Equal(
            RaydiumCpmmAddresses.Authority,
            ProgramAddress.Find(ProgramIds.RaydiumCpmm, "vault_and_lp_mint_auth_seed"u8.ToArray())!.Value.Address);

    [Fact]
    public void Swaps_and_creations_are_read_back()
    {
        var program = new RaydiumCpmmProgram();
        var pool = Read(Pool());
        PublicKey trader = Accounts.Key(20), source = Accounts.Key(21), destination = Accounts.Key(22);
        foreach (var exactIn in new[] { true, false })
        {
            var swap = pool.Swap(new SwapOrder(trader, Mint1, source, destination, exactIn, 111, 222))!;
            Assert.Equal(DecodeRefusal.None, program.ReadInstruction(new(swap.ProgramId, [.. swap.Accounts.Select(a => a.Key)], swap.Data.Span), out var read));
            Assert.Equal(
                new SwapRequest(Address, trader, source, destination, exactIn, 111, 222) { VaultA = Vault1, VaultB = Vault0, MintIn = Mint1, MintOut = Mint0 },
                read!.Swaps.Single());
        }

        var keys = Enumerable.Range(1, 21).Select(Accounts.Key).ToArray();
        byte[] amounts = [.. BitConverter.GetBytes(5UL), .. BitConverter.GetBytes(6UL), .. BitConverter.GetBytes(7UL)];
        Assert.Equal(DecodeRefusal.None, program.ReadInstruction(new(ProgramIds.RaydiumCpmm, keys, [.. Convert.FromHexString("afaf6d1f0d989bed"), .. amounts]), out var plain));
        Assert.Equal(
            new PoolCreation(keys[3], keys[4], keys[5], keys[0]) { LpMint = keys[6], VaultA = keys[10], VaultB = keys[11], AmountA = 5, AmountB = 6, OpenTime = 7 },
            plain!.Creation);
        Assert.Equal(DecodeRefusal.None, program.ReadInstruction(new(ProgramIds.RaydiumCpmm, keys, [.. Convert.FromHexString("3f37fe4131b25979"), .. amounts, 1]), out var permitted));
        Assert.Equal(
            new PoolCreation(keys[4], keys[5], keys[6], keys[1]) { LpMint = keys[7], VaultA = keys[11], VaultB = keys[12], AmountA = 5, AmountB = 6, OpenTime = 7 },
            permitted!.Creation);
        Assert.Equal(DecodeRefusal.TooFewAccounts, program.ReadInstruction(new(ProgramIds.RaydiumCpmm, keys.AsSpan(0, 19), [.. Convert.FromHexString("afaf6d1f0d989bed"), .. amounts]), out _));
    }

    [Fact]
    public void Both_generations_of_the_swap_event_are_read()
    {
        byte[] start = [.. Convert.FromHexString("40c6cde8260871e2"), .. Address.ToArray(), .. Enumerable.Range(1, 6).SelectMany(i => BitConverter.GetBytes((ulong)i)), 1];
        var program = new RaydiumCpmmProgram();
        Assert.Equal(DecodeRefusal.None, program.ReadEvent(start, out var older));
        Assert.Equal(new SwapFill(Address, 3, 4), older!.Swap);
        Assert.Equal(DecodeRefusal.None, program.ReadEvent([.. start, .. Mint0.ToArray(), .. Mint1.ToArray(), .. new byte[16], 0], out var newer));
        Assert.Equal(new SwapFill(Address, 3, 4) { MintIn = Mint0, MintOut = Mint1 }, newer!.Swap);
        Assert.Equal(DecodeRefusal.WrongLength, program.ReadEvent(start.AsSpan(0, 60), out _));
    }

    private static IPool Read(byte[] pool, Action<Accounts>? change = null)
    {
        var accounts = Given(pool);
        change?.Invoke(accounts);
        var read = new RaydiumCpmmPoolReader().Read(Address, accounts);
        Assert.True(read.Pool is not null, $"{read.Refusal} {read.Detail}");
        return read.Pool;
    }

    private static DecodeRefusal Refusal(byte[] pool, Action<Accounts>? change = null)
    {
        var accounts = Given(pool);
        change?.Invoke(accounts);
        return new RaydiumCpmmPoolReader().Read(Address, accounts).Refusal;
    }

    private static Accounts Given(byte[] pool) => new Accounts().With(Address, ProgramIds.RaydiumCpmm, pool)
        .With(Config, ProgramIds.RaydiumCpmm, ConfigData()).WithTokens(Vault0, Mint0, 1_000_000).WithTokens(Vault1, Mint1, 2_000_000);

    private static byte[] ConfigData()
    {
        var data = new byte[AmmConfig.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, AmmConfig.Discriminator);
        foreach (var (at, value) in new[] { (12, 2_500UL), (20, 120_000UL), (28, 40_000UL), (108, 700UL) }) BitConverter.TryWriteBytes(data.AsSpan(at), value);
        return data;
    }

    private static byte[] MintData(ushort feeBps, byte decimals, ulong fromEpoch = 0)
    {
        var data = new byte[166 + 4 + 108];
        data[44] = decimals;
        data[45] = 1;
        data[165] = 1;
        data[166] = (byte)ExtensionType.TransferFeeConfig;
        data[168] = 108;
        BitConverter.TryWriteBytes(data.AsSpan(170 + 90), fromEpoch);
        BitConverter.TryWriteBytes(data.AsSpan(170 + 98), ulong.MaxValue);
        BitConverter.TryWriteBytes(data.AsSpan(170 + 106), feeBps);
        return data;
    }

    private static byte[] Pool(
        byte status = 0, byte feeOn = 0, bool enabled = false, ulong openTime = 0, ulong owed = 0, PublicKey? program1 = null,
        PublicKey? config = null, PublicKey? vault0 = null, PublicKey? vault1 = null, PublicKey? mint0 = null, PublicKey? mint1 = null, PublicKey? observation = null)
    {
        var data = new byte[PoolState.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, PoolState.Discriminator);
        foreach (var (at, key) in new[]
        {
            (8, config ?? Config), (40, Creator), (72, vault0 ?? Vault0), (104, vault1 ?? Vault1), (136, LpMint), (168, mint0 ?? Mint0), (200, mint1 ?? Mint1),
            (232, ProgramIds.Token), (264, program1 ?? ProgramIds.Token), (296, observation ?? Observation),
        }) key.CopyTo(data.AsSpan(at));
        data[329] = status;
        data[331] = data[332] = 9;
        foreach (var at in new[] { 341, 349, 357, 365, 397, 405 }) BitConverter.TryWriteBytes(data.AsSpan(at), owed);
        BitConverter.TryWriteBytes(data.AsSpan(333), 123_456UL);
        BitConverter.TryWriteBytes(data.AsSpan(373), openTime);
        data[389] = feeOn;
        data[390] = enabled ? (byte)1 : (byte)0;
        return data;
    }
}
