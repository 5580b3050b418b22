using System.Diagnostics.CodeAnalysis;
using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.RaydiumV4;

/// <summary>A swap as the program logged it: reserves before it and the amounts.</summary>
/// <param name="Amount">In: the input. Out: the output asked for.</param>
/// <param name="Limit">In: least output. Out: most input.</param>
/// <param name="CoinToPc">Coin goes in, pc comes out.</param>
/// <param name="UserSource">Base units the trader held.</param>
/// <param name="PoolCoin">Reserve before, base units.</param>
/// <param name="PoolPc">Reserve before, base units.</param>
/// <param name="Result">In: the output. Out: the input taken.</param>
public readonly record struct RaySwapLog(bool ExactIn, ulong Amount, ulong Limit, bool CoinToPc, ulong UserSource, ulong PoolCoin, ulong PoolPc, ulong Result)
{
    public ulong AmountIn => ExactIn ? Amount : Result;
    public ulong AmountOut => ExactIn ? Result : Amount;
    public ulong ReserveIn => CoinToPc ? PoolCoin : PoolPc;
    public ulong ReserveOut => CoinToPc ? PoolPc : PoolCoin;
}

/// <summary>The program's log records: bincode behind "ray_log: " in base64.</summary>
/// <remarks>Source: raydium-io/raydium-amm, program/src/log.rs.</remarks>
public static class RayLog
{
    private const string Marker = "ray_log: ";
    private const int BytesMax = 128;
    private const byte Init = 0, Deposit = 1, Withdraw = 2, SwapBaseIn = 3, SwapBaseOut = 4;
    private const ulong PcToCoin = 1, CoinToPc = 2;

    public static bool TryReadLine(ReadOnlySpan<char> line, [NotNullWhen(true)] out DecodedEvent? decoded)
    {
        decoded = null;
        var at = line.IndexOf(Marker);
        if (at < 0) return false;
        Span<byte> bytes = stackalloc byte[BytesMax];
        return Convert.TryFromBase64Chars(line[(at + Marker.Length)..], bytes, out var length)
            && Read(bytes[..length], out decoded) == DecodeRefusal.None && decoded is not null;
    }

    public static DecodeRefusal ReadSwap(ReadOnlySpan<byte> data, out RaySwapLog swap)
    {
        swap = default;
        if (data.IsEmpty) return DecodeRefusal.WrongLength;
        if (data[0] is not (SwapBaseIn or SwapBaseOut)) return DecodeRefusal.WrongDiscriminator;
        if (data.Length != 57) return DecodeRefusal.WrongLength;
        var direction = U64(data, 17);
        if (direction is not (PcToCoin or CoinToPc)) return DecodeRefusal.InvalidField;
        var exactIn = data[0] == SwapBaseIn;
        ulong first = U64(data, 1), second = U64(data, 9);
        swap = new RaySwapLog(
            exactIn, exactIn ? first : second, exactIn ? second : first, direction == CoinToPc,
            U64(data, 25), U64(data, 33), U64(data, 41), U64(data, 49));
        return DecodeRefusal.None;
    }

    public static DecodeRefusal Read(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        if (data.IsEmpty) return DecodeRefusal.WrongLength;
        switch (data[0])
        {
            case Init:
                return ReadRecord(data, "init", 75, out decoded);
            case Deposit:
                return ReadRecord(data, "deposit", 105, out decoded);
            case Withdraw:
                return ReadRecord(data, "withdraw", 89, out decoded);
            default:
                var refusal = ReadSwap(data, out var swap);
                if (refusal == DecodeRefusal.None) decoded = Event(swap);
                return refusal;
        }
    }

    private static DecodedEvent Event(in RaySwapLog swap) => new()
    {
        Program = ProgramIds.RaydiumV4, Name = swap.ExactIn ? "swap_base_in" : "swap_base_out",
        Fields =
        [
            new(swap.ExactIn ? "amount_in" : "amount_out", swap.Amount), new(swap.ExactIn ? "minimum_out" : "max_in", swap.Limit),
            new("direction", swap.CoinToPc ? "coin_to_pc" : "pc_to_coin"), new("user_source", swap.UserSource),
            new("pool_coin", swap.PoolCoin), new("pool_pc", swap.PoolPc), new(swap.ExactIn ? "out_amount" : "deduct_in", swap.Result),
        ],
        Swap = new SwapFill(null, swap.AmountIn, swap.AmountOut) { AToB = swap.CoinToPc },
    };

    private static DecodeRefusal ReadRecord(ReadOnlySpan<byte> data, string name, int size, out DecodedEvent? decoded)
    {
        decoded = null;
        if (data.Length != size) return DecodeRefusal.WrongLength;
        Field[] fields = data[0] switch
        {
            Init =>
            [
                new("time", U64(data, 1)), new("pc_decimals", data[9]), new("coin_decimals", data[10]), new("pc_lot_size", U64(data, 11)),
                new("coin_lot_size", U64(data, 19)), new("pc_amount", U64(data, 27)), new("coin_amount", U64(data, 35)), new("market", Key(data, 43)),
            ],
            Deposit =>
            [
                new("max_coin", U64(data, 1)), new("max_pc", U64(data, 9)), new("base", U64(data, 17)), new("pool_coin", U64(data, 25)),
                new("pool_pc", U64(data, 33)), new("pool_lp", U64(data, 41)), new("deduct_coin", U64(data, 81)), new("deduct_pc", U64(data, 89)),
                new("mint_lp", U64(data, 97)),
            ],
            _ =>
            [
                new("withdraw_lp", U64(data, 1)), new("user_lp", U64(data, 9)), new("pool_coin", U64(data, 17)), new("pool_pc", U64(data, 25)),
                new("pool_lp", U64(data, 33)), new("out_coin", U64(data, 73)), new("out_pc", U64(data, 81)),
            ],
        };
        decoded = new DecodedEvent { Program = ProgramIds.RaydiumV4, Name = name, Fields = fields };
        return DecodeRefusal.None;
    }
}
