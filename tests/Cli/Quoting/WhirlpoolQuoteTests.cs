using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Tests.Inspecting;

namespace Orchestrator.Cli.Tests.Quoting;

public sealed class WhirlpoolQuoteTests
{
    private const string Pool = "65shmpuYmxx5p7ggNCZbyrGLCXVqbBR1ZD5aAocRBUNG";
    private const string Program = "whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc";
    private const string Token = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
    private const string Sol = "So11111111111111111111111111111111111111112";
    private const string Usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

    [Fact]
    public async Task A_real_pool_asks_for_what_it_needs_until_it_quotes_both_ways()
    {
        var chain = Chain();
        List<string> lines = [QuoteFile.Line(Pool, Program, chain[Pool])];
        var answer = await QuoteFile.Quote(lines, Pool, Sol, 1_000_000_000);
        for (var round = 0; answer.Code == ExitCode.NotFound; round++)
        {
            Assert.True(round < 4, "it keeps asking");
            foreach (var missing in answer.Json.GetProperty("error").List("missing").Select(key => key.GetString()!))
                lines.Add(missing is Sol or Usdc ? QuoteFile.Line(missing, Token, Mint((byte)(missing == Sol ? 9 : 6)))
                    : chain.TryGetValue(missing, out var data) ? QuoteFile.Line(missing, Program, data)
                    : QuoteFile.Line(missing, null, []));
            answer = await QuoteFile.Quote(lines, Pool, Sol, 1_000_000_000);
        }

        // One SOL for about 113 USDC that evening; the fee is 0.25 %.
        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.InRange(answer.Json.U64("out"), 105_000_000UL, 120_000_000UL);
        Assert.Equal(2_500_000UL, answer.Json.U64("fee"));
        Assert.Equal(11, answer.Json.List("accounts").Count);

        var back = await QuoteFile.Quote(lines, Pool, Sol, answer.Json.U64("out"), "--exact-out");
        Assert.Equal(answer.Json.U64("out"), back.Json.U64("out"));
        Assert.InRange(back.Json.U64("in"), 999_999_000UL, 1_000_000_000UL);
    }

    private static Dictionary<string, byte[]> Chain()
    {
        using var state = JsonDocument.Parse(RealData.Unzip("accounts/orca/whirlpool-state-20220406.json.gz"));
        return state.RootElement.List("accounts").ToDictionary(one => one.Text("pubkey")!, one =>
        {
            var text = one.Text("data")!;
            return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        });
    }

    /// <summary>An SPL mint: decimals at 44, initialised at 45.</summary>
    private static byte[] Mint(byte decimals)
    {
        var mint = new byte[82];
        (mint[44], mint[45]) = (decimals, 1);
        return mint;
    }
}
