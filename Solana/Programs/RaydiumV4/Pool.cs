using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.RaydiumV4;

/// <summary>A Raydium v4 pool with its vaults.</summary>
/// <param name="coinVault">Base units in the coin vault.</param>
/// <param name="pcVault">Base units in the pc vault.</param>
/// <param name="ordersHoldFunds">Status 1 only: tokens of the pool are out in its market.</param>
public sealed class RaydiumV4Pool(PublicKey address, AmmInfo amm, ulong coinVault, ulong pcVault, bool ordersHoldFunds) : IPool
{
    public PublicKey Program => ProgramIds.RaydiumV4;
    public PublicKey Address => address;
    public PublicKey MintA => amm.CoinMint;
    public PublicKey MintB => amm.PcMint;
    public AmmInfo State => amm;

    public IReadOnlyList<PublicKey> Dependencies { get; } = amm.Status == AmmStatus.Initialized
        ? [address, amm.CoinVault, amm.PcVault, amm.OpenOrders]
        : [address, amm.CoinVault, amm.PcVault];

    public QuoteResult QuoteExactIn(PublicKey inputMint, ulong amountIn, in ChainClock clock)
    {
        var refusal = Reserves(inputMint, clock, out var reserveIn, out var reserveOut);
        return refusal.IsRefused ? refusal : RaydiumV4Quote.ExactIn(amountIn, reserveIn, reserveOut, amm.SwapFeeNumerator, amm.SwapFeeDenominator);
    }

    public QuoteResult QuoteExactOut(PublicKey inputMint, ulong amountOut, in ChainClock clock)
    {
        var refusal = Reserves(inputMint, clock, out var reserveIn, out var reserveOut);
        return refusal.IsRefused ? refusal : RaydiumV4Quote.ExactOut(amountOut, reserveIn, reserveOut, amm.SwapFeeNumerator, amm.SwapFeeDenominator);
    }

    public CurveShape Shape(bool aToB, in ChainClock clock)
    {
        if (Reserves(aToB ? MintA : MintB, clock, out var reserveIn, out var reserveOut).IsRefused) return CurveShape.Empty;
        if (amm.SwapFeeNumerator >= amm.SwapFeeDenominator) return CurveShape.Empty;
        var shape = new CurveShape.Builder();
        shape.AddProduct(reserveIn, reserveOut, double.PositiveInfinity, kept: 1 - ((double)amm.SwapFeeNumerator / amm.SwapFeeDenominator));
        return shape.Build();
    }

    public Instruction? Swap(in SwapOrder order) =>
        order.InputMint != MintA && order.InputMint != MintB
            ? null
            : RaydiumV4Instructions.Swap(address, amm, order.Source, order.Destination, order.Trader, order.ExactIn, order.Amount, order.Limit);

    private QuoteResult Reserves(PublicKey inputMint, in ChainClock clock, out ulong reserveIn, out ulong reserveOut)
    {
        reserveIn = reserveOut = 0;
        if (inputMint != MintA && inputMint != MintB) return QuoteResult.Refused(QuoteRefusal.WrongMint);
        if (MintA == MintB) return QuoteResult.Refused(QuoteRefusal.InconsistentState, "Both sides are the same mint.");
        if (amm.Status is not (AmmStatus.Initialized or AmmStatus.SwapOnly or AmmStatus.WaitingTrade))
            return QuoteResult.Refused(QuoteRefusal.SwapDisabled);
        if (amm.Status == AmmStatus.WaitingTrade && (ulong)Math.Max(0, clock.UnixTime) < amm.OpenTime)
            return QuoteResult.Refused(QuoteRefusal.NotYetOpen);
        if (ordersHoldFunds) return QuoteResult.Refused(QuoteRefusal.Unsupported, "Part of the reserves is out in the pool's order book.");
        if (coinVault < amm.NeedTakePnlCoin || pcVault < amm.NeedTakePnlPc)
            return QuoteResult.Refused(QuoteRefusal.InconsistentState, "A vault holds less than is owed to the protocol.");
        ulong coin = coinVault - amm.NeedTakePnlCoin, pc = pcVault - amm.NeedTakePnlPc;
        (reserveIn, reserveOut) = inputMint == MintA ? (coin, pc) : (pc, coin);
        return default;
    }
}

/// <summary>Builds Raydium v4 pools from accounts.</summary>
public sealed class RaydiumV4PoolReader : IPoolReader
{
    private const int OpenOrdersCoinTotalAt = 85;
    private const int OpenOrdersPcTotalAt = 101;

    public PublicKey Program => ProgramIds.RaydiumV4;

    public PoolRead Read(PublicKey pool, IAccountSource accounts)
    {
        if (accounts.Find(pool) is not { } account) return PoolRead.Wants(pool);
        var refusal = AmmInfo.Read(account.Owner, account.Data.Span, out var amm);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"pool {pool}");

        var hasOrders = amm!.Status == AmmStatus.Initialized;
        List<PublicKey> missing = [.. new[] { amm.CoinVault, amm.PcVault }.Where(key => accounts.Find(key) is null)];
        if (hasOrders && accounts.Find(amm.OpenOrders) is null) missing.Add(amm.OpenOrders);
        if (missing.Count > 0) return PoolRead.Wants(missing);

        var read = Vault.Read(accounts, amm.CoinVault, amm.CoinMint, ProgramIds.Token, out var coin);
        if (read != DecodeRefusal.None) return PoolRead.Refused(read, $"coin vault {amm.CoinVault}");
        read = Vault.Read(accounts, amm.PcVault, amm.PcMint, ProgramIds.Token, out var pc);
        if (read != DecodeRefusal.None) return PoolRead.Refused(read, $"pc vault {amm.PcVault}");
        // The program knows SPL Token alone and the pool needs no mint; one that is at hand and says otherwise is a lie.
        read = MintSource.Read(accounts, amm.CoinMint, ProgramIds.Token, amm.CoinDecimals, out _);
        if (read != DecodeRefusal.None) return PoolRead.Refused(read, $"coin mint {amm.CoinMint}");
        read = MintSource.Read(accounts, amm.PcMint, ProgramIds.Token, amm.PcDecimals, out _);
        if (read != DecodeRefusal.None) return PoolRead.Refused(read, $"pc mint {amm.PcMint}");
        var holdsFunds = false;
        read = hasOrders ? ReadOrders(amm, accounts, out holdsFunds) : DecodeRefusal.None;
        return read == DecodeRefusal.None ? PoolRead.Of(new RaydiumV4Pool(pool, amm, coin, pc, holdsFunds)) : PoolRead.Refused(read, $"open orders {amm.OpenOrders}");
    }

    /// <summary>Totals of the pool's account in its Serum or OpenBook market, which may have been closed. Programs before July 2026 counted them as reserves.</summary>
    private static DecodeRefusal ReadOrders(AmmInfo amm, IAccountSource accounts, out bool holdsFunds)
    {
        holdsFunds = false;
        if (accounts.Find(amm.OpenOrders) is not { Exists: true } account) return DecodeRefusal.None;
        if (account.Owner != amm.MarketProgram) return DecodeRefusal.WrongOwner;
        var orders = account.Data.Span;
        if (orders.Length < OpenOrdersPcTotalAt + sizeof(ulong)) return DecodeRefusal.WrongLength;
        holdsFunds = (LittleEndian.U64(orders, OpenOrdersCoinTotalAt) | LittleEndian.U64(orders, OpenOrdersPcTotalAt)) != 0;
        return DecodeRefusal.None;
    }
}
