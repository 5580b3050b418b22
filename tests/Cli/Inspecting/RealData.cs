using System.IO.Compression;

namespace Orchestrator.Cli.Tests.Inspecting;

/// <summary>Real data of others that is kept outside the repository, in <c>shared/data/solana</c> beside it.</summary>
internal static class RealData
{
    public const string Block = "transactions/get_block/photon/mainnet_block_slot254170887.json.gz";
    public const string Wire = "wire/verified_transactions.json";
    public const string Creations = "transactions/raydium_v4/helius_transactionNotification_initialize2.jsonl";

    private static readonly string? Root = FindRoot();

    /// <summary>The full path of a file. Skips the test where the data is absent; in CI that fails.</summary>
    public static string PathOf(string relative)
    {
        if (Root is null)
        {
            const string Why = "The real data (../shared/data beside the repository, or below ORCH_SHARED) is not on this machine.";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Why);
            Assert.Skip(Why);
        }

        var path = Path.Combine(Root, "solana", relative);
        Assert.True(Path.Exists(path), $"shared/data/solana has no {relative}");
        return path;
    }

    public static string ReadText(string relative) => File.ReadAllText(PathOf(relative));

    public static Stream Unzip(string relative) => new GZipStream(File.OpenRead(PathOf(relative)), CompressionMode.Decompress);

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable("ORCH_SHARED") is { Length: > 0 } shared) return Existing(Path.Combine(shared, "data"));
        if (Environment.GetEnvironmentVariable("ORCH_ROOT") is { Length: > 0 } root
            && Existing(Path.Combine(root, "..", "shared", "data")) is { } beside) return beside;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Orleans.sln"))) return Existing(Path.Combine(at.FullName, "..", "shared", "data"));
        return null;
    }

    private static string? Existing(string path) => Directory.Exists(path) ? Path.GetFullPath(path) : null;
}
