using System.Text.Json;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Rpc;

/// <summary>Parameters that many methods share.</summary>
internal static class RpcParameters
{
    public static string Name(Commitment commitment) => commitment switch
    {
        Commitment.Processed => "processed",
        Commitment.Confirmed => "confirmed",
        Commitment.Finalized => "finalized",
        _ => throw new ArgumentOutOfRangeException(nameof(commitment), commitment, "A call needs a commitment."),
    };

    public static void Commit(this Utf8JsonWriter json, Commitment commitment, ulong? minContextSlot = null)
    {
        json.WriteString("commitment", Name(commitment));
        if (minContextSlot is { } slot) json.WriteNumber("minContextSlot", slot);
    }

    public static void Config(this Utf8JsonWriter json, Commitment commitment, ulong? minContextSlot = null)
    {
        json.WriteStartObject();
        json.Commit(commitment, minContextSlot);
        json.WriteEndObject();
    }

    public static void AccountConfig(this Utf8JsonWriter json, Commitment commitment, ulong? minContextSlot = null)
    {
        json.WriteStartObject();
        json.WriteString("encoding", "base64");
        json.Commit(commitment, minContextSlot);
        json.WriteEndObject();
    }

    public static void Key(this Utf8JsonWriter json, PublicKey key)
    {
        Span<char> text = stackalloc char[Base58.KeyTextMax];
        json.WriteStringValue(text[..Base58.EncodeFixed(key.AsSpan(), text)]);
    }

    public static void Keys(this Utf8JsonWriter json, ReadOnlySpan<PublicKey> keys)
    {
        json.WriteStartArray();
        foreach (var key in keys) json.Key(key);
        json.WriteEndArray();
    }

    public static void Signature(this Utf8JsonWriter json, Signature signature) => json.WriteStringValue(signature.ToString());
}
