using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests;

/// <summary>The chain answers as a node does, mistakes included.</summary>
public sealed class MethodTests(ChainRuntime runtime) : ChainTest(runtime)
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getNoSuchThing"}""", -32601)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"toString"}""", -32601)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"advance"}""", -32601)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getBalance","params":["l0O"]}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getBalance","params":{"key":1}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getSlot","params":[{"minContextSlot":999999999999}]}""", -32016)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getSlot","params":[{"commitment":"recent"}]}""", -32602)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"getSlot"}""", -32600)]
    [InlineData("[]", -32600)]
    [InlineData("{", -32700)]
    public async Task A_wrong_call_gets_the_code_of_a_real_node(string body, int code)
    {
        var answer = JsonNode.Parse(await Chain.PostAsync(body))!;
        Assert.Equal(code, answer["error"]!["code"]!.GetValue<int>());
        Assert.False(answer.AsObject().ContainsKey("result"));
    }

    [Fact]
    public async Task The_cluster_answers_its_health_version_slots_and_rent()
    {
        Assert.Equal("ok", (await Chain.RpcAsync("getHealth")).GetString());
        Assert.Equal(JsonValueKind.String, (await Chain.RpcAsync("getVersion")).GetProperty("solana-core").ValueKind);
        Assert.True(PublicKey.TryParse((await Chain.RpcAsync("getGenesisHash")).GetString(), out _));
        Assert.Equal(ChainAccount.RentMinimum(165), (await Chain.RpcAsync("getMinimumBalanceForRentExemption", 165)).GetUInt64());
        Assert.Equal(2_039_280ul, ChainAccount.RentMinimum(165));
        var processed = (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
        Assert.Equal(processed - 32, (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "finalized" })).GetUInt64());
        var epoch = await Chain.RpcAsync("getEpochInfo", new JsonObject { ["commitment"] = "processed" });
        Assert.Equal(processed, epoch.GetProperty("absoluteSlot").GetUInt64());
        Assert.Equal(processed, (epoch.GetProperty("epoch").GetUInt64() * 432_000) + epoch.GetProperty("slotIndex").GetUInt64());
        Assert.NotEmpty((await Chain.RpcAsync("getRecentPrioritizationFees", new JsonArray())).EnumerateArray());
    }

    [Fact]
    public async Task Accounts_and_tokens_are_read_by_key_by_owner_and_by_mint()
    {
        PublicKey mint = Names.Key("mint"), owner = Names.Key("owner");
        var holders = Enumerable.Range(0, 25).Select(i => Tokens.Account(Names.Key($"holder {i}"), mint, owner, (ulong)i)).ToArray();
        await Chain.SetAccountsAsync([Tokens.Mint(mint, 2, 300, owner), .. holders]);

        Assert.Equal("3", (await Chain.RpcAsync("getTokenSupply", mint.ToString())).GetProperty("value").GetProperty("uiAmountString").GetString());
        var largest = (await Chain.RpcAsync("getTokenLargestAccounts", mint.ToString())).GetProperty("value").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(5, 20).Reverse().Select(i => i.ToString()), largest.Select(holder => holder.GetProperty("amount").GetString()!));
        var found = await Chain.RpcAsync("getProgramAccounts", ProgramIds.Token.ToString(), new JsonObject
        {
            ["encoding"] = "base64",
            ["filters"] = new JsonArray(new JsonObject { ["dataSize"] = 165 }, new JsonObject { ["memcmp"] = new JsonObject { ["offset"] = 32, ["bytes"] = owner.ToString() } }),
        });
        Assert.Equal(holders.Select(holder => holder.Key.ToString()).Order(), found.EnumerateArray().Select(entry => entry.GetProperty("pubkey").GetString()!).Order());
        var info = (await Chain.RpcAsync("getAccountInfo", holders[7].Key.ToString(), new JsonObject
        {
            ["encoding"] = "base64", ["dataSlice"] = new JsonObject { ["offset"] = 64, ["length"] = 8 },
        })).GetProperty("value");
        Assert.Equal(Convert.ToBase64String([7, 0, 0, 0, 0, 0, 0, 0]), info.GetProperty("data")[0].GetString());
        Assert.Equal("18446744073709551615", info.GetProperty("rentEpoch").GetRawText());
        Assert.Equal(165, info.GetProperty("space").GetInt32());
        Assert.Equal(-32602, (await Assert.ThrowsAsync<ChainFault>(() => Chain.RpcAsync("getTokenSupply", owner.ToString()))).Code);
    }

    [Fact]
    public async Task An_airdrop_pays_and_a_snapshot_takes_it_back()
    {
        var receiver = Names.Key("receiver");
        var ledger = new Ledger(Chain);
        var before = await Chain.SnapshotAsync();
        await Chain.RpcAsync("requestAirdrop", receiver.ToString(), 5_000_000_000);
        await Chain.AdvanceAsync(blocks: 10);
        Assert.Equal(5_000_000_000ul, await ledger.LamportsAsync(receiver));
        var slot = (await Chain.RpcAsync("getSlot")).GetUInt64();

        await Chain.RestoreAsync(before);
        Assert.Equal(0ul, await ledger.LamportsAsync(receiver));
        Assert.Equal(slot - 10, (await Chain.RpcAsync("getSlot")).GetUInt64());
        await Chain.ControlAsync("dropSnapshot", before);
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_refused_and_the_chain_lives_on()
    {
        var refused = await Assert.ThrowsAsync<ChainFault>(() => Chain.ControlAsync("loadProgram", Names.Key("program").ToString(), "package.json"));
        Assert.Equal(-32602, refused.Code);
        Assert.Equal("ok", (await Chain.RpcAsync("getHealth")).GetString());
    }
}
