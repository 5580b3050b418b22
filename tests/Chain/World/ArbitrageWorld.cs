using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.LookupTables;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.World;

/// <summary>A lender, two pools whose prices differ, a trader without money of his own in the traded tokens, and a lookup table.</summary>
public sealed class ArbitrageWorld
{
    public const ulong Sol = 1_000_000_000;
    public const ulong Loan = 1_000_000_000;
    public const ulong Available = 50_000_000_000;
    public const uint UnitLimit = 200_000;
    public const ulong UnitPrice = 50_000;
    public const ulong Tip = 100_000;

    /// <summary>0.05 % of the loan, of which the host gets a fifth: the main pool's USDC reserve in October 2026.</summary>
    public const ulong FeeWad = 500_000_000_000_000;
    public const byte HostFeePercent = 20;

    private static readonly PublicKey TipAccount = TipAccounts.List[0];
    private readonly ChainCalls _chain;

    public ArbitrageWorld(ChainCalls chain)
    {
        _chain = chain;
        Trader = new Trader(chain, Names.Wallet("arbitrageur"));
        Lender = new FlashLender(Usdc, 6);
    }

    public static PublicKey Usdc { get; } = Names.Key("USDC");

    public static PublicKey Coin { get; } = Names.Key("coin");

    public Trader Trader { get; }

    public FlashLender Lender { get; }

    public SwapPool Cheap { get; } = new("cheap", (Usdc, 6), (Coin, 9));

    public SwapPool Dear { get; } = new("dear", (Usdc, 6), (Coin, 9));

    public PublicKey TraderUsdc { get; } = Names.Key("arbitrageur's USDC");

    public PublicKey TraderCoin { get; } = Names.Key("arbitrageur's coin");

    public LookupTable? Table { get; private set; }

    /// <summary>Everything a round trip can change, the fee payer left out.</summary>
    public IEnumerable<PublicKey> Touched => [TraderUsdc, TraderCoin, TipAccount, .. Lender.Keys, .. Cheap.Keys, .. Dear.Keys];

    public async Task CreateAsync()
    {
        await Trader.FundAsync(10 * Sol);
        await _chain.SetAccountsAsync(
        [
            Tokens.Mint(Usdc, 6, 10_000_000_000_000, Names.Key("mint authority")), Tokens.Mint(Coin, 9, 100_000_000_000_000, Names.Key("mint authority")),
            Tokens.Account(TraderUsdc, Usdc, Trader.Key, 0), Tokens.Account(TraderCoin, Coin, Trader.Key, 0),
            .. Lender.Accounts(Available, FeeWad, HostFeePercent),
            .. Cheap.Accounts((Usdc, 1_000_000_000_000), (Coin, 10_000_000_000_000)),
            .. Dear.Accounts((Usdc, 1_000_000_000_000), (Coin, 9_000_000_000_000)),
        ]);
        Table = await CreateTableAsync([.. Lender.Keys, .. Cheap.Keys, .. Dear.Keys, Usdc, Coin, ProgramIds.Token, Sysvars.Instructions, TraderUsdc, TraderCoin]);
    }

    /// <summary>Borrow USDC, buy coins where they are cheap, sell them where they are dear, repay, tip.</summary>
    public IReadOnlyList<Instruction> RoundTrip(ulong leastOut = 0, ulong loan = Loan, ulong tip = Tip)
    {
        var coins = ConstantProduct.Out(loan, 1_000_000_000_000, 10_000_000_000_000);
        return
        [
            ComputeBudget.SetUnitLimit(UnitLimit),
            ComputeBudget.SetUnitPrice(UnitPrice),
            Lender.Borrow(TraderUsdc, loan),
            Cheap.SwapExactIn(Trader.Key, Usdc, TraderUsdc, TraderCoin, loan, coins),
            Dear.SwapExactIn(Trader.Key, Coin, TraderCoin, TraderUsdc, coins, leastOut),
            Lender.Repay(TraderUsdc, Trader.Key, loan, 2),
            SystemProgram.Transfer(Trader.Key, TipAccount, tip),
        ];
    }

    /// <summary>A table made, filled and ready to be used.</summary>
    public async Task<LookupTable> CreateTableAsync(IReadOnlyList<PublicKey> addresses)
    {
        var slot = (await _chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
        var (create, table) = LookupTableInstructions.Create(Trader.Key, Trader.Key, slot - 1);
        Assert.Null((await Trader.SendAsync([create])).Error);
        foreach (var part in addresses.Chunk(20)) Assert.Null((await Trader.SendAsync([LookupTableInstructions.Extend(table, Trader.Key, Trader.Key, part)])).Error);
        // What is added to a table in a slot can be loaded from the next one.
        await _chain.AdvanceAsync(blocks: 1);
        return new LookupTable(table, [.. addresses]);
    }
}

/// <summary>The rule of a constant-product pool with 0.25 % fee, written here once more to judge the others by.</summary>
public static class ConstantProduct
{
    public static ulong Out(ulong amountIn, ulong reserveIn, ulong reserveOut)
    {
        var net = amountIn - Ceiling((UInt128)amountIn * 2_500, 1_000_000);
        return (ulong)((UInt128)net * reserveOut / (reserveIn + net));
    }

    public static ulong In(ulong amountOut, ulong reserveIn, ulong reserveOut)
    {
        var net = Ceiling((UInt128)reserveIn * amountOut, reserveOut - amountOut);
        return Ceiling((UInt128)net * 1_000_000, 1_000_000 - 2_500);
    }

    private static ulong Ceiling(UInt128 dividend, ulong divisor) => (ulong)((dividend + divisor - 1) / divisor);
}
