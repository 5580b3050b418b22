using System.Globalization;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Tests.Programs;

/// <summary>Real instructions and accounts with what another project's decoder read in them.</summary>
internal static class Carbon
{
    public static IEnumerable<(string Name, RealInstruction Instruction, JsonElement Root)> Instructions(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.PathOf($"solana/carbon/{folder}"), "*_ix.json").Order())
        {
            var root = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
            var accounts = root.GetProperty("accounts").EnumerateArray().Select(a => PublicKey.Parse(a.GetProperty("pubkey").GetString()!));
            yield return (
                Path.GetFileName(file)[..^"_ix.json".Length],
                new RealInstruction(PublicKey.Parse(root.GetProperty("program_id").GetString()!), [.. accounts], Convert.FromHexString(root.GetProperty("data").GetString()!)),
                root);
        }
    }

    public static IEnumerable<(string Name, byte[] Data, JsonElement Root)> Accounts(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.PathOf($"solana/carbon/{folder}"), "*_account*.json").Concat(
            Directory.EnumerateFiles(SharedData.PathOf($"solana/carbon/{folder}"), "dynamic_*.json")).Distinct().Order())
        {
            var root = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
            yield return (Path.GetFileNameWithoutExtension(file), Convert.FromBase64String(root.GetProperty("data").GetString()!), root);
        }
    }

    /// <summary>Compares every scalar that the other decoder read with the field of the same name here, and counts them.</summary>
    public static int Compare(JsonElement root, IReadOnlyList<Field> fields, string what)
    {
        if (!root.TryGetProperty("data_decoded", out var decoded)) return 0;
        var ours = fields.ToDictionary(f => f.Name, f => f.Value);
        var compared = 0;
        foreach (var property in decoded.EnumerateObject())
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            if (!ours.TryGetValue(name, out var value) || value is null or object[] or Field[]) continue;
            if (!property.Value.TryGetProperty("data", out var theirs)) continue;
            if (theirs.ValueKind == JsonValueKind.Array) theirs = theirs[0];
            var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            Assert.True(string.Equals(text, theirs.ToString(), StringComparison.OrdinalIgnoreCase), $"{what}.{name}: {text} against {theirs}");
            compared++;
        }
        return compared;
    }
}
