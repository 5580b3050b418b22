using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Rpc;

/// <summary>Which accounts of a program are wanted. All filters must hold; a node takes at most four.</summary>
public abstract record AccountFilter
{
    private AccountFilter()
    {
    }

    /// <summary>Exactly so many bytes.</summary>
    public sealed record DataSize(ulong Bytes) : AccountFilter;

    /// <summary>These bytes, at most 128, at this offset.</summary>
    public sealed record Memcmp(ulong Offset, ReadOnlyMemory<byte> Bytes) : AccountFilter;

    internal static void Write(Utf8JsonWriter json, ReadOnlySpan<AccountFilter> filters)
    {
        if (filters.IsEmpty) return;
        json.WriteStartArray("filters");
        foreach (var filter in filters)
        {
            json.WriteStartObject();
            if (filter is DataSize size) json.WriteNumber("dataSize", size.Bytes);
            else if (filter is Memcmp compare)
            {
                json.WriteStartObject("memcmp");
                json.WriteNumber("offset", compare.Offset);
                json.WriteString("bytes", Base58.Encode(compare.Bytes.Span));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
