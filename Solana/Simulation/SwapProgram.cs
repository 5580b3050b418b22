using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Arithmetic;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// The swaps of Raydium CPMM, checked in its order. Accounts: payer (signer), authority, config, pool, input account, output account,
/// input vault, output vault, input token program, output token program, input mint, output mint, observation.
/// </summary>
/// <remarks>Source: raydium-cp-swap, instructions/swap_base_input.rs and swap_base_output.rs; error codes of its error.rs and of Anchor.</remarks>
internal static class SwapProgram
{
    private const int Payer = 0, Authority = 1, Config = 2, Pool = 3, UserIn = 4, UserOut = 5, VaultIn = 6, VaultOut = 7;
    private const int ProgramIn = 8, ProgramOut = 9, MintIn = 10, MintOut = 11, Observation = 12, Accounts = 13;

    private const string InstructionUnknown = "Custom(101)";
    private const string InstructionUnreadable = "Custom(102)";
    private const string ConstraintMut = "Custom(2000)";
    private const string ConstraintRaw = "Custom(2003)";
    private const string ConstraintSeeds = "Custom(2006)";
    private const string ConstraintAddress = "Custom(2012)";
    private const string NotAboveZero = "Custom(2505)";
    private const string DiscriminatorMismatch = "Custom(3002)";
    private const string NotEnoughKeys = "Custom(3005)";
    private const string WrongOwner = "Custom(3007)";
    private const string NotSigner = "Custom(3010)";
    private const string NotInitialized = "Custom(3012)";
    private const string ExceededSlippage = "Custom(6005)";
    private const string MintNotSupported = "Custom(6007)";
    private const string InvalidVault = "Custom(6008)";
    private const string MathOverflow = "Custom(6011)";

    public static Instruction Build(VenueLayout layout, VenuePool pool, int tokenIn, ulong amountIn, ulong minimumOut) =>
        Build(layout, pool, tokenIn, true, amountIn, minimumOut);

    public static Instruction Build(VenueLayout layout, VenuePool pool, int tokenIn, bool exactIn, ulong amount, ulong limit) =>
        RaydiumCpmmInstructions.Swap(
            pool.Address, pool.State, tokenIn == pool.Token0, layout.Wallet, layout.TokenAccounts[layout.WalletTokens[tokenIn]].Key,
            layout.TokenAccounts[layout.WalletTokens[pool.Other(tokenIn)]].Key, exactIn, amount, limit);

    public static string? Run(Call call)
    {
        var instruction = call.Data.Length < 8 ? 0 : BinaryPrimitives.ReadUInt64BigEndian(call.Data);
        if (instruction is not (RaydiumCpmmInstructions.SwapBaseInput or RaydiumCpmmInstructions.SwapBaseOutput)) return InstructionUnknown;
        if (call.Data.Length < 24) return InstructionUnreadable;
        if (CheckTypes(call) is { } mistyped) return mistyped;
        var pool = call.Market.Layout.Pools[call.Market.Layout.PoolIndex[call.Key(Pool)]];
        return CheckConstraints(call, pool) ?? Swap(call, pool, instruction == RaydiumCpmmInstructions.SwapBaseInput);
    }

    private static string? CheckTypes(Call call)
    {
        if (call.Count < Accounts) return NotEnoughKeys;
        if (!call.IsSigner(Payer)) return NotSigner;
        var layout = call.Market.Layout;
        for (var i = Config; i <= Pool; i++)
        {
            var key = call.Key(i);
            bool isConfig = layout.Configs.Contains(key), isPool = layout.PoolIndex.ContainsKey(key);
            if (!isConfig && !isPool && !layout.Observations.Contains(key)) return WrongOwner;
            if (i == Config ? !isConfig : !isPool) return DiscriminatorMismatch;
        }

        for (var i = UserIn; i <= VaultOut; i++)
            if (call.TokenAccount(i) < 0) return call.Exists(call.Key(i)) ? MintNotSupported : NotInitialized;
        return layout.Mints.Contains(call.Key(MintIn)) && layout.Mints.Contains(call.Key(MintOut)) ? null : MintNotSupported;
    }

    private static string? CheckConstraints(Call call, VenuePool pool)
    {
        if (call.Key(Authority) != VenuePools.Authority) return ConstraintSeeds;
        if (call.Key(Config) != pool.Config) return ConstraintAddress;
        for (var i = Pool; i <= VaultOut; i++)
            if (!call.IsWritable(i)) return ConstraintMut;
        for (var i = VaultIn; i <= VaultOut; i++)
            if (call.Key(i) != pool.VaultKey0 && call.Key(i) != pool.VaultKey1) return ConstraintRaw;
        if (call.Key(VaultIn) == call.Key(VaultOut)) return InvalidVault;
        if (call.Key(ProgramIn) != ProgramIds.Token || call.Key(ProgramOut) != ProgramIds.Token) return MintNotSupported;
        var tokenIn = TokenInto(call, pool);
        var tokens = call.Market.Layout.Tokens;
        if (call.Key(MintIn) != tokens[tokenIn].Key || call.Key(MintOut) != tokens[pool.Other(tokenIn)].Key) return ConstraintAddress;
        if (!call.IsWritable(Observation)) return ConstraintMut;
        return call.Key(Observation) == pool.Observation ? null : ConstraintAddress;
    }

    private static int TokenInto(Call call, VenuePool pool) => call.Key(VaultIn) == pool.VaultKey0 ? pool.Token0 : pool.Token1;

    private static string? Swap(Call call, VenuePool pool, bool exactIn)
    {
        var first = BinaryPrimitives.ReadUInt64LittleEndian(call.Data[8..]);
        var second = BinaryPrimitives.ReadUInt64LittleEndian(call.Data[16..]);
        var side = pool.Side(call.Market, TokenInto(call, pool));
        var quote = exactIn ? RaydiumCpmmQuote.ExactIn(first, side) : RaydiumCpmmQuote.ExactOut(second, side);
        // The program looks only at what is left of the input after the fee; what no account can hold then fails as money that is not there.
        if (quote.Refusal == QuoteRefusal.Overflow && exactIn && NetFits(first, side)) return "Custom(1)";
        if (quote.IsRefused) return ErrorOf(quote.Refusal);
        if (quote.AmountIn == 0 || quote.AmountOut == 0) return NotAboveZero;
        if (exactIn ? quote.AmountOut < second : quote.AmountIn > first) return ExceededSlippage;
        return TokenProgram.Transfer(call, UserIn, VaultIn, Payer, quote.AmountIn) ?? TokenProgram.Transfer(call, VaultOut, UserOut, null, quote.AmountOut);
    }

    private static bool NetFits(ulong amount, in CpmmSide side) =>
        MulDiv.TryCeiling(amount, side.TradeFeeRate, RaydiumCpmmQuote.RateDenominator, out var fee) && amount - fee <= ulong.MaxValue - side.ReserveIn;

    private static string ErrorOf(QuoteRefusal refusal) => refusal switch
    {
        QuoteRefusal.Overflow => MathOverflow,
        // The program does not check it and panics.
        QuoteRefusal.InsufficientLiquidity => "ProgramFailedToComplete",
        _ => NotAboveZero,
    };
}
