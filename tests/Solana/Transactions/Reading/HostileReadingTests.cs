using System.Text;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Tests.Transactions.Reading;

public sealed class HostileReadingTests(ITestOutputHelper output)
{
    private const int SoakInputs = 5_000_000;

    [Theory]
    [InlineData("", ReadRefusal.Empty)]
    [InlineData("   ", ReadRefusal.Empty)]
    [InlineData("hello world", ReadRefusal.NotJson)]
    [InlineData("AAAA", ReadRefusal.BadWire)]
    [InlineData("{", ReadRefusal.NotJson)]
    [InlineData("{}", ReadRefusal.UnexpectedShape)]
    [InlineData("[1]", ReadRefusal.UnexpectedShape)]
    [InlineData("""{"meta":{"fee":NaN}}""", ReadRefusal.NotJson)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":null}""", ReadRefusal.NotFound)]
    [InlineData("""{"transaction":["AAAA","base64"],"meta":null}""", ReadRefusal.BadWire)]
    [InlineData("""{"transaction":["AAAA","base99"],"meta":null}""", ReadRefusal.UnexpectedShape)]
    [InlineData("""{"transaction":{"signatures":[],"message":{"accountKeys":[{"pubkey":"11111111111111111111111111111111","signer":true,"writable":true}],"instructions":[]}}}""", ReadRefusal.BadWire)]
    public void Input_that_is_no_transaction_is_refused_by_name(string text, ReadRefusal expected) =>
        Assert.Equal(expected, Assert.Single(TransactionReader.Read(text)).Refusal);

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-32015,"message":"Transaction version (0) is not supported"}}""", "-32015: Transaction version (0) is not supported")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":"busy"}""", "\"busy\"")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":1e99,"message":7},"result":null}""", "1e99: {\"code\":1e99,\"message\":7}")]
    public void An_error_of_the_source_is_told_with_its_code_and_text(string text, string detail)
    {
        var read = Assert.Single(TransactionReader.Read(text));
        Assert.Equal((ReadRefusal.SourceError, detail), (read.Refusal, read.Detail));
    }

    [Fact]
    public void A_long_error_of_the_source_is_cut() => Assert.Equal(
        200, Assert.Single(TransactionReader.Read("{\"jsonrpc\":\"2.0\",\"error\":{\"message\":\"" + new string('x', 100_000) + "\"}}")).Detail!.Length);

    [Theory]
    [InlineData("[{0}]")]
    [InlineData("{{\"transactions\":[{0}]}}")]
    public void A_list_without_end_gets_one_answer(string shape)
    {
        string Of(int entries) => string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, string.Join(',', Enumerable.Repeat("{}", entries)));
        Assert.Equal(10, TransactionReader.Read(Of(10)).Length);
        Assert.Equal(ReadRefusal.TooLarge, Assert.Single(TransactionReader.Read(Of(TransactionReader.EntriesMax + 1))).Refusal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.Equal(ReadRefusal.NotJson, Assert.Single(TransactionReader.Read("{\"transaction\":\"" + (char)0xD800 + "\"}")).Refusal);

    [Fact]
    public void Deep_JSON_ends_quickly() =>
        Assert.Equal(ReadRefusal.NotJson, Assert.Single(TransactionReader.Read(new string('[', 1_000_000))).Refusal);

    [Fact]
    public void Metadata_that_contradicts_the_message_is_refused()
    {
        var entry = RealBlock.Open().RootElement.GetProperty("transactions").EnumerateArray()
            .First(one => one.GetProperty("meta").GetProperty("innerInstructions").GetArrayLength() > 0
                && one.GetProperty("meta").GetProperty("loadedAddresses").GetProperty("writable").GetArrayLength() > 0).GetRawText();
        Assert.Equal(ReadRefusal.None, Read(entry));
        Assert.Equal(ReadRefusal.Contradiction, Read(entry.Replace("\"preBalances\":[", "\"preBalances\":[1,")));
        Assert.Equal(ReadRefusal.Contradiction, Read(entry.Replace("\"writable\":[", "\"writable\":[\"11111111111111111111111111111111\",")));
        Assert.Equal(ReadRefusal.Contradiction, Read(System.Text.RegularExpressions.Regex.Replace(entry, "\"programIdIndex\":\\s*\\d+", "\"programIdIndex\":255")));
        Assert.Equal(ReadRefusal.UnexpectedShape, Read(System.Text.RegularExpressions.Regex.Replace(entry, "\"programIdIndex\":\\s*\\d+", "\"programIdIndex\":256")));
        static ReadRefusal Read(string text) => Assert.Single(TransactionReader.Read(text)).Refusal;
    }

    /// <summary>What was told in many sets is the same as told in one, and costs in proportion to how much there is.</summary>
    [Fact]
    public void Inner_instructions_of_one_index_in_many_sets_are_joined_in_time_that_grows_with_their_number()
    {
        const int Few = 2_000, Many = 8 * Few;
        var entry = RealBlock.Open().RootElement.GetProperty("transactions").EnumerateArray().First(one => one.GetProperty("meta").GetProperty("innerInstructions").GetArrayLength() == 0).GetRawText();
        Allocated(Few);
        // Eight times as many: about eight times as much, where copying all for each set would be sixty-four times.
        Assert.InRange((double)Allocated(Many) / Allocated(Few), 1, 3.0 * Many / Few);

        long Allocated(int sets)
        {
            var inner = string.Join(',', Enumerable.Repeat("""{"index":0,"instructions":[{"programIdIndex":1,"accounts":[],"data":""}]}""", sets));
            var text = System.Text.RegularExpressions.Regex.Replace(entry, "\"innerInstructions\":\\s*\\[\\]", $"\"innerInstructions\":[{inner}]");
            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = Assert.Single(TransactionReader.Read(text));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(sets, read.Transaction!.Instructions[0].Inner.Length);
            return allocated;
        }
    }

    [Fact]
    public void Damaged_sources_are_read_or_refused_and_never_throw() => Attack(inputs: 3_000, seed: 7);

    [Fact(Explicit = true), Trait("soak", "true")]
    public void Five_million_damaged_sources_are_read_or_refused_and_never_throw() =>
        output.WriteLine(string.Join(", ", Attack(SoakInputs, Soaks.Seed(output))));

    private static Dictionary<ReadRefusal, int> Attack(int inputs, int seed)
    {
        string[] sources =
        [
            .. File.ReadLines(SharedData.PathOf("solana/transactions/raydium_v4/helius_transactionNotification_swaps.jsonl")).OrderBy(line => line.Length).Take(1),
            SharedData.ReadText("solana/transactions/yellowstone_json/shred_txs.json"),
            .. RealBlock.Open().RootElement.GetProperty("transactions").EnumerateArray().Select(entry => entry.GetRawText()).OrderBy(text => text.Length).Take(300).TakeLast(3),
        ];
        var chance = new Random(seed);
        var counts = new Dictionary<ReadRefusal, int>();
        for (var n = 0; n < inputs; n++)
        {
            var text = Damage(sources[chance.Next(sources.Length)], chance);
            foreach (var result in TransactionReader.Read(text))
            {
                counts[result.Refusal] = counts.GetValueOrDefault(result.Refusal) + 1;
                if ((result.Refusal == ReadRefusal.None) != (result.Transaction is not null)) Assert.Fail(text);
            }
        }

        return counts;
    }

    private static string Damage(string source, Random chance)
    {
        var text = new StringBuilder(source);
        for (var hits = chance.Next(1, 4); hits > 0; hits--)
        {
            var at = chance.Next(text.Length);
            switch (chance.Next(6))
            {
                case 0: text[at] = (char)chance.Next(32, 127); break;
                case 1: text.Remove(at, Math.Min(chance.Next(1, 30), text.Length - at)); break;
                case 2: text.Insert(at, chance.Next(4) switch { 0 => "null", 1 => "-1", 2 => "{}", _ => "\"" }); break;
                case 3: text.Replace("null", chance.Next(2) == 0 ? "[]" : "7", at, Math.Min(200, text.Length - at)); break;
                case 4: text.Replace("\"" + (char)chance.Next('a', 'z'), "\"_", at, Math.Min(100, text.Length - at)); break;
                default: text.Replace(':', ',', at, Math.Min(2, text.Length - at)); break;
            }
        }

        return text.ToString();
    }
}
