using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

/// <summary>One thing that happened to a pool, in the order of the chain.</summary>
internal abstract record DayEvent(string Pool, string Signature)
{
    public ulong Slot { get; set; }

    /// <summary>Of its block, Unix seconds.</summary>
    public long Time { get; set; }
}

internal sealed record DaySwap(string Pool, string Signature, WhirlpoolSwapInput Input, ulong AmountIn, ulong AmountOut) : DayEvent(Pool, Signature);

/// <param name="Delta">Positive for liquidity that was added.</param>
/// <param name="LowerArray">Address of the array that holds the lower tick.</param>
internal sealed record DayLiquidity(
    string Pool, string Signature, string Position, Int128 Delta, ulong AmountA, ulong AmountB, string LowerArray, string UpperArray) : DayEvent(Pool, Signature);

internal sealed record DayCreation(string Pool, string Signature, UInt128 SqrtPrice) : DayEvent(Pool, Signature);

/// <summary>Every Whirlpool instruction of 6 April 2022 and the accounts at the end of that day.</summary>
internal sealed class RealDay
{
    private const string Transactions = "solana/transactions/orca/whirlpool-transactions-2022-04-06_slots128407670-128556169_nonempty.jsonl.gz";
    private const string State = "solana/accounts/orca/whirlpool-state-20220406.json.gz";

    public List<DayEvent> Events { get; } = [];

    /// <summary>Position address to its two ticks: from the accounts, or from the instruction that opened it.</summary>
    public Dictionary<string, (int Lower, int Upper)> Positions { get; } = [];

    public Dictionary<string, byte[]> Accounts { get; } = [];

    /// <summary>Start tick by array address.</summary>
    public Dictionary<string, int> ArrayStarts { get; } = [];

    public static RealDay Load()
    {
        var day = new RealDay();
        day.LoadAccounts();
        using var lines = new StreamReader(Unzip(Transactions));
        while (lines.ReadLine() is { } line)
        {
            using var slot = JsonDocument.Parse(line);
            var known = day.Events.Count;
            foreach (var transaction in slot.RootElement.GetProperty("transactions").EnumerateArray())
                foreach (var instruction in transaction.GetProperty("instructions").EnumerateArray())
                    day.Add(transaction.GetProperty("signature").GetString()!, instruction);
            foreach (var happened in day.Events.Skip(known))
                (happened.Slot, happened.Time) = (slot.RootElement.GetProperty("slot").GetUInt64(), slot.RootElement.GetProperty("blockTime").GetInt64());
        }
        return day;
    }

    private void LoadAccounts()
    {
        using var state = JsonDocument.Parse(Unzip(State));
        foreach (var account in state.RootElement.GetProperty("accounts").EnumerateArray())
        {
            var text = account.GetProperty("data").GetString()!;
            var data = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
            var key = account.GetProperty("pubkey").GetString()!;
            Accounts[key] = data;
            if (TickArray.TryDecode(data, out var array) == Solana.Programs.DecodeRefusal.None) ArrayStarts[key] = array!.StartTick;
            if (Position.TryDecode(data, out var position) == Solana.Programs.DecodeRefusal.None)
                Positions[key] = (position!.TickLower, position.TickUpper);
        }
    }

    private void Add(string signature, JsonElement instruction)
    {
        var payload = instruction.GetProperty("payload");
        string Key(string name) => payload.GetProperty(name).GetString()!;
        UInt128 Wide(string name) => UInt128.Parse(payload.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
        switch (instruction.GetProperty("name").GetString())
        {
            case "swap":
                var input = new WhirlpoolSwapInput(
                    (ulong)Wide("dataAmount"), payload.GetProperty("dataAmountSpecifiedIsInput").GetInt32() == 1,
                    payload.GetProperty("dataAToB").GetInt32() == 1, Wide("dataSqrtPriceLimit"));
                Events.Add(new DaySwap(Key("keyWhirlpool"), signature, input, (ulong)Wide("transferAmount0"), (ulong)Wide("transferAmount1")));
                break;
            case "increaseLiquidity" or "decreaseLiquidity":
                var sign = instruction.GetProperty("name").GetString() == "increaseLiquidity" ? 1 : -1;
                Events.Add(new DayLiquidity(
                    Key("keyWhirlpool"), signature, Key("keyPosition"), sign * (Int128)Wide("dataLiquidityAmount"),
                    (ulong)Wide("transferAmount0"), (ulong)Wide("transferAmount1"), Key("keyTickArrayLower"), Key("keyTickArrayUpper")));
                break;
            case "initializePool":
                Events.Add(new DayCreation(Key("keyWhirlpool"), signature, Wide("dataInitialSqrtPrice")));
                break;
            case "initializeTickArray":
                ArrayStarts[Key("keyTickArray")] = payload.GetProperty("dataStartTickIndex").GetInt32();
                break;
            case "openPositionWithMetadata":
                Positions[Key("keyPosition")] = (payload.GetProperty("dataTickLowerIndex").GetInt32(), payload.GetProperty("dataTickUpperIndex").GetInt32());
                break;
        }
    }

    private static GZipStream Unzip(string path) => new(File.OpenRead(SharedData.PathOf(path)), CompressionMode.Decompress);
}
