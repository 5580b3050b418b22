using System.Buffers.Binary;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Transactions;
using Mint = Orchestrator.Domain.Money.Mint;
using PoolState = Orchestrator.Solana.Programs.RaydiumCpmm.PoolState;
using SignRefusal = Orchestrator.Solana.Transactions.SignRefusal;

namespace Orchestrator.Benchmarks.Execution;

/// <summary>A gap between two pools, a lender, a wallet and its policy, all in memory; and the product's own builder, policy and signature over them.</summary>
internal sealed class MadeTrade : IDisposable
{
    private const ulong Sol = 1_000_000_000, Loan = 10 * Sol;

    private static readonly PublicKey Reserve = Pools.Key(40), Supply = Pools.Key(63), FeeReceiver = Pools.Key(64), Market = Pools.Key(61);

    private readonly KeyPair _key = KeyPair.FromSeed([.. Enumerable.Range(0, 32).Select(n => (byte)(n * 7))]);
    private readonly TradeBuilder _builder;
    private readonly TradeState _state;
    private readonly SigningPolicy _policy;
    private readonly TipBoard _board = new();

    public MadeTrade()
    {
        SaveReserve.TryDecode(ReserveData(), out var reserve);
        IPool dear = Pool(50, 10_000 * Sol, 1_560_000_000_000), cheap = Pool(70, 10_000 * Sol, 1_500_000_000_000);
        PublicKey Own(PublicKey mint) => ProgramAddress.AssociatedToken(_key.PublicKey, mint, ProgramIds.Token);
        var table = new LookupTable(Pools.Key(60),
        [
            Reserve, Supply, FeeReceiver, Market, SaveMarket.Authority(Market), Sysvars.Instructions, ProgramIds.Token, Mints.WrappedSol, Mints.Usdc, Own(Mints.WrappedSol), Own(Mints.Usdc),
            RaydiumCpmmAddresses.Authority, .. Keys(50), .. Keys(70),
        ]);
        var terms = new TradeTerms
        {
            Wallet = _key.PublicKey, Reserves = [Reserve], Tables = [table], Tip = new TipTerms(100_000, 1_000_000, 3_000, 1_000), UnitPrice = 100_000, SolFloor = Sol,
        };
        _builder = new TradeBuilder(terms);
        _state = new TradeState(
            [new TradeLeg(dear, Mints.WrappedSol, Mints.Usdc), new TradeLeg(cheap, Mints.Usdc, Mints.WrappedSol)], 10 * Sol, 5 * Sol, (Reserve, reserve!),
            new ChainClock(1_000, 1, 1_700_000_000), new Blockhash([.. Enumerable.Repeat((byte)9, 32)]));
        _policy = new SigningPolicy(new PolicyTerms
        {
            Wallet = _key.PublicKey,
            Mints = [new MintRule(Mints.WrappedSol, ProgramIds.Token, 100 * Sol, 0), new MintRule(Mints.Usdc, ProgramIds.Token, 0, 0)],
            Reserves = [new ReserveRule(Reserve, Market, Mints.WrappedSol, Supply, FeeReceiver, default, null, 1_000_000_000_000_000)],
            Tables = [table], TipMax = 1_000_000, PriorityFeeMax = 1_000_000, SolFloor = Sol, SignaturesPerSecond = 50,
        });
    }

    /// <summary>It still brings what was found: no other size is looked at.</summary>
    public static ExecutionCommand AsFound => Command(expected: 1);

    /// <summary>It no longer brings what was found: the best size is looked for.</summary>
    public static ExecutionCommand ToBeSized => Command(expected: 1_000 * (long)Sol);

    public byte[] Build(ExecutionCommand command)
    {
        var draft = _builder.Build(command, _state, 200_000, _board);
        return draft.Message?.Encode() ?? throw new InvalidOperationException($"{draft.Refusal}: {draft.Detail}");
    }

    public byte[] Sign(byte[] bytes)
    {
        if (Message.Decode(bytes, out var message) != WireRefusal.None) throw new InvalidOperationException("The message cannot be read.");
        if (_policy.Judge(message!) is { IsAllowed: false } refused) throw new InvalidOperationException($"{refused.Violation}: {refused.Detail}");
        return TransactionSigner.Sign(message!, out var transaction, _key) == SignRefusal.None
            ? transaction!.Encode() : throw new InvalidOperationException("It was not signed.");
    }

    public void Dispose() => _key.Dispose();

    private static ExecutionCommand Command(long expected) => new(
        OpportunityId.Create(DateTimeOffset.UnixEpoch.AddDays(20_000), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), new PortfolioId("main"), new Epoch(1), StrategyId.Arbitrage,
        new Mint(Mints.Usdc.ToString()),
        [
            new RouteLeg("raydium", Pools.Key(50).ToString(), Mint.Sol, new Mint(Mints.Usdc.ToString()), new BaseUnits(Loan), default, default, 1_000),
            new RouteLeg("raydium", Pools.Key(70).ToString(), new Mint(Mints.Usdc.ToString()), Mint.Sol, default, default, default, 1_000),
        ],
        new Lamports(20_000_000), new Lamports((long)Loan), new Lamports(expected), new Lamports(1), new BasisPoints(50), DateTimeOffset.UnixEpoch.AddDays(20_001),
        DateTimeOffset.UnixEpoch.AddDays(20_000), Mint.Sol);

    private static PublicKey[] Keys(int from) => [.. Enumerable.Range(from, 6).Select(n => Pools.Key((byte)n))];

    /// <summary>A pool whose six accounts are named from here on.</summary>
    private static RaydiumCpmmPool Pool(int from, ulong sol, ulong dollars)
    {
        var data = new byte[PoolState.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, PoolState.Discriminator);
        var (first, second) = Mints.WrappedSol < Mints.Usdc ? (Mints.WrappedSol, Mints.Usdc) : (Mints.Usdc, Mints.WrappedSol);
        var keys = Keys(from);
        PublicKey[] fields = [keys[1], keys[2], keys[3], keys[4], Pools.Key(90), first, second, ProgramIds.Token, ProgramIds.Token, keys[5]];
        for (var i = 0; i < fields.Length; i++) fields[i].CopyTo(data.AsSpan(8 + (32 * i)));
        PoolState.Read(ProgramIds.RaydiumCpmm, data, out var state);
        var (reserve0, reserve1) = first == Mints.WrappedSol ? (sol, dollars) : (dollars, sol);
        return new RaydiumCpmmPool(keys[0], state!, new AmmConfig(0, 2_500, 0, 0, 0), reserve0, reserve1, TokenMint.Plain(9), TokenMint.Plain(6));
    }

    private static byte[] ReserveData()
    {
        var data = new byte[SaveReserve.Size];
        data[0] = 1;
        foreach (var (at, key) in ((int, PublicKey)[])[(10, Market), (42, Mints.WrappedSol), (75, Supply), (339, FeeReceiver)]) key.CopyTo(data.AsSpan(at));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(171), 1_000 * Sol);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(314), 500_000_000_000_000);
        return data;
    }
}
