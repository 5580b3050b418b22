using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>Strict access to JSON from outside: a missing or foreign value is a <see cref="ShapeException"/> that names the member.</summary>
internal static class JsonShape
{
    /// <summary>Nesting allowed in any answer; getBlock in jsonParsed has about 15.</summary>
    public const int DepthMax = 64;

    /// <summary>A member spelt twice is refused: two readers could disagree about which one counts.</summary>
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    /// <summary>Null when the member is absent or null.</summary>
    public static JsonElement? Maybe(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    public static JsonElement Member(this JsonElement element, string name) =>
        element.Maybe(name) ?? throw new ShapeException($"'{name}' is missing");

    public static ulong U64(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out var value) ? value : throw Not("an unsigned integer", element);

    public static ulong U64(this JsonElement element, string name) => element.Member(name).In(name, U64);

    public static ulong? MaybeU64(this JsonElement element, string name) => element.Maybe(name)?.In(name, U64);

    /// <summary>A number that some sources write as text so that JavaScript does not round it.</summary>
    public static ulong U64Text(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String && ulong.TryParse(element.GetString(), System.Globalization.NumberStyles.None, null, out var value)
            ? value
            : element.U64();

    public static ulong U64Text(this JsonElement element, string name) => element.Member(name).In(name, U64Text);

    public static long I64(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value) ? value
        : element.ValueKind == JsonValueKind.String && long.TryParse(element.GetString(), out value) ? value
        : throw Not("an integer", element);

    public static byte U8(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetByte(out var value) ? value : throw Not("a byte", element);

    public static byte U8(this JsonElement element, string name) => element.Member(name).In(name, U8);

    public static bool Bool(this JsonElement element) =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Not("a truth value", element);

    public static bool Bool(this JsonElement element, string name) => element.Member(name).In(name, Bool);

    public static string Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) throw Not("a text", element);
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            throw Not("a readable text", element);
        }
    }

    public static string Text(this JsonElement element, string name) => element.Member(name).In(name, Text);

    public static string? MaybeText(this JsonElement element, string name) => element.Maybe(name)?.In(name, Text);

    public static PublicKey Key(this JsonElement element) =>
        PublicKey.TryParse(element.Text(), out var key) ? key : throw new ShapeException("not a public key");

    public static PublicKey Key(this JsonElement element, string name) => element.Member(name).In(name, Key);

    public static Signature Signature(this JsonElement element) =>
        Keys.Signature.TryParse(element.Text(), out var signature) ? signature : throw new ShapeException("not a signature");

    public static Blockhash Hash(this JsonElement element) =>
        Blockhash.Parse(element.Text(), out var hash) == KeyParse.Parsed ? hash : throw new ShapeException("not a blockhash");

    public static byte[] Base64(this JsonElement element)
    {
        var text = element.Text();
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : throw new ShapeException("not base64");
    }

    public static byte[] Base58(this JsonElement element) => Keys.Base58.TryDecode(element.Text()) ?? throw new ShapeException("not base58");

    public static ImmutableArray<T> Array<T>(this JsonElement element, Func<JsonElement, T> read)
    {
        if (element.ValueKind != JsonValueKind.Array) throw Not("a list", element);
        var items = ImmutableArray.CreateBuilder<T>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray()) items.Add(read(item));
        return items.MoveToImmutable();
    }

    public static ImmutableArray<T> Array<T>(this JsonElement element, string name, Func<JsonElement, T> read) =>
        element.Member(name).In(name, member => member.Array(read));

    /// <summary>Empty when the member is absent or null.</summary>
    public static ImmutableArray<T> MaybeArray<T>(this JsonElement element, string name, Func<JsonElement, T> read) =>
        element.Maybe(name)?.In(name, member => member.Array(read)) ?? [];

    private static T In<T>(this JsonElement element, string name, Func<JsonElement, T> read)
    {
        try
        {
            return read(element);
        }
        catch (ShapeException fault)
        {
            throw new ShapeException($"{name}: {fault.Message}");
        }
    }

    private static ShapeException Not(string wanted, JsonElement element) => new($"{wanted} is expected, not {element.ValueKind}");
}
