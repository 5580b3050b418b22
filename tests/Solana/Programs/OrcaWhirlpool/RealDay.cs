using System.IO.Compression;
using System.Text.Json;
using Orchestrator.Solana.Archive;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

/// <summary>Every Whirlpool instruction of 6 April 2022 and the accounts at the end of that day.</summary>
internal static class RealDay
{
    private const string Transactions = "solana/transactions/orca/whirlpool-transactions-2022-04-06_slots128407670-128556169_nonempty.jsonl.gz";
    private const string State = "solana/accounts/orca/whirlpool-state-20220406.json.gz";

    public static WhirlpoolDay Load()
    {
        var day = new WhirlpoolDay();
        using var state = JsonDocument.Parse(Unzip(State));
        foreach (var account in state.RootElement.GetProperty("accounts").EnumerateArray())
        {
            var text = account.GetProperty("data").GetString()!;
            day.Add(PublicKey.Parse(account.GetProperty("pubkey").GetString()!), Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        }

        foreach (var line in Lines()) Assert.Null(day.Add(line));
        return day;
    }

    public static IEnumerable<string> Lines()
    {
        using var lines = new StreamReader(Unzip(Transactions));
        while (lines.ReadLine() is { } line) yield return line;
    }

    private static GZipStream Unzip(string path) => new(File.OpenRead(SharedData.PathOf(path)), CompressionMode.Decompress);
}
