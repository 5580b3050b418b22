using System.Buffers.Binary;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Benchmarks.Solana;

/// <summary>Compute budget, flash borrow, a Raydium CPMM swap, a Whirlpool swap, flash repay, tip: built from pools and reserve as the product holds them.</summary>
internal sealed class Route : IDisposable
{
    private const ulong Amount = 1_000_000_000;

    public static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(n => (byte)(n * 7))];
    public static readonly Blockhash Recent = new([.. Enumerable.Repeat((byte)9, 32)]);

    private static readonly PublicKey Reserve = Pools.Key(40), Source = Pools.Key(41), Destination = Pools.Key(42), Host = Pools.Key(43);

    private readonly KeyPair _payer = KeyPair.FromSeed(Seed);
    private readonly SaveReserve _reserve;
    private readonly RaydiumCpmmPool _first;
    private readonly WhirlpoolPool _second;

    public Route()
    {
        SaveReserve.TryDecode(ReserveData(), out var reserve);
        PoolState.Read(ProgramIds.RaydiumCpmm, PoolData(), out var state);
        _reserve = reserve!;
        _first = new RaydiumCpmmPool(Pools.Key(50), state!, new AmmConfig(0, 2_500, 0, 0, 0), 1_000_000_000_000, 2_000_000_000_000, TokenMint.Plain(9), TokenMint.Plain(6));
        var whirlpool = Pools.Of(64, 3_000, 5_000_000_000_000, TickMath.SqrtPriceAt(-18_700));
        _second = new WhirlpoolPool(Pools.Address, whirlpool, Pools.Arrays(whirlpool, true).Concat(Pools.Arrays(whirlpool, false)), null, TokenMint.Plain(9), TokenMint.Plain(6));
        Table = new LookupTable(Pools.Key(60), [.. Instructions().SelectMany(one => one.Accounts).Where(one => !one.Role.HasFlag(AccountRole.Signer)).Select(one => one.Key)
            .Where(key => key != TipAccounts.List[0]).Distinct()]);
    }

    public static PublicKey Payer
    {
        get
        {
            using var payer = KeyPair.FromSeed(Seed);
            return payer.PublicKey;
        }
    }

    public LookupTable Table { get; }

    public Instruction[] Instructions() =>
    [
        ComputeBudget.SetUnitLimit(300_000), ComputeBudget.SetUnitPrice(50_000),
        SaveInstructions.FlashBorrow(Reserve, _reserve, Source, Amount),
        _first.Swap(new SwapOrder(_payer.PublicKey, Pools.MintA, Source, Destination, true, Amount, 1))!,
        _second.Swap(new SwapOrder(_payer.PublicKey, Pools.MintB, Destination, Source, true, Amount, 1))!,
        SaveInstructions.FlashRepay(Reserve, _reserve, Source, Host, _payer.PublicKey, (Amount, 2)),
        SystemProgram.Transfer(_payer.PublicKey, TipAccounts.List[0], 100_000),
    ];

    public byte[] BuildAndSign()
    {
        var built = new MessageBuilder(_payer.PublicKey).Use(Table).Add(Instructions()).BuildV0(Recent, out var message);
        if (built != BuildRefusal.None || TransactionSigner.Sign(message!, out var transaction, _payer) != SignRefusal.None)
            throw new InvalidOperationException($"The route was not built: {built}.");
        return transaction!.Encode();
    }

    public void Dispose() => _payer.Dispose();

    private static byte[] ReserveData()
    {
        var data = new byte[SaveReserve.Size];
        data[0] = 1;
        foreach (var (at, fill) in ((int, byte)[])[(10, 61), (75, 63), (339, 64)]) Pools.Key(fill).CopyTo(data.AsSpan(at));
        Pools.MintA.CopyTo(data.AsSpan(42));
        return data;
    }

    private static byte[] PoolData()
    {
        var data = new byte[PoolState.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, PoolState.Discriminator);
        PublicKey[] keys = [Pools.Key(51), Pools.Key(52), Pools.Key(53), Pools.Key(54), Pools.Key(55), Pools.MintA, Pools.MintB, ProgramIds.Token, ProgramIds.Token, Pools.Key(56)];
        for (var i = 0; i < keys.Length; i++) keys[i].CopyTo(data.AsSpan(8 + (32 * i)));
        return data;
    }
}
