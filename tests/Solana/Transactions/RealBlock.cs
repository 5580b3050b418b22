using System.IO.Compression;
using System.Text.Json;

namespace Orchestrator.Solana.Tests.Transactions;

/// <summary>A full mainnet block (slot 254170887, 14 March 2024) and single transactions of other slots.</summary>
internal static class RealBlock
{
    public const string BlockFile = "solana/transactions/get_block/photon/mainnet_block_slot254170887.json.gz";
    public const string WireFile = "solana/wire/verified_transactions.json";

    public static JsonDocument Open()
    {
        using var file = File.OpenRead(SharedData.PathOf(BlockFile));
        using var plain = new GZipStream(file, CompressionMode.Decompress);
        return JsonDocument.Parse(plain);
    }

    public static List<byte[]> Transactions()
    {
        using var block = Open();
        return [.. block.RootElement.GetProperty("transactions").EnumerateArray()
            .Select(transaction => transaction.GetProperty("transaction")[0].GetBytesFromBase64())];
    }
}
