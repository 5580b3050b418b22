using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>How one JSON document writes bytes: base64 text (protobuf's own way), base58 text, or an object or list of numbers.</summary>
internal sealed class YellowstoneBytes(bool textIsBase58)
{
    /// <summary>A key decides for the whole document: 32 bytes in base64 always end in "=", which base58 does not have.</summary>
    public static YellowstoneBytes ConventionOf(JsonElement keys) => new(
        keys.ValueKind == JsonValueKind.Array && keys.GetArrayLength() > 0 && keys[0].ValueKind == JsonValueKind.String
        && !keys[0].Text().EndsWith('='));

    public PublicKey Key(JsonElement json)
    {
        var bytes = Bytes(json);
        return bytes.Length == PublicKey.Size ? new PublicKey(bytes) : throw new ShapeException("32 bytes are expected");
    }

    public Signature Signature(JsonElement json)
    {
        var bytes = Bytes(json);
        return bytes.Length == Keys.Signature.Size ? new Signature(bytes) : throw new ShapeException("64 bytes are expected");
    }

    /// <summary>Protobuf's JSON leaves empty bytes out.</summary>
    public byte[] Bytes(JsonElement json, string name) => json.Maybe(name) is { } member ? Bytes(member) : [];

    public byte[] Bytes(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => textIsBase58 ? json.Base58() : json.Base64(),
        JsonValueKind.Array => [.. json.Array(JsonShape.U8)],
        JsonValueKind.Object when json.Maybe("__bytes_b64") is { } tagged => tagged.Base64(),
        JsonValueKind.Object when json.MaybeText("type") == "Buffer" => [.. json.Array("data", JsonShape.U8)],
        JsonValueKind.Object => ByIndex(json),
        _ => throw new ShapeException($"bytes are expected, not {json.ValueKind}"),
    };

    /// <summary>JavaScript writes a Uint8Array as {"0":5,"1":7}.</summary>
    private static byte[] ByIndex(JsonElement json)
    {
        var bytes = new List<byte>();
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name != bytes.Count.ToString()) throw new ShapeException("bytes are expected, not an object");
            bytes.Add(member.Value.U8());
        }

        return [.. bytes];
    }
}
