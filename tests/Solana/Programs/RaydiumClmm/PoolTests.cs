using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumClmm;

namespace Orchestrator.Solana.Tests.Programs.RaydiumClmm;

public sealed class PoolTests
{
    private static readonly ChainClock Clock = new(1, 1, 1_700_000_000);
    private readonly RaydiumClmmPoolReader _reader = new();

    [Fact]
    public void A_pool_asks_for_what_it_lacks_and_then_no_more()
    {
        var made = new MadePool().With(-6_000, 6_000, 1_000_000).With(-600, 0, 1_000_000);
        var all = made.Accounts();
        var some = new Accounts();
        var rounds = new List<int>();
        PoolRead read;
        while ((read = _reader.Read(MadePool.Address, some)).Pool is null)
        {
            Assert.Equal(DecodeRefusal.None, read.Refusal);
            Assert.NotEmpty(read.Missing);
            foreach (var key in read.Missing)
            {
                Assert.Null(some.Find(key));
                var data = all.Find(key)!.Value;
                some.With(key, data.Owner, data.Data.ToArray());
            }
            rounds.Add(read.Missing.Count);
        }
        // The pool; configuration, mints and bitmap; the arrays from −6,000, −600, 0 and 6,000 on.
        Assert.Equal([1, 4, 4], rounds);
        Assert.Equal(made.Quick().QuoteExactIn(MadePool.Mint0, 5_000, Clock), read.Pool.QuoteExactIn(MadePool.Mint0, 5_000, Clock));
        Assert.Equal(7, read.Pool.Dependencies.Count);
    }

    [Fact]
    public void A_pool_without_a_bitmap_extension_still_quotes_where_it_needs_none()
    {
        var accounts = new MadePool().With(-6_000, 6_000, 1_000_000).Accounts().WithAbsent(RaydiumClmmAddresses.BitmapExtension(MadePool.Address));
        Assert.Equal(QuoteRefusal.None, MadePool.Read(accounts).QuoteExactIn(MadePool.Mint0, 5_000, Clock).Refusal);
    }

    [Fact]
    public void The_swap_names_the_arrays_the_amount_reaches_and_one_more()
    {
        var made = new MadePool();
        for (var i = 0; i < 5; i++) made.With(-600 * (i + 1), 600 * (i + 1), 1_000_000);
        PublicKey Array(int start) => RaydiumClmmAddresses.TickArray(MadePool.Address, start);
        PublicKey trader = Programs.Accounts.Key(20), source = Programs.Accounts.Key(21), destination = Programs.Accounts.Key(22);

        var small = made.Read().Swap(new SwapOrder(trader, MadePool.Mint0, source, destination, true, 5_000, 7))!;
        Assert.Equal([RaydiumClmmAddresses.BitmapExtension(MadePool.Address), Array(-600), Array(-1_200)], small.Accounts.Skip(13).Select(a => a.Key));
        var large = made.Read().Swap(new SwapOrder(trader, MadePool.Mint1, source, destination, false, 200_000, 900_000))!;
        Assert.Equal([Array(600), Array(1_200), Array(1_800)], large.Accounts.Skip(14).Select(a => a.Key));
        Assert.All(large.Accounts.Skip(13), account => Assert.True(account.IsWritable && !account.IsSigner));

        Assert.Equal(DecodeRefusal.None, new RaydiumClmmProgram().ReadInstruction(new(large.ProgramId, [.. large.Accounts.Select(a => a.Key)], large.Data.Span), out var read));
        Assert.Equal(
            new SwapRequest(MadePool.Address, trader, source, destination, false, 200_000, 900_000)
            {
                VaultA = MadePool.Vault1, VaultB = MadePool.Vault0, MintIn = MadePool.Mint1, MintOut = MadePool.Mint0, MayFillPartly = true,
            }, read!.Swaps.Single());
        Assert.Null(made.Read().Swap(new SwapOrder(trader, source, source, destination, true, 5, 5)));
    }

    [Fact]
    public void Accounts_of_others_are_refused_by_name()
    {
        var made = new MadePool().With(-600, 600, 1_000_000);
        var array = RaydiumClmmAddresses.TickArray(MadePool.Address, -600);
        DecodeRefusal With(PublicKey key, PublicKey owner, byte[] data) => _reader.Read(MadePool.Address, made.Accounts().With(key, owner, data)).Refusal;

        Assert.Equal(DecodeRefusal.WrongOwner, With(MadePool.Address, ProgramIds.RaydiumCpmm, made.PoolData()));
        Assert.Equal(DecodeRefusal.WrongOwner, With(MadePool.Config, ProgramIds.RaydiumCpmm, made.ConfigData()));
        Assert.Equal(DecodeRefusal.WrongLength, With(array, ProgramIds.RaydiumClmm, new byte[10]));
        Assert.Equal(DecodeRefusal.WrongDiscriminator, With(array, ProgramIds.RaydiumClmm, new byte[TickArray.Size]));
        Assert.Equal(DecodeRefusal.InvalidField, With(array, ProgramIds.RaydiumClmm, made.ArrayData(600)));
        var foreign = made.ArrayData(-600);
        foreign[8] ^= 1;
        Assert.Equal(DecodeRefusal.InvalidField, With(array, ProgramIds.RaydiumClmm, foreign));
        var shifted = made.ArrayData(-600);
        BinaryPrimitives.WriteInt32LittleEndian(shifted.AsSpan(44), -590);
        Assert.Equal(DecodeRefusal.InvalidField, With(array, ProgramIds.RaydiumClmm, shifted));
        var extension = made.ExtensionData();
        extension[8] ^= 1;
        Assert.Equal(DecodeRefusal.InvalidField, With(RaydiumClmmAddresses.BitmapExtension(MadePool.Address), ProgramIds.RaydiumClmm, extension));
        Assert.Equal(DecodeRefusal.InvalidField, _reader.Read(MadePool.Address, made.Accounts().WithMint(MadePool.Mint0, 8)).Refusal);
        Assert.Equal(DecodeRefusal.InvalidField, With(MadePool.Mint0, ProgramIds.System, new byte[82]));
    }

    [Fact]
    public void Flipped_bytes_in_any_account_give_a_value_or_a_named_refusal()
    {
        var random = new Random(3);
        var made = new MadePool { FeeOn = 1, DynamicFee = QuoteTests.DynamicBytes(10_000, 300_000, 0) }
            .With(-6_000, 6_000, 1_000_000_000).With(-20, 20, 9_000_000).WithOrders(40, 5_000).WithOrders(-40, 9_000);
        PublicKey[] keys = [MadePool.Address, MadePool.Config, RaydiumClmmAddresses.BitmapExtension(MadePool.Address), .. made.ArrayStarts.Select(s => RaydiumClmmAddresses.TickArray(MadePool.Address, s))];
        for (var round = 0; round < 80; round++)
        {
            var accounts = made.Accounts();
            foreach (var key in keys)
            {
                var data = accounts.Find(key)!.Value;
                var bytes = data.Data.ToArray();
                for (var flips = random.Next(4); flips > 0; flips--) bytes[random.Next(Math.Min(bytes.Length, 1_600))] = (byte)random.Next(256);
                accounts.With(key, data.Owner, bytes);
            }
            var read = _reader.Read(MadePool.Address, accounts);
            if (read.Pool is not { } pool) continue;
            foreach (var mint in new[] { pool.MintA, pool.MintB })
            {
                Assert.True(Enum.IsDefined(pool.QuoteExactIn(mint, (ulong)random.NextInt64(), Clock).Refusal));
                Assert.True(Enum.IsDefined(pool.QuoteExactOut(mint, (ulong)random.NextInt64(1, 1_000_000), Clock).Refusal));
                Assert.NotNull(pool.Swap(new SwapOrder(default, mint, default, default, true, 5, 5)));
            }
        }
    }
}
