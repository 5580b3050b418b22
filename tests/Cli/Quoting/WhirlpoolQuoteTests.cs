using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Tests.Inspecting;

namespace Orchestrator.Cli.Tests.Quoting;

public sealed class WhirlpoolQuoteTests
{
    private const string Pool = "65shmpuYmxx5p7ggNCZbyrGLCXVqbBR1ZD5aAocRBUNG";
    private const string Program = "whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc";
    private const string Token = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
    private const string Token2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb";
    private const string ClockSysvar = "SysvarC1ock11111111111111111111111111111111";
    private const string Sol = "So11111111111111111111111111111111111111112";
    private const string Usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

    [Fact]
    public async Task A_real_pool_asks_for_what_it_needs_until_it_quotes_both_ways()
    {
        var lines = await Gather(QuoteFile.Line(Usdc, Token, Mint(6)));
        var answer = await QuoteFile.Quote(lines, Pool, Sol, 1_000_000_000);

        // One SOL for about 113 USDC that evening; the fee is 0.25 %.
        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.InRange(answer.Json.U64("out"), 105_000_000UL, 120_000_000UL);
        Assert.Equal(2_500_000UL, answer.Json.U64("fee"));
        Assert.Equal(11, answer.Json.List("accounts").Count);

        var back = await QuoteFile.Quote(lines, Pool, Sol, answer.Json.U64("out"), "--exact-out");
        Assert.Equal(answer.Json.U64("out"), back.Json.U64("out"));
        Assert.InRange(back.Json.U64("in"), 999_999_000UL, 1_000_000_000UL);
    }

    [Fact]
    public async Task A_quote_that_depends_on_the_slot_is_not_guessed()
    {
        // From epoch 500 on one per cent of USDC is withheld; a Clock account or a slot says which side of it the swap is on.
        var lines = await Gather(QuoteFile.Line(Usdc, Token2022, MintWithFee(fromEpoch: 500, bps: 100)));
        var unknown = await QuoteFile.Quote(lines, Pool, Sol, 1_000_000_000);

        Assert.Equal((ExitCode.NotFound, "clock_needed"), (unknown.Code, unknown.Json.GetProperty("error").Text("name")));
        Assert.Equal([ClockSysvar], unknown.Json.GetProperty("error").List("missing").Select(key => key.GetString()));

        var before = (await QuoteFile.Quote(lines, Pool, Sol, 1_000_000_000, "--slot", "215999999")).Json;
        var after = (await QuoteFile.Quote(lines, Pool, Sol, 1_000_000_000, "--slot", "216000000")).Json;
        var byClock = (await QuoteFile.Quote(lines.Append(QuoteFile.Line(ClockSysvar, null, Clock(epoch: 499))), Pool, Sol, 1_000_000_000)).Json;
        Assert.Equal(0UL, before.U64("transfer_fee_out"));
        Assert.Equal((before.U64("out") + 99) / 100, after.U64("transfer_fee_out"));
        Assert.Equal(before.U64("out"), after.U64("out") + after.U64("transfer_fee_out"));
        Assert.Equal(before.U64("out"), byClock.U64("out"));
    }

    /// <summary>Adds what the answers ask for until nothing is missing but perhaps the clock.</summary>
    private static async Task<List<string>> Gather(string usdc)
    {
        var chain = Chain();
        List<string> lines = [QuoteFile.Line(Pool, Program, chain[Pool])];
        for (var round = 0; round < 4; round++)
        {
            var answer = await QuoteFile.Quote(lines, Pool, Sol, 1_000_000_000);
            if (answer.Code == ExitCode.Ok || answer.Json.GetProperty("error").Text("name") != "missing_accounts") return lines;
            foreach (var missing in answer.Json.GetProperty("error").List("missing").Select(key => key.GetString()!))
                lines.Add(missing == Sol ? QuoteFile.Line(missing, Token, Mint(9))
                    : missing == Usdc ? usdc
                    : chain.TryGetValue(missing, out var data) ? QuoteFile.Line(missing, Program, data)
                    : QuoteFile.Line(missing, null, []));
        }

        throw new InvalidOperationException("It keeps asking.");
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

    /// <summary>A Token-2022 mint with a transfer fee: account type at 165, then type 1, length 108, two fees of epoch, maximum and basis points.</summary>
    private static byte[] MintWithFee(ulong fromEpoch, ushort bps)
    {
        byte[] mint = [.. Mint(6), .. new byte[83], 1, 1, 0, 108, 0, .. new byte[32 + 32 + 8], .. Fee(0, 0), .. Fee(fromEpoch, bps)];
        Assert.Equal(278, mint.Length);
        return mint;
        static byte[] Fee(ulong epoch, ushort bps) => [.. BitConverter.GetBytes(epoch), .. BitConverter.GetBytes(ulong.MaxValue), .. BitConverter.GetBytes(bps)];
    }

    /// <summary>Slot, epoch start, epoch, next leader epoch, unix time.</summary>
    private static byte[] Clock(ulong epoch) => [.. new byte[16], .. BitConverter.GetBytes(epoch), .. new byte[8], .. BitConverter.GetBytes(1_649_289_600L)];
}
