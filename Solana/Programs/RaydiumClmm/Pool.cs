using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Arithmetic;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>A Raydium CLMM pool with its configuration, mints and the tick arrays around its price.</summary>
public sealed class RaydiumClmmPool : IPool
{
    private readonly ClmmBook _book;
    private readonly TokenMint _mint0, _mint1;
    private readonly PublicKey? _extension;

    /// <param name="arrays">Addresses of the tick arrays in the book.</param>
    internal RaydiumClmmPool(PublicKey address, ClmmBook book, TokenMint mint0, TokenMint mint1, PublicKey? extension, IEnumerable<PublicKey> arrays)
    {
        Address = address;
        _book = book;
        _mint0 = mint0;
        _mint1 = mint1;
        _extension = extension;
        Dependencies =
        [
            address, State.Config,
            .. mint0.Program == ProgramIds.Token2022 ? new[] { MintA } : [],
            .. mint1.Program == ProgramIds.Token2022 ? new[] { MintB } : [],
            .. extension is { } key ? new[] { key } : [],
            .. arrays,
        ];
    }

    public PublicKey Program => ProgramIds.RaydiumClmm;
    public PublicKey Address { get; }
    public PublicKey MintA => State.Mint0;
    public PublicKey MintB => State.Mint1;
    public ClmmPoolState State => _book.Pool;
    public IReadOnlyList<PublicKey> Dependencies { get; }

    public QuoteResult QuoteExactIn(PublicKey inputMint, ulong amountIn, in ChainClock clock)
    {
        var refusal = Open(inputMint, clock, out var feeIn, out var feeOut);
        if (refusal.IsRefused) return refusal;
        if (amountIn == 0) return QuoteResult.Refused(QuoteRefusal.ZeroAmount);
        var transferIn = feeIn.Of(amountIn);
        if (transferIn >= amountIn) return QuoteResult.Refused(QuoteRefusal.TransferFeeTakesAll);
        var received = amountIn - transferIn;
        var run = ClmmRun.Of(_book, received, inputMint == MintA, exactIn: true, Now(clock));
        if (run.Refusal != QuoteRefusal.None) return Refused(run);
        var transferOut = feeOut.Of(run.Calculated);
        if (transferOut >= run.Calculated) return QuoteResult.Refused(QuoteRefusal.TransferFeeTakesAll);
        return Result(run, inputMint == MintA, received, run.Calculated) with
        {
            AmountIn = amountIn, AmountOut = run.Calculated - transferOut, TransferFeeIn = transferIn, TransferFeeOut = transferOut,
        };
    }

    public QuoteResult QuoteExactOut(PublicKey inputMint, ulong amountOut, in ChainClock clock)
    {
        var refusal = Open(inputMint, clock, out var feeIn, out var feeOut);
        if (refusal.IsRefused) return refusal;
        if (amountOut == 0) return QuoteResult.Refused(QuoteRefusal.ZeroAmount);
        if (!feeOut.TryInverse(amountOut, out var transferOut)) return QuoteResult.Refused(QuoteRefusal.TransferFeeRounding);
        var sent = amountOut + transferOut;
        var run = ClmmRun.Of(_book, sent, inputMint == MintA, exactIn: false, Now(clock));
        if (run.Refusal != QuoteRefusal.None) return Refused(run);
        if (!feeIn.TryInverse(run.Calculated, out var transferIn)) return QuoteResult.Refused(QuoteRefusal.TransferFeeRounding);
        return Result(run, inputMint == MintA, run.Calculated, sent) with
        {
            AmountIn = run.Calculated + transferIn, AmountOut = amountOut, TransferFeeIn = transferIn, TransferFeeOut = transferOut,
        };
    }

    public CurveShape Shape(bool aToB, in ChainClock clock) =>
        Open(aToB ? MintA : MintB, clock, out var feeIn, out var feeOut).IsRefused
            ? CurveShape.Empty
            : ClmmShape.Of(_book, aToB, Now(clock), feeIn.KeptShare, feeOut.KeptShare);

    /// <summary>Names the arrays that the amount reaches and one more, in case the price moves before it lands.</summary>
    public Instruction? Swap(in SwapOrder order)
    {
        if (order.InputMint != MintA && order.InputMint != MintB) return null;
        var zeroForOne = order.InputMint == MintA;
        var run = ClmmRun.Of(_book, order.Amount, zeroForOne, order.ExactIn, now: ulong.MaxValue);
        return RaydiumClmmInstructions.SwapV2(
            Address, State, zeroForOne, order.Trader, order.Source, order.Destination, order.ExactIn, order.Amount, order.Limit, _extension,
            ArraysFrom(zeroForOne, run.ArraysVisited + 1));
    }

    private List<PublicKey> ArraysFrom(bool down, int count)
    {
        var ordinal = TickMath.ArrayOrdinal(State.TickCurrent, State.TickSpacing);
        var keys = new List<PublicKey>();
        var found = _book.Bitmap.IsSet(ordinal) || _book.Bitmap.TryNext(ordinal, down, out ordinal);
        for (; found && keys.Count < count && _book.ArrayAt(ordinal) is { } array; found = _book.Bitmap.TryNext(ordinal, down, out ordinal))
            keys.Add(RaydiumClmmAddresses.TickArray(Address, array.Start));
        return keys;
    }

    private QuoteResult Open(PublicKey inputMint, in ChainClock clock, out TransferFee feeIn, out TransferFee feeOut)
    {
        (feeIn, feeOut) = (default, default);
        if (inputMint != MintA && inputMint != MintB) return QuoteResult.Refused(QuoteRefusal.WrongMint);
        if (State.SwapDisabled) return QuoteResult.Refused(QuoteRefusal.SwapDisabled);
        if (Now(clock) <= State.OpenTime) return QuoteResult.Refused(QuoteRefusal.NotYetOpen);
        var blocked = MintSource.WhyNotTransferable(_mint0);
        if (blocked == QuoteRefusal.None) blocked = MintSource.WhyNotTransferable(_mint1);
        if (blocked != QuoteRefusal.None) return QuoteResult.Refused(blocked, "A mint does not let its tokens be moved freely.");
        TransferFee fee0 = _mint0.FeeIn(clock.Epoch), fee1 = _mint1.FeeIn(clock.Epoch);
        (feeIn, feeOut) = inputMint == MintA ? (fee0, fee1) : (fee1, fee0);
        return default;
    }

    private static ulong Now(in ChainClock clock) => (ulong)Math.Max(0, clock.UnixTime);

    private static QuoteResult Refused(in ClmmRun run) => QuoteResult.Refused(
        run.Refusal, run.Refusal == QuoteRefusal.MissingAccount ? $"The tick array from tick {run.MissingArrayStart} on." : null);

    /// <param name="paid">Reached the pool, fee included.</param>
    /// <param name="sent">Left the pool, after the fee.</param>
    private QuoteResult Result(in ClmmRun run, bool zeroForOne, ulong paid, ulong sent)
    {
        ulong feeIn = run.FeeOnInput ? run.Fee : 0, feeOut = run.FeeOnInput ? 0 : run.Fee;
        return new QuoteResult { FeeIn = feeIn, FeeOut = feeOut, PriceImpactBps = Impact(zeroForOne, paid - feeIn, (UInt128)sent + feeOut) };
    }

    private decimal Impact(bool zeroForOne, ulong net, UInt128 gross)
    {
        const int Resolution = 64;
        var price = U256.Multiply(State.SqrtPrice, State.SqrtPrice);
        var one = U256.One << (2 * Resolution);
        // Prices near the top fill the width; eight bits fewer on both sides leave their ratio alone.
        var excess = Math.Max(0, price.BitLength - 186);
        (price, one) = (price >> excess, one >> excess);
        return zeroForOne ? PriceImpact.Bps(one * gross, price * net) : PriceImpact.Bps(price * gross, one * net);
    }
}

/// <summary>Builds Raydium CLMM pools from accounts.</summary>
public sealed class RaydiumClmmPoolReader : IPoolReader
{
    /// <summary>Tick arrays read on each side of the price: more than one transaction's swap crosses.</summary>
    public const int ArraysPerSideMax = 5;

    public PublicKey Program => ProgramIds.RaydiumClmm;

    public PoolRead Read(PublicKey pool, IAccountSource accounts)
    {
        if (accounts.Find(pool) is not { } account) return PoolRead.Wants(pool);
        var refusal = ClmmPoolState.Read(account.Owner, account.Data.Span, out var state);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"pool {pool}");

        PublicKey? extensionKey = TickArrayBitmap.CoversAll(state!.TickSpacing) ? null : RaydiumClmmAddresses.BitmapExtension(pool);
        PublicKey[] first = [state.Config, state.Mint0, state.Mint1, .. extensionKey is { } wanted ? new[] { wanted } : []];
        List<PublicKey> missing = [.. first.Where(key => accounts.Find(key) is null)];
        if (missing.Count > 0) return PoolRead.Wants(missing);

        var configAccount = accounts.Find(state.Config)!.Value;
        refusal = ClmmConfig.Read(configAccount.Owner, configAccount.Data.Span, out var config);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"config {state.Config}");
        refusal = MintSource.Read(accounts, state.Mint0, state.Decimals0, out var mint0);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"mint 0 {state.Mint0}");
        refusal = MintSource.Read(accounts, state.Mint1, state.Decimals1, out var mint1);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"mint 1 {state.Mint1}");

        var extension = extensionKey is { } key ? accounts.Find(key)!.Value : AccountData.Absent;
        if (extension.Exists)
        {
            refusal = TickArrayBitmap.CheckExtension(extension.Owner, extension.Data.Span, pool);
            if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"bitmap extension {extensionKey}");
        }
        var bitmap = new TickArrayBitmap(account.Data.Span, extension.Data.Span);
        if (WithArrays(pool, state, bitmap, accounts, out var arrays) is { } stopped) return stopped;
        var book = new ClmmBook(state, config, bitmap, [.. arrays.Select(array => array.Data)]);
        return PoolRead.Of(new RaydiumClmmPool(pool, book, mint0, mint1, extension.Exists ? extensionKey : null, arrays.Select(array => array.Key)));
    }

    private static PoolRead? WithArrays(
        PublicKey pool, ClmmPoolState state, TickArrayBitmap bitmap, IAccountSource accounts, out List<(PublicKey Key, TickArray Data)> arrays)
    {
        arrays = [];
        var missing = new List<PublicKey>();
        foreach (var ordinal in Ordinals(state, bitmap))
        {
            var start = ordinal * TickMath.TicksPerArray(state.TickSpacing);
            var key = RaydiumClmmAddresses.TickArray(pool, start);
            if (accounts.Find(key) is not { } account) { missing.Add(key); continue; }
            var refusal = TickArray.Read(account.Owner, account.Data.Span, state.TickSpacing, out var array);
            if (refusal == DecodeRefusal.None && (array!.Pool != pool || array.Start != start)) refusal = DecodeRefusal.InvalidField;
            if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"tick array {key}");
            arrays.Add((key, array!));
        }
        return missing.Count > 0 ? PoolRead.Wants(missing) : null;
    }

    /// <summary>The price's own array, if it has a tick, and the nearest ones on both sides.</summary>
    private static List<int> Ordinals(ClmmPoolState state, TickArrayBitmap bitmap)
    {
        var current = TickMath.ArrayOrdinal(state.TickCurrent, state.TickSpacing);
        var ordinals = new List<int>();
        if (bitmap.IsSet(current)) ordinals.Add(current);
        foreach (var down in new[] { true, false })
        {
            var at = current;
            for (var i = 0; i < ArraysPerSideMax && bitmap.TryNext(at, down, out at); i++) ordinals.Add(at);
        }
        return ordinals;
    }
}
