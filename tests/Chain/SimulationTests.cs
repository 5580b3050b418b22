using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests;

public sealed class SimulationTests(ChainRuntime runtime) : ChainTest(runtime)
{
    [Theory]
    [InlineData(0ul)]
    [InlineData(ulong.MaxValue)]
    public async Task What_is_simulated_is_what_lands(ulong leastOut)
    {
        var world = new ArbitrageWorld(Chain);
        await world.CreateAsync();
        var transaction = await world.Trader.SignAsync(world.RoundTrip(leastOut), world.Table);
        var ledger = new Ledger(Chain);
        PublicKey[] accounts = [world.Trader.Key, .. world.Touched];
        var before = await ledger.AccountsAsync(accounts);
        var (simulated, simulatedAccounts) = await world.Trader.SimulateAsync(transaction, accounts);
        Assert.Equal(before, await ledger.AccountsAsync(accounts));
        var landed = await world.Trader.SendAsync(transaction);

        Assert.Equal(landed.Error, simulated.Error);
        Assert.Equal(landed.Units, simulated.Units);
        Assert.Equal(landed.Logs, simulated.Logs);
        Assert.NotEmpty(simulated.Logs);
        if (landed.Error is null)
            Assert.Equal(await ledger.AccountsAsync(accounts), simulatedAccounts.EnumerateArray().Select(account => account.GetRawText()));
    }

    [Fact]
    public async Task A_simulation_with_a_wrong_signature_is_refused_only_when_signatures_are_checked()
    {
        var world = new ArbitrageWorld(Chain);
        await world.CreateAsync();
        var bytes = (await world.Trader.SignAsync(world.RoundTrip(), world.Table)).Encode();
        bytes[5] ^= 1;

        Assert.Equal("\"SignatureFailure\"", await ErrorAsync(bytes, sigVerify: true, replaceBlockhash: false));
        Assert.Equal("null", await ErrorAsync(bytes, sigVerify: false, replaceBlockhash: false));
        Assert.Equal("null", await ErrorAsync(bytes, sigVerify: false, replaceBlockhash: true));
        await Chain.AdvanceAsync(blocks: 151);
        Assert.Equal("\"BlockhashNotFound\"", await ErrorAsync(bytes, sigVerify: false, replaceBlockhash: false));
        Assert.Equal("null", await ErrorAsync(bytes, sigVerify: false, replaceBlockhash: true));
        var both = await Assert.ThrowsAsync<ChainFault>(() => ErrorAsync(bytes, sigVerify: true, replaceBlockhash: true));
        Assert.Equal(-32602, both.Code);
    }

    private async Task<string> ErrorAsync(byte[] bytes, bool sigVerify, bool replaceBlockhash)
    {
        var answer = await Chain.RpcAsync("simulateTransaction", Convert.ToBase64String(bytes), new System.Text.Json.Nodes.JsonObject
        {
            ["encoding"] = "base64", ["sigVerify"] = sigVerify, ["replaceRecentBlockhash"] = replaceBlockhash,
        });
        return answer.GetProperty("value").GetProperty("err").GetRawText();
    }
}
