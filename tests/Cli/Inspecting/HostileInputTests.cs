using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Inspecting;

namespace Orchestrator.Cli.Tests.Inspecting;

public sealed class HostileInputTests
{
    [Fact]
    public async Task Each_bad_line_is_refused_by_name_and_the_good_ones_between_are_told()
    {
        var good = Vector();
        byte[] input =
        [
            .. Line("hello world"), .. Line(good), .. Line(new string('[', 100_000)), .. Line("""{"meta":{"fee":NaN}}"""), .. Line("""{"jsonrpc":"2.0","id":1,"result":null}"""),
            .. Line("AAAA"), .. Line("{}"), 0xff, 0xfe, 0x00, .. Line(""), .. Line("""{"transaction":["""), .. Line(good), .. Line(new string('A', 20_000)), .. Line("\"unterminated"),
        ];
        var told = await Inspected.Bytes(input);

        Assert.Equal(ExitCode.Error, told.Code);
        Assert.Equal(
            ["not_json", "not_json", "not_json", "not_found", "bad_wire", "unexpected_shape", "not_text", "not_json", "too_large", "not_json"], told.Refusals);
        Assert.Equal([2L, 10L], told.Read.Select(line => line.GetProperty("line").GetInt64()));
        Assert.All(told.Read, line => Assert.True(line.GetProperty("signatures_verify").GetBoolean()));
        Assert.Contains("ORCH-INSPECT-0001", told.Error);
        Assert.Contains("10 of 12", told.Error);
    }

    [Fact]
    public async Task A_signature_that_was_changed_does_not_verify()
    {
        var bytes = Convert.FromBase64String(Vector());
        bytes[5] ^= 1;
        var told = await Inspected.Text(Convert.ToBase64String(bytes));

        Assert.Equal(ExitCode.Ok, told.Code);
        Assert.False(Assert.Single(told.Lines).GetProperty("signatures_verify").GetBoolean());
        Assert.False(told.Lines[0].List("signatures")[0].GetProperty("verifies").GetBoolean());
    }

    [Fact]
    public async Task No_input_is_an_error_and_no_silence()
    {
        Assert.Equal(["empty"], (await Inspected.Text("")).Refusals);
        Assert.Equal(["empty"], (await Inspected.Text("\n  \n")).Refusals);
        Assert.Equal(["empty"], (await Inspected.Text("[]")).Refusals);
        Assert.Equal(ExitCode.Error, (await Inspected.Text("")).Code);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_not_found()
    {
        var answer = await CommandTest.Run("inspect", "tx", "/nowhere/at/all.json");

        Assert.Equal(ExitCode.NotFound, answer.Code);
        Assert.Contains("ORCH-CLI-0003", answer.Error);
    }

    [Fact]
    public void A_line_beyond_the_bound_is_skipped_and_the_next_one_read()
    {
        var lines = new LineSource(new MemoryStream([.. Line(new string('x', 200_000)), .. Line("abc"), .. Line(new string('y', 11))]), lineMax: 10, totalMax: 1_000_000).Read().ToList();

        Assert.Equal([(1L, "line_too_long"), (2L, null), (3L, "line_too_long")], lines.Select(line => (line.Number, line.Refusal)));
        Assert.Equal("abc\n", Encoding.UTF8.GetString(lines[1].Bytes.Span));
    }

    /// <summary>As a download leaves it that broke off.</summary>
    [Fact]
    public void A_packed_file_that_is_cut_off_is_damaged_after_the_lines_that_are_there()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            foreach (var text in (string[])["first", "second", "third"])
            {
                gzip.Write(Line(text));
                gzip.Flush();
            }

        var whole = packed.ToArray();
        Assert.Equal([null, null, null], Refusals(whole));
        Assert.Equal([null, null, null, "damaged_compression"], Refusals(whole[..^9]));
        Assert.Equal("damaged_compression", Refusals(whole[..(whole.Length / 2)])[^1]);

        static string?[] Refusals(byte[] bytes) => [.. new LineSource(new MemoryStream(bytes), lineMax: 1_000, totalMax: 1_000_000).Read().Select(line => line.Refusal)];
    }

    [Fact]
    public void A_small_file_that_unfolds_without_end_is_stopped_at_the_bound()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(new byte[10_000_000]);
        packed.Position = 0;

        Assert.Equal("input_too_large", new LineSource(packed, lineMax: 1000, totalMax: 1_000_000).Read().Last().Refusal);
    }

    [Fact]
    public async Task Damaged_compression_is_refused_by_name() =>
        Assert.Equal(["damaged_compression"], (await Inspected.Bytes([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).Refusals);

    [Fact]
    public async Task A_document_cut_off_in_its_middle_does_not_take_the_lines_behind_it_along()
    {
        var good = Vector();
        var told = await Inspected.Text("{\n \"slot\": 1,\n" + good + "\n" + good);

        Assert.Equal([3L, 4L], told.Read.Select(line => line.GetProperty("line").GetInt64()));
        Assert.Equal(2, told.Refusals.Count());
    }

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes(text + "\n");

    private static string Vector()
    {
        using var vectors = JsonDocument.Parse(RealData.ReadText(RealData.Wire));
        return vectors.RootElement[0].Text("base64")!;
    }
}
