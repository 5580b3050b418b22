using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions.Reading;
using ZstdSharp;

namespace Orchestrator.Solana.Rpc;

/// <summary>An account as a node answers it. Balances in lamports.</summary>
public sealed record AccountInfo(PublicKey Owner, ulong Lamports, ReadOnlyMemory<byte> Data, bool Executable)
{
    /// <summary>The runtime's own limit for the data of an account, bytes.</summary>
    public const int DataMax = 10 * 1024 * 1024;

    /// <summary>Null stays null: the account does not exist.</summary>
    internal static AccountInfo? ReadMaybe(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : Read(json);

    internal static AccountInfo Read(JsonElement json) =>
        new(json.Key("owner"), json.U64("lamports"), ReadData(json.Member("data")), json.Bool("executable"));

    private static byte[] ReadData(JsonElement data)
    {
        // A bare text is the old base58 form.
        if (data.ValueKind == JsonValueKind.String) return data.Base58();
        if (data.ValueKind != JsonValueKind.Array || data.GetArrayLength() != 2)
            throw new ShapeException("data: bytes are expected, not a parsed account");
        return data[1].Text() switch
        {
            "base64" => data[0].Base64(),
            "base58" => data[0].Base58(),
            "base64+zstd" => Unpack(data[0].Base64()),
            var other => throw new ShapeException($"data: unknown encoding {other}"),
        };
    }

    private static byte[] Unpack(byte[] packed)
    {
        try
        {
            using var zstd = new Decompressor();
            if (Decompressor.GetDecompressedSize(packed) > DataMax) throw new ShapeException("data: larger than any account");
            return zstd.Unwrap(packed, DataMax).ToArray();
        }
        catch (ZstdException)
        {
            throw new ShapeException("data: not zstd");
        }
    }
}

/// <summary>An account with its address.</summary>
public sealed record KeyedAccount(PublicKey Address, AccountInfo Account)
{
    internal static KeyedAccount Read(JsonElement json) => new(json.Key("pubkey"), AccountInfo.Read(json.Member("account")));
}
