using System.IO.Compression;
using System.Text.Json;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Benchmarks.Solana;

/// <summary>The full mainnet block of the shared data: 602 transactions of slot 254170887, 14 March 2024.</summary>
internal sealed record RealBlock(IReadOnlyList<FullTransaction> Transactions)
{
    private const string File = "data/solana/transactions/get_block/photon/mainnet_block_slot254170887.json.gz";

    /// <exception cref="InvalidOperationException">The data is not on this machine.</exception>
    public static RealBlock Read()
    {
        using var packed = System.IO.File.OpenRead(Path.Combine(Shared(), File));
        using var plain = new GZipStream(packed, CompressionMode.Decompress);
        using var json = JsonDocument.Parse(plain);
        return new RealBlock([.. json.RootElement.GetProperty("transactions").EnumerateArray().Select(entry => TransactionReader.Read(entry.GetRawText())[0].Transaction!)]);
    }

    internal static string Shared()
    {
        if (Environment.GetEnvironmentVariable("ORCH_SHARED") is { Length: > 0 } given) return given;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (System.IO.File.Exists(Path.Combine(at.FullName, "Orleans.sln"))) return Path.Combine(at.FullName, "..", "shared");
        throw new InvalidOperationException("The real data (../shared beside the repository, or ORCH_SHARED) is not on this machine.");
    }
}
