using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.RaydiumCpmm;

/// <summary>A Raydium CPMM pool with its configuration, vaults and mints.</summary>
public sealed class RaydiumCpmmPool(
    PublicKey address, PoolState state, AmmConfig config, ulong vault0, ulong vault1, TokenMint mint0, TokenMint mint1) : IPool
{
    public PublicKey Program => ProgramIds.RaydiumCpmm;
    public PublicKey Address => address;
    public PublicKey MintA => state.Mint0;
    public PublicKey MintB => state.Mint1;
    public PoolState State => state;

    public IReadOnlyList<PublicKey> Dependencies { get; } =
    [
        address, state.Config, state.Vault0, state.Vault1,
        .. mint0.Program == ProgramIds.Token2022 ? new[] { state.Mint0 } : [],
        .. mint1.Program == ProgramIds.Token2022 ? new[] { state.Mint1 } : [],
    ];

    public QuoteResult QuoteExactIn(PublicKey inputMint, ulong amountIn, in ChainClock clock)
    {
        var refusal = Side(inputMint, clock, out var side);
        return refusal.IsRefused ? refusal : RaydiumCpmmQuote.ExactIn(amountIn, side);
    }

    public QuoteResult QuoteExactOut(PublicKey inputMint, ulong amountOut, in ChainClock clock)
    {
        var refusal = Side(inputMint, clock, out var side);
        return refusal.IsRefused ? refusal : RaydiumCpmmQuote.ExactOut(amountOut, side);
    }

    public CurveShape Shape(bool aToB, in ChainClock clock)
    {
        if (Side(aToB ? MintA : MintB, clock, out var side).IsRefused) return CurveShape.Empty;
        const double Whole = RaydiumCpmmQuote.RateDenominator;
        var creator = side.CreatorFeeRate / Whole;
        var kept = (1 - (side.TradeFeeRate / Whole) - (side.CreatorFeeOnInput ? creator : 0)) * side.TransferFeeIn.KeptShare;
        var given = (side.CreatorFeeOnInput ? 1 : 1 - creator) * side.TransferFeeOut.KeptShare;
        var shape = new CurveShape.Builder();
        shape.AddProduct(side.ReserveIn, side.ReserveOut, double.PositiveInfinity, kept, given);
        return shape.Build();
    }

    public Instruction? Swap(in SwapOrder order) =>
        order.InputMint != MintA && order.InputMint != MintB
            ? null
            : RaydiumCpmmInstructions.Swap(
                address, state, order.InputMint == MintA, order.Trader, order.Source, order.Destination, order.ExactIn, order.Amount, order.Limit);

    private QuoteResult Side(PublicKey inputMint, in ChainClock clock, out CpmmSide side)
    {
        side = default;
        if (inputMint != MintA && inputMint != MintB) return QuoteResult.Refused(QuoteRefusal.WrongMint);
        if (state.SwapDisabled) return QuoteResult.Refused(QuoteRefusal.SwapDisabled);
        if ((ulong)Math.Max(0, clock.UnixTime) < state.OpenTime) return QuoteResult.Refused(QuoteRefusal.NotYetOpen);
        var blocked = MintSource.WhyNotTransferable(mint0);
        if (blocked == QuoteRefusal.None) blocked = MintSource.WhyNotTransferable(mint1);
        if (blocked != QuoteRefusal.None) return QuoteResult.Refused(blocked, "A mint does not let its tokens be moved freely.");
        if (vault0 < state.FeesOwed0 || vault1 < state.FeesOwed1)
            return QuoteResult.Refused(QuoteRefusal.InconsistentState, "A vault holds less than the fees owed.");

        var zeroForOne = inputMint == MintA;
        ulong reserve0 = vault0 - (ulong)state.FeesOwed0, reserve1 = vault1 - (ulong)state.FeesOwed1;
        var onInput = state.CreatorFeeOn == CreatorFeeOn.InputToken || state.CreatorFeeOn == CreatorFeeOn.OnlyToken0 == zeroForOne;
        TransferFee fee0 = mint0.FeeIn(clock.Epoch), fee1 = mint1.FeeIn(clock.Epoch);
        side = new CpmmSide(
            zeroForOne ? reserve0 : reserve1, zeroForOne ? reserve1 : reserve0, config.TradeFeeRate,
            state.CreatorFeeEnabled ? config.CreatorFeeRate : 0, onInput, zeroForOne ? fee0 : fee1, zeroForOne ? fee1 : fee0);
        return default;
    }
}

/// <summary>Builds Raydium CPMM pools from accounts.</summary>
public sealed class RaydiumCpmmPoolReader : IPoolReader
{
    public PublicKey Program => ProgramIds.RaydiumCpmm;

    public PoolRead Read(PublicKey pool, IAccountSource accounts)
    {
        if (accounts.Find(pool) is not { } account) return PoolRead.Wants(pool);
        var refusal = PoolState.Read(account.Owner, account.Data.Span, out var state);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"pool {pool}");

        List<PublicKey>? missing = null;
        if (accounts.Find(state!.Config) is null) (missing ??= []).Add(state.Config);
        if (accounts.Find(state.Vault0) is null) (missing ??= []).Add(state.Vault0);
        if (accounts.Find(state.Vault1) is null) (missing ??= []).Add(state.Vault1);
        if (MintSource.IsMissing(accounts, state.Mint0, state.Program0)) (missing ??= []).Add(state.Mint0);
        if (MintSource.IsMissing(accounts, state.Mint1, state.Program1)) (missing ??= []).Add(state.Mint1);
        if (missing is not null) return PoolRead.Wants(missing);

        var configAccount = accounts.Find(state.Config)!.Value;
        refusal = AmmConfig.Read(configAccount.Owner, configAccount.Data.Span, out var config);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"config {state.Config}");
        refusal = MintSource.Read(accounts, state.Mint0, state.Program0, state.Decimals0, out var mint0);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"mint 0 {state.Mint0}");
        refusal = MintSource.Read(accounts, state.Mint1, state.Program1, state.Decimals1, out var mint1);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"mint 1 {state.Mint1}");
        refusal = Vault.Read(accounts, state.Vault0, state.Mint0, state.Program0, out var vault0);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"vault 0 {state.Vault0}");
        refusal = Vault.Read(accounts, state.Vault1, state.Mint1, state.Program1, out var vault1);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"vault 1 {state.Vault1}");
        return PoolRead.Of(new RaydiumCpmmPool(pool, state, config, vault0, vault1, mint0, mint1));
    }
}
