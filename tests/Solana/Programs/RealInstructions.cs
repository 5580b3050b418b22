using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Tests.Transactions;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Programs;

/// <summary>One instruction that ran on mainnet, outer or inner.</summary>
internal sealed record RealInstruction(PublicKey Program, PublicKey[] Accounts, byte[] Data)
{
    public InstructionView View => new(Program, Accounts, Data);
}

/// <summary>One transaction that ran on mainnet, as far as the programs' tests need it.</summary>
internal sealed record RealRun(string Signature, bool Succeeded, IReadOnlyList<RealInstruction> Instructions, IReadOnlyList<string> Logs);

/// <summary>Real instructions of others, with their accounts resolved.</summary>
internal static class RealInstructions
{
    private const string Helius = "solana/transactions/raydium_v4/helius_transactionNotification_";

    public static IEnumerable<RealRun> Block()
    {
        using var block = RealBlock.Open();
        foreach (var entry in block.RootElement.GetProperty("transactions").EnumerateArray())
        {
            Assert.Equal(WireRefusal.None, VersionedTransaction.Decode(entry.GetProperty("transaction")[0].GetBytesFromBase64(), out var transaction));
            var message = transaction!.Message;
            var meta = entry.GetProperty("meta");
            PublicKey[] keys = [.. message.StaticKeys, .. Loaded(meta, "writable"), .. Loaded(meta, "readonly")];
            var all = new List<RealInstruction>();
            foreach (var outer in message.Instructions)
                all.Add(new(keys[outer.ProgramIndex], [.. outer.AccountIndexes.ToArray().Select(i => keys[i])], outer.Data.ToArray()));
            foreach (var inner in Inner(meta))
                all.Add(new(
                    keys[inner.GetProperty("programIdIndex").GetInt32()],
                    [.. inner.GetProperty("accounts").EnumerateArray().Select(i => keys[i.GetInt32()])],
                    Base58.TryDecode(inner.GetProperty("data").GetString()!)!));
            yield return new(transaction.Id.ToString(), Succeeded(meta), all, Logs(meta));
        }
    }

    /// <summary>Helius notifications (jsonParsed): only the instructions that it left as bytes.</summary>
    public static IEnumerable<RealRun> HeliusInitialize2() => Notifications(Helius + "initialize2.jsonl");

    public static IEnumerable<RealRun> HeliusSwaps() => Notifications(Helius + "swaps.jsonl");

    private static IEnumerable<RealRun> Notifications(string file)
    {
        foreach (var line in File.ReadLines(SharedData.PathOf(file)))
        {
            using var document = JsonDocument.Parse(line);
            var result = document.RootElement.GetProperty("params").GetProperty("result").GetProperty("transaction");
            var meta = result.GetProperty("meta");
            var all = result.GetProperty("transaction").GetProperty("message").GetProperty("instructions").EnumerateArray()
                .Concat(Inner(meta)).Where(i => i.TryGetProperty("data", out _))
                .Select(i => new RealInstruction(
                    PublicKey.Parse(i.GetProperty("programId").GetString()!),
                    [.. i.GetProperty("accounts").EnumerateArray().Select(a => PublicKey.Parse(a.GetString()!))],
                    Base58.TryDecode(i.GetProperty("data").GetString()!)!))
                .ToList();
            yield return new(
                result.GetProperty("transaction").GetProperty("signatures")[0].GetString()!, Succeeded(meta), all, Logs(meta));
        }
    }

    private static IEnumerable<JsonElement> Inner(JsonElement meta) =>
        meta.TryGetProperty("innerInstructions", out var groups) && groups.ValueKind == JsonValueKind.Array
            ? groups.EnumerateArray().SelectMany(group => group.GetProperty("instructions").EnumerateArray())
            : [];

    private static IEnumerable<PublicKey> Loaded(JsonElement meta, string kind) =>
        meta.TryGetProperty("loadedAddresses", out var loaded) && loaded.ValueKind == JsonValueKind.Object
            ? loaded.GetProperty(kind).EnumerateArray().Select(key => PublicKey.Parse(key.GetString()!))
            : [];

    private static bool Succeeded(JsonElement meta) => meta.GetProperty("err").ValueKind == JsonValueKind.Null;

    private static string[] Logs(JsonElement meta) =>
        meta.TryGetProperty("logMessages", out var logs) && logs.ValueKind == JsonValueKind.Array
            ? [.. logs.EnumerateArray().Select(line => line.GetString()!)]
            : [];
}
