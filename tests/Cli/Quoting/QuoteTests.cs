using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Tests.Inspecting;

namespace Orchestrator.Cli.Tests.Quoting;

public sealed class QuoteTests
{
    private const string Pool = "58oQChx4yWmvKdwLLZzBi4ChoCc2fqCUWBkwMihLYQo2";
    private const string Sol = "So11111111111111111111111111111111111111112";
    private const string Usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
    private const ulong CoinReserve = 67_661_004_799_950, PcReserve = 4_936_181_262_839;

    [Theory]
    [InlineData(1UL)]
    [InlineData(1_000_000_000UL)]
    [InlineData(12_345_678_901_234UL)]
    public async Task A_real_pool_gives_what_its_formula_gives_to_the_unit(ulong amount)
    {
        // 25 of 10,000, rounded up, then constant product, rounded down.
        var fee = (ulong)((((UInt128)amount * 25) + 9_999) / 10_000);
        var expected = (ulong)((UInt128)PcReserve * (amount - fee) / (CoinReserve + (UInt128)(amount - fee)));
        var answer = await Quote(Raydium(), Sol, amount);

        if (expected == 0)
        {
            Assert.Equal((ExitCode.RefusedBySafety, "amount_too_small"), (answer.Code, Name(answer)));
            return;
        }

        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.Equal((amount, expected, fee), (answer.Json.U64("in"), answer.Json.U64("out"), answer.Json.U64("fee")));
        Assert.Equal((Sol, Usdc, Sol), (answer.Json.Text("mint_in"), answer.Json.Text("mint_out"), answer.Json.Text("fee_mint")));
        Assert.True(answer.Json.GetProperty("price_impact_bps").GetDecimal() > 0);
    }

    [Fact]
    public async Task The_amount_that_must_come_out_costs_the_least_that_gives_it()
    {
        const ulong Wanted = 1_000_000_000;
        var answer = await Quote(Raydium(), Sol, Wanted, "--exact-out");
        var cost = answer.Json.U64("in");

        Assert.Equal((ExitCode.Ok, Wanted), (answer.Code, answer.Json.U64("out")));
        Assert.InRange((await Quote(Raydium(), Sol, cost)).Json.U64("out"), Wanted, Wanted + 1);
        Assert.True((await Quote(Raydium(), Sol, cost - 20)).Json.U64("out") < Wanted);
    }

    [Fact]
    public async Task The_accounts_of_the_swap_are_named_and_the_trader_s_own_left_open()
    {
        var accounts = (await Quote(Raydium(), Sol, 1_000_000_000)).Json.List("accounts");

        Assert.Contains(accounts, account => account.TryGetProperty("pubkey", out var key) && key.GetString() == Pool);
        Assert.Equal(["source", "destination", "trader"], accounts.Where(account => account.TryGetProperty("yours", out _)).Select(account => account.Text("yours")));
        Assert.True(accounts.Single(account => account.TryGetProperty("yours", out var yours) && yours.GetString() == "trader").GetProperty("signer").GetBoolean());
        Assert.All(accounts, account => Assert.NotNull(account.Text("role")));
    }

    [Fact]
    public async Task What_is_missing_is_listed()
    {
        var answer = await Quote(Raydium().Take(1), Sol, 1_000_000_000);

        Assert.Equal((ExitCode.NotFound, "missing_accounts"), (answer.Code, Name(answer)));
        Assert.Equal(Entries().Skip(1).Select(one => one.Text("pubkey")), Missing(answer));
        Assert.Equal([Pool], Missing(await Quote(Raydium().Skip(1), Sol, 1_000_000_000)));
    }

    [Theory]
    [InlineData("Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB", 5UL, "wrong_mint")]
    [InlineData(Sol, 0UL, "zero_amount")]
    public async Task A_swap_that_the_pool_would_not_make_is_refused_by_name(string mint, ulong amount, string name)
    {
        var answer = await Quote(Raydium(), mint, amount);

        Assert.Equal((ExitCode.RefusedBySafety, name), (answer.Code, Name(answer)));
        Assert.Equal("ORCH-QUOTE-0001", answer.Json.GetProperty("error").Text("code"));
    }

    [Theory]
    [InlineData("hello", "not_json")]
    [InlineData("""{"pubkey":"x","owner":null,"data":""}""", "unexpected_shape")]
    [InlineData("""{"pubkey":"So11111111111111111111111111111111111111112","owner":null}""", "unexpected_shape")]
    [InlineData("""{"pubkey":"So11111111111111111111111111111111111111112","owner":null,"data":"\ud800"}""", "unexpected_shape")]
    [InlineData("""{"pubkey":"So11111111111111111111111111111111111111112","owner":null,"data":NaN}""", "not_json")]
    [InlineData("""{"pubkey":"So11111111111111111111111111111111111111112","pubkey":"EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v","owner":null,"data":""}""", "not_json")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]", "not_json")]
    [InlineData("[1]", "unexpected_shape")]
    public async Task A_line_that_is_no_account_is_refused_by_name(string line, string name)
    {
        var answer = await Quote(Raydium().Append(line), Sol, 1_000_000_000);

        Assert.Equal((ExitCode.Error, name), (answer.Code, Name(answer)));
        Assert.Contains("line 4", answer.Json.GetProperty("error").Text("detail"));
    }

    [Fact]
    public async Task An_account_with_two_states_is_refused_and_never_chosen_from()
    {
        var vault = Entries()[1];
        var bytes = vault.GetProperty("data").GetBytesFromBase64();
        bytes[64] ^= 1;

        Assert.Equal("duplicate_account", Name(await Quote(Raydium().Append(Line(vault.Text("pubkey")!, vault.Text("owner"), bytes)), Sol, 1)));
        Assert.Equal(ExitCode.Ok, (await Quote(Raydium().Concat(Raydium()), Sol, 1_000_000_000)).Code);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("18446744073709551616")]
    [InlineData("1.5")]
    public async Task An_amount_that_is_no_number_of_base_units_is_refused(string amount)
    {
        var answer = await CommandTest.Run("quote", "--accounts", "-", "--pool", Pool, "--in", Sol, $"--amount={amount}");

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains("ORCH-CLI-0001", answer.Error);
    }

    private static List<JsonElement> Entries() =>
        JsonDocument.Parse(RealData.ReadText("accounts/raydium_v4/sol_usdc_amminfo_and_vaults_2026-08-06.json")).RootElement.List("accounts");

    private static IEnumerable<string> Raydium() => Entries().Select(one => Line(one.Text("pubkey")!, one.Text("owner"), one.GetProperty("data").GetBytesFromBase64()));

    private static string Line(string pubkey, string? owner, byte[] data) => QuoteFile.Line(pubkey, owner, data);

    private static string? Name(CommandAnswer answer) => answer.Json.GetProperty("error").Text("name");

    private static IEnumerable<string?> Missing(CommandAnswer answer) => answer.Json.GetProperty("error").List("missing").Select(key => key.GetString());

    private static Task<CommandAnswer> Quote(IEnumerable<string> lines, string mint, ulong amount, params string[] more) => QuoteFile.Quote(lines, Pool, mint, amount, more);
}
