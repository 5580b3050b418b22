using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.LookupTables;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.World;

/// <summary>What a live portfolio meets: a wallet with associated accounts, a lender of SOL, two pools of SOL and USDC whose prices differ, a table.</summary>
public sealed class LiveWorld
{
    public const ulong Sol = 1_000_000_000;
    public const ulong Loan = 10 * Sol;
    public const ulong WalletLamports = 10 * Sol;
    public const ulong WalletWrapped = 5 * Sol;
    public const ulong WalletDollars = 1_000_000_000;
    public const ulong Lendable = 1_000 * Sol;
    public const ulong FeeWad = 500_000_000_000_000;
    public const byte HostFeePercent = 20;
    public const ulong CheapSol = 10_000 * Sol, CheapUsdc = 1_500_000_000_000;
    public const ulong DearSol = 10_000 * Sol, DearUsdc = 1_560_000_000_000;
    public const ulong Floor = Sol;

    private readonly ChainCalls _chain;

    public LiveWorld(ChainCalls chain, string name = "live")
    {
        _chain = chain;
        Key = Names.Wallet(name);
        Trader = new Trader(chain, Key);
        (Wrapped, Dollars, Tethers) = (Own(Mints.WrappedSol), Own(Mints.Usdc), Own(Mints.Usdt));
    }

    public KeyPair Key { get; }

    public Trader Trader { get; }

    public PublicKey Wallet => Trader.Key;

    public PublicKey Wrapped { get; }

    public PublicKey Dollars { get; }

    /// <summary>Ours, and empty.</summary>
    public PublicKey Tethers { get; }

    public FlashLender Lender { get; } = new(Mints.WrappedSol, 9);

    /// <summary>SOL buys more USDC in <see cref="Dear"/> than it costs in <see cref="Cheap"/>.</summary>
    public SwapPool Cheap { get; } = new("live cheap", (Mints.WrappedSol, 9), (Mints.Usdc, 6));

    public SwapPool Dear { get; } = new("live dear", (Mints.WrappedSol, 9), (Mints.Usdc, 6));

    /// <summary>Reserves that anybody could make: their fee is a tenth, and half, of the loan.</summary>
    public FlashLender Usurer { get; } = new(Mints.WrappedSol, 9, "usurer");

    public FlashLender Shark { get; } = new(Mints.WrappedSol, 9, "shark");

    /// <summary>SOL against a token that is on no list.</summary>
    public SwapPool Unlisted { get; } = new("unlisted", (Mints.WrappedSol, 9), (Names.Key("unlisted mint"), 6));

    /// <summary>A thief's: a thousandth of a dollar costs a SOL there.</summary>
    public ConcentratedPool Thief { get; } = new((Mints.Usdc, 6), (Mints.WrappedSol, 9), liquidity: 4 * Sol, root: 1_000);

    public LookupTable Table { get; private set; } = null!;

    public PolicyTerms Terms => new()
    {
        Wallet = Wallet,
        Mints =
        [
            new MintRule(Mints.WrappedSol, ProgramIds.Token, 100 * Sol, 0), new MintRule(Mints.Usdc, ProgramIds.Token, 0, 0),
            new MintRule(Mints.Usdt, ProgramIds.Token, 0, 0),
        ],
        Reserves = [Lender.Rule(2 * FeeWad)],
        Tables = [Table],
        TipMax = 1_000_000, PriorityFeeMax = 1_000_000, SolFloor = Floor, SignaturesPerSecond = 50,
    };

    public PublicKey Own(PublicKey mint) => ProgramAddress.AssociatedToken(Wallet, mint, ProgramIds.Token);

    public async Task CreateAsync()
    {
        await _chain.SetAccountsAsync(
        [
            new ChainAccount(Wallet, WalletLamports, ProgramIds.System, []),
            Tokens.Mint(Mints.WrappedSol, 9, 0, default), Tokens.Mint(Mints.Usdc, 6, 10_000_000_000_000_000, Names.Key("mint authority")),
            Tokens.Mint(Mints.Usdt, 6, 10_000_000_000_000_000, Names.Key("mint authority")),
            Tokens.Of(Wrapped, Mints.WrappedSol, Wallet, WalletWrapped), Tokens.Of(Dollars, Mints.Usdc, Wallet, WalletDollars),
            Tokens.Of(Tethers, Mints.Usdt, Wallet, 0),
            .. Lender.Accounts(Lendable, FeeWad, HostFeePercent), .. Pools(),
        ]);
        Table = await CreateTableAsync(
            [.. Lender.Keys, .. Cheap.Keys, .. Dear.Keys, Mints.WrappedSol, Mints.Usdc, ProgramIds.Token, Sysvars.Instructions, Wrapped, Dollars]);
        await _chain.SetAccountsAsync(new ChainAccount(Wallet, WalletLamports, ProgramIds.System, []));
    }

    /// <summary>The pools as they began, with the gap between their prices.</summary>
    /// <param name="depth">How many times as much they hold: in deep ones a trade leaves the price, and with it the gap, to the next.</param>
    public IEnumerable<ChainAccount> Pools(ulong depth = 1) =>
    [
        .. Cheap.Accounts((Mints.WrappedSol, depth * CheapSol), (Mints.Usdc, depth * CheapUsdc)),
        .. Dear.Accounts((Mints.WrappedSol, depth * DearSol), (Mints.Usdc, depth * DearUsdc)),
    ];

    /// <summary>What a loan brings in USDC where SOL is dear, and then in SOL where it is cheap.</summary>
    public static (ulong Dollars, ulong Back) Trip(ulong loan = Loan)
    {
        var dollars = ConstantProduct.Out(loan, DearSol, DearUsdc);
        return (dollars, ConstantProduct.Out(dollars, CheapUsdc, CheapSol));
    }

    /// <summary>A table of the wallet's, filled and ready to be used.</summary>
    public async Task<LookupTable> CreateTableAsync(IReadOnlyList<PublicKey> addresses)
    {
        var slot = (await _chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
        var (create, table) = LookupTableInstructions.Create(Wallet, Wallet, slot - 1);
        Assert.Null((await Trader.SendAsync([create])).Error);
        foreach (var part in addresses.Distinct().Chunk(20)) Assert.Null((await Trader.SendAsync([LookupTableInstructions.Extend(table, Wallet, Wallet, part)])).Error);
        await _chain.AdvanceAsync(blocks: 1);
        return new LookupTable(table, [.. addresses.Distinct()]);
    }
}
