using System.Globalization;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Archive;

/// <summary>A day of Whirlpool instructions, decoded, and the program's accounts at the end of that day.</summary>
/// <remarks>
/// One line a slot: {slot, blockHeight, blockTime, transactions: [{signature, instructions: [{name, payload}]}]}. Source of the form: orca-so/whirlpool-tx-replayer.
/// Whatever a line holds, it is read or refused by name.
/// </remarks>
public sealed class WhirlpoolDay
{
    /// <summary>Slots of mainnet's day and a quarter more.</summary>
    public const int LinesMax = 300_000;

    private static readonly string[] CreationAccounts =
    [
        "keyWhirlpoolsConfig", "keyTokenMintA", "keyTokenMintB", "keyFunder", "keyWhirlpool", "keyTokenVaultA", "keyTokenVaultB", "keyFeeTier", "keyTokenProgram",
        "keySystemProgram", "keyRent",
    ];

    private int _lines;

    internal List<DayEvent> Events { get; } = [];

    /// <summary>Position address to its two ticks: from the accounts, or from the instruction that opened it.</summary>
    internal Dictionary<string, (int Lower, int Upper)> Positions { get; } = [];

    internal Dictionary<string, byte[]> Accounts { get; } = [];

    /// <summary>Start tick by array address.</summary>
    internal Dictionary<string, int> ArrayStarts { get; } = [];

    /// <summary>True for a line of such a day, false for anything else.</summary>
    public static bool IsLine(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, JsonShape.Strict);
            return json.RootElement.Maybe("transactions") is { ValueKind: JsonValueKind.Array } transactions && transactions.GetArrayLength() > 0
                && transactions[0].Maybe("instructions") is { ValueKind: JsonValueKind.Array } instructions && instructions.GetArrayLength() > 0
                && instructions[0].Maybe("payload") is { ValueKind: JsonValueKind.Object };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>An account at the end of the day.</summary>
    public void Add(PublicKey address, ReadOnlyMemory<byte> account)
    {
        var (key, data) = (address.ToString(), account.ToArray());
        Accounts[key] = data;
        if (TickArray.TryDecode(data, out var array) == DecodeRefusal.None) ArrayStarts[key] = array!.StartTick;
        if (Position.TryDecode(data, out var position) == DecodeRefusal.None) Positions[key] = (position!.TickLower, position.TickUpper);
    }

    /// <summary>The next slot of the day.</summary>
    /// <returns>Why the line was not taken, as a whole; null when it was.</returns>
    public string? Add(string line)
    {
        if (++_lines > LinesMax) return $"more than {LinesMax} slots";
        try
        {
            using var json = JsonDocument.Parse(line, JsonShape.Strict);
            var (slot, time) = (json.RootElement.U64("slot"), json.RootElement.Member("blockTime").I64());
            if (Events.Count > 0 && Events[^1].Slot >= slot) return $"slot {slot} does not follow slot {Events[^1].Slot}";
            if (time is < 0 or > 253_402_300_799) return $"blockTime {time} is no time";
            var happened = new List<DayEvent>();
            foreach (var transaction in json.RootElement.Array("transactions", one => one))
                foreach (var instruction in transaction.Array("instructions", one => one))
                    if (Read(transaction.Text("signature"), instruction) is { } read) happened.Add(read with { Slot = slot, Time = time });
            Events.AddRange(happened);
            return null;
        }
        catch (JsonException)
        {
            return "not JSON, or nested too deep";
        }
        catch (ShapeException fault)
        {
            return fault.Message;
        }
    }

    private DayEvent? Read(string signature, JsonElement instruction)
    {
        var payload = instruction.Member("payload");
        string Key(string name) => payload.Key(name).ToString();
        ulong Amount(string name) => payload.U64Text(name);
        switch (instruction.Text("name"))
        {
            case "swap":
                return new DaySwap(
                    Key("keyWhirlpool"), signature,
                    new WhirlpoolSwapInput(Amount("dataAmount"), payload.U64("dataAmountSpecifiedIsInput") == 1, payload.U64("dataAToB") == 1, Wide(payload, "dataSqrtPriceLimit")),
                    Amount("transferAmount0"), Amount("transferAmount1"));
            case "increaseLiquidity" or "decreaseLiquidity":
                var liquidity = Wide(payload, "dataLiquidityAmount");
                if (liquidity > (UInt128)Int128.MaxValue) throw new ShapeException("dataLiquidityAmount: more than any pool holds");
                return new DayLiquidity(
                    Key("keyWhirlpool"), signature, Key("keyPosition"), instruction.Text("name") == "increaseLiquidity" ? (Int128)liquidity : -(Int128)liquidity,
                    Amount("transferAmount0"), Amount("transferAmount1"), Key("keyTickArrayLower"), Key("keyTickArrayUpper"));
            case "initializePool":
                var spacing = payload.U64("dataTickSpacing");
                if (spacing is 0 or > ushort.MaxValue) throw new ShapeException("dataTickSpacing: no tick spacing");
                var price = Wide(payload, "dataInitialSqrtPrice");
                if (price < TickMath.MinSqrtPrice || price > TickMath.MaxSqrtPrice) throw new ShapeException("dataInitialSqrtPrice: no price of a pool");
                if (!Signature.TryParse(signature, out _)) throw new ShapeException("signature: not a signature");
                return new DayCreation(Key("keyWhirlpool"), signature, (ushort)spacing, price, [.. CreationAccounts.Select(name => payload.Key(name))]);
            case "initializeTickArray":
                ArrayStarts[Key("keyTickArray")] = Tick(payload, "dataStartTickIndex");
                return null;
            case "openPosition" or "openPositionWithMetadata":
                var (lower, upper) = (Tick(payload, "dataTickLowerIndex"), Tick(payload, "dataTickUpperIndex"));
                if (lower >= upper || lower < TickMath.MinTick || upper > TickMath.MaxTick) throw new ShapeException("a position whose ticks are no range");
                Positions[Key("keyPosition")] = (lower, upper);
                return null;
            default:
                // Fees and rewards move no price.
                return null;
        }
    }

    private static UInt128 Wide(JsonElement payload, string name) =>
        UInt128.TryParse(payload.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw new ShapeException($"{name}: no amount");

    private static int Tick(JsonElement payload, string name) =>
        payload.Member(name).I64() is var tick and > -10_000_000 and < 10_000_000 ? (int)tick : throw new ShapeException($"{name}: no tick");
}
