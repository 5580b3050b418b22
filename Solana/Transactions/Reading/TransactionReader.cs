using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>Reads full transactions from whatever a node, a provider or an operator hands over. Never throws on any input.</summary>
public static class TransactionReader
{
    /// <summary>Longest text taken, characters: a full block of mainnet has about 10 million in jsonParsed.</summary>
    public const int TextMax = 128 * 1024 * 1024;

    /// <summary>Entries of a list, ten times the transactions of a full block: each costs an answer, whatever it is.</summary>
    public const int EntriesMax = 100_000;

    // Enough for every message of agave's custom_error.rs; a hostile one must not fill a log.
    private const int ErrorTextMax = 200;

    /// <summary>
    /// One of: base64 of a transaction; a getTransaction result or response (json, jsonParsed, base64, base58); a Helius
    /// transactionNotification; a Yellowstone update as JSON; a getBlock result or response, or a list of any of these, which gives many.
    /// </summary>
    public static ImmutableArray<ReadResult> Read(string text)
    {
        var trimmed = text.AsMemory().Trim();
        if (trimmed.IsEmpty) return [ReadResult.Refused(ReadRefusal.Empty)];
        if (trimmed.Length > TextMax) return [ReadResult.Refused(ReadRefusal.TooLarge)];
        if (trimmed.Span[0] is not ('{' or '[')) return [ReadBase64(trimmed.Span)];
        try
        {
            using var json = JsonDocument.Parse(trimmed, JsonShape.Strict);
            return Read(json.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            // ArgumentException: half a surrogate pair, which has no UTF-8 form.
            return [ReadResult.Refused(ReadRefusal.NotJson)];
        }
        catch (ShapeException fault)
        {
            return [ReadResult.Refused(ReadRefusal.UnexpectedShape, fault.Message)];
        }
    }

    /// <summary>A transaction on its own, without what executing it did.</summary>
    public static ReadResult ReadWire(ReadOnlyMemory<byte> bytes)
    {
        var refusal = VersionedTransaction.Decode(bytes, out var transaction);
        return transaction is null
            ? ReadResult.Refused(ReadRefusal.BadWire, refusal.ToString())
            : TransactionAssembler.Assemble(transaction, new Recorded());
    }

    /// <summary>Throws <see cref="ShapeException"/> and <see cref="JsonException"/>.</summary>
    internal static ImmutableArray<ReadResult> Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > EntriesMax) return [TooMany()];
        if (json.ValueKind == JsonValueKind.Array) return [.. json.EnumerateArray().SelectMany(static entry => (IEnumerable<ReadResult>)ReadEntry(entry))];
        if (json.ValueKind != JsonValueKind.Object) throw new ShapeException("an object is expected");
        if (json.Maybe("jsonrpc") is not null && json.Maybe("error") is { } error) return [ReadResult.Refused(ReadRefusal.SourceError, Told(error))];
        if (json.TryGetProperty("result", out var result) && json.Maybe("jsonrpc") is not null)
        {
            if (result.ValueKind == JsonValueKind.Null) return [ReadResult.Refused(ReadRefusal.NotFound)];
            return Read(result);
        }

        if (json.Maybe("params")?.Maybe("result") is { } notified) return Read(notified);
        if (json.Maybe("transactions") is not null) return ReadBlock(json, slot: null);
        return YellowstoneJson.IsUpdate(json) && !IsRpcShaped(json) ? YellowstoneJson.Read(json) : [RpcTransactionJson.Read(json)];
    }

    /// <summary>All transactions of a getBlock result, which does not name its own slot.</summary>
    internal static ImmutableArray<ReadResult> ReadBlock(JsonElement block, ulong? slot)
    {
        if (block.Maybe("transactions") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > EntriesMax) return [TooMany()];
        var time = Rpc.RpcAnswers.BlockTime(block);
        ulong index = 0;
        return block.Array("transactions", item => ReadOne(item, slot, time, index++));
    }

    private static ReadResult TooMany() => ReadResult.Refused(ReadRefusal.TooLarge, $"a list of more than {EntriesMax} entries");

    private static ReadResult ReadOne(JsonElement entry, ulong? slot, DateTimeOffset? time, ulong index) =>
        Guarded(() => [RpcTransactionJson.Read(entry, slot, time, index)])[0];

    private static ImmutableArray<ReadResult> ReadEntry(JsonElement entry) => entry.ValueKind == JsonValueKind.Object
        ? Guarded(() => Read(entry))
        : [ReadResult.Refused(ReadRefusal.UnexpectedShape, "an object is expected")];

    // One bad entry must not hide the others.
    private static ImmutableArray<ReadResult> Guarded(Func<ImmutableArray<ReadResult>> read)
    {
        try
        {
            return read();
        }
        catch (ShapeException fault)
        {
            return [ReadResult.Refused(ReadRefusal.UnexpectedShape, fault.Message)];
        }
    }

    /// <summary>Code and message of a JSON-RPC error, as far as it has them.</summary>
    private static string Told(JsonElement error)
    {
        var code = error.ValueKind == JsonValueKind.Object && error.Maybe("code") is { ValueKind: JsonValueKind.Number } number ? $"{number.GetRawText()}: " : "";
        var text = error.ValueKind == JsonValueKind.Object && error.Maybe("message") is { ValueKind: JsonValueKind.String } message ? message.Text() : error.GetRawText();
        return code + (text.Length <= ErrorTextMax ? text : text[..ErrorTextMax]);
    }

    private static bool IsRpcShaped(JsonElement json) => json.Maybe("meta") is not null || json.Maybe("slot") is not null;

    private static ReadResult ReadBase64(ReadOnlySpan<char> text)
    {
        var bytes = new byte[(Math.Min(text.Length, 4 * VersionedTransaction.SizeMax) / 4 * 3) + 3];
        return text.Length > 4 * VersionedTransaction.SizeMax ? ReadResult.Refused(ReadRefusal.TooLarge)
            : Convert.TryFromBase64Chars(text, bytes, out var written) ? ReadWire(bytes.AsMemory(0, written))
            : ReadResult.Refused(ReadRefusal.NotJson, "neither JSON nor base64");
    }
}
