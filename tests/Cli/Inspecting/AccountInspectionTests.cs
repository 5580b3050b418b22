using System.Text.Json;
using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Tests.Inspecting;

public sealed class AccountInspectionTests
{
    private const string RaydiumV4 = "675kPX9MHTjS2zt1qfr1NYHuzeLXfQM9H24wFSUt1Mp8";

    private static JsonElement AmmInfo => JsonDocument.Parse(RealData.ReadText("accounts/raydium_v4/sol_usdc_amminfo_and_vaults_2026-08-06.json")).RootElement;

    [Fact]
    public async Task A_real_pool_is_told_with_the_values_its_source_states()
    {
        var expected = AmmInfo.GetProperty("expected");
        var answer = await Run(RaydiumV4, AmmInfo.List("accounts")[0].Text("data")!);

        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.Equal(("amm_info", 752), (answer.Json.Text("kind"), answer.Json.GetProperty("bytes").GetInt32()));
        var fields = answer.Json.GetProperty("fields");
        foreach (var name in (string[])["status", "nonce", "coin_decimals", "pc_decimals", "pool_open_time", "lp_amount", "recent_epoch"])
            Assert.Equal(expected.U64(name), fields.U64(name));
        Assert.Equal("So11111111111111111111111111111111111111112", fields.Text("coin_mint"));
        Assert.Equal(AmmInfo.List("accounts")[1].Text("pubkey"), fields.Text("coin_vault"));
    }

    [Theory]
    [InlineData(RaydiumV4, "AAAA", "wrong_length")]
    [InlineData(RaydiumV4, "not base64!", "not_base64")]
    [InlineData(RaydiumV4, "", "empty")]
    [InlineData("11111111111111111111111111111111", "AAAA", "unknown_program")]
    [InlineData("whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc", "AAAAAAAAAAAAAAAA", "wrong_discriminator")]
    public async Task What_is_no_account_of_the_program_is_refused_by_name(string owner, string data, string name)
    {
        var answer = await Run(owner, data);

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Equal(("ORCH-INSPECT-0002", name), (answer.Json.GetProperty("error").Text("code"), answer.Json.GetProperty("error").Text("name")));
    }

    [Fact]
    public async Task An_owner_that_is_no_key_is_refused_before_anything_is_read()
    {
        var answer = await CommandTest.Run("inspect", "account", "--owner", "raydium", "-");

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains("raydium", answer.Error);
        Assert.Contains("ORCH-CLI-0001", answer.Error);
    }

    private static async Task<CommandAnswer> Run(string owner, string data)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, data + "\n");
            return await CommandTest.Run("inspect", "account", "--owner", owner, path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
