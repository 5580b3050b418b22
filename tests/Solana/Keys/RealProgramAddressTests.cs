using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Tests.Keys;

/// <summary>Derives addresses that real transactions used. Seeds are named, not spelt: their values are looked for in the transaction itself.</summary>
public sealed class RealProgramAddressTests(ITestOutputHelper output)
{
    private const string SaveMainMarket = "4UpD2fh7xH3VP9QQaXtsS1YY3bxzWhtfpks7FatyKvdY";

    [Fact]
    public void Every_recorded_program_address_is_derived_with_its_bump()
    {
        var sources = Sources().ToList();
        using var file = JsonDocument.Parse(SharedData.ReadText("solana/wire/pda_vectors.json"));
        var vectors = file.RootElement.EnumerateArray().ToList();
        // The data may hold an address without the transaction that names its seeds: nothing can be derived then.
        var checkable = vectors.Where(vector => sources.Any(source => Names(vector, source))).ToList();
        Assert.All(checkable, vector => Assert.True(IsDerivable(vector, sources), vector.GetProperty("name").GetString()));
        output.WriteLine($"{checkable.Count} of {vectors.Count} program addresses derived; the rest have no transaction here");
        Assert.True(checkable.Count >= 14);
    }

    private static bool Names(JsonElement vector, Source source) =>
        source.Mentions(vector.GetProperty("address").GetString()!)
        || (vector.GetProperty("seeds") is var seeds && seeds.GetArrayLength() == 1 && seeds[0].GetString() == "market")
        || seeds.EnumerateArray().All(seed => seed.GetString()!.StartsWith("utf8:", StringComparison.Ordinal));

    private static bool IsDerivable(JsonElement vector, List<Source> sources)
    {
        var program = PublicKey.Parse(vector.GetProperty("program").GetString()!);
        var expected = (PublicKey.Parse(vector.GetProperty("address").GetString()!), vector.GetProperty("bump").GetByte());
        var names = vector.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetString()!).ToArray();
        return sources.Where(source => Names(vector, source))
            .Any(source => Combinations(names, source).Any(seeds => ProgramAddress.Find(program, seeds) == expected));
    }

    private static IEnumerable<ReadOnlyMemory<byte>[]> Combinations(string[] names, Source source) => names.Aggregate(
        (IEnumerable<ReadOnlyMemory<byte>[]>)[[]],
        (heads, name) => heads.SelectMany(head => Candidates(name, source).Select(seed => (ReadOnlyMemory<byte>[])[.. head, seed])));

    private static IEnumerable<ReadOnlyMemory<byte>> Candidates(string name, Source source) => name switch
    {
        _ when name.StartsWith("utf8:", StringComparison.Ordinal) => [System.Text.Encoding.UTF8.GetBytes(name[5..])],
        "raydium_program_id" => [ProgramIds.RaydiumV4.ToArray()],
        "token_program" => [ProgramIds.Token.ToArray(), ProgramIds.Token2022.ToArray()],
        _ when name.EndsWith("u16 LE", StringComparison.Ordinal) =>
            Enumerable.Range(0, Math.Max(0, source.Data.Length - 1)).Select(at => (ReadOnlyMemory<byte>)source.Data.AsMemory(at, 2)),
        _ => source.Keys.Select(key => (ReadOnlyMemory<byte>)key.ToArray()),
    };

    private static IEnumerable<Source> Sources()
    {
        foreach (var line in File.ReadLines(SharedData.PathOf("solana/transactions/raydium_v4/helius_transactionNotification_initialize2.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            yield return new Source(line, [.. Strings(json.RootElement).Select(KeyOf).OfType<PublicKey>().Distinct()], []);
        }

        foreach (var path in Directory.EnumerateFiles(SharedData.PathOf("solana/carbon/orca-whirlpool"), "*_ix.json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            yield return new Source(File.ReadAllText(path), [.. Strings(json.RootElement).Select(KeyOf).OfType<PublicKey>().Distinct()],
                Convert.FromHexString(json.RootElement.GetProperty("data").GetString()!));
        }

        yield return new Source("", [PublicKey.Parse(SaveMainMarket)], []);
    }

    private static PublicKey? KeyOf(string text) => PublicKey.TryParse(text, out var key) ? key : null;

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Strings(property.Value)),
        _ => [],
    };

    private sealed record Source(string Text, PublicKey[] Keys, byte[] Data)
    {
        public bool Mentions(string address) => Text.Contains(address, StringComparison.Ordinal);
    }
}
