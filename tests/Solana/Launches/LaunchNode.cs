using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Tests.Rpc;

namespace Orchestrator.Solana.Tests.Launches;

/// <summary>A node over HTTP that tells what a launch's accounts hold.</summary>
internal static class LaunchNode
{
    public static Task<TestNode> Start(LaunchWorld world) => TestNode.Start(async context =>
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        var asked = request.RootElement.GetProperty("params")[0];
        var value = request.RootElement.GetProperty("method").GetString() == "getMultipleAccounts"
            ? await Accounts(world, [.. asked.EnumerateArray().Select(key => PublicKey.Parse(key.GetString()!))])
            : await Largest(world, PublicKey.Parse(asked.GetString()!));
        await context.Response.WriteAsJsonAsync(new { jsonrpc = "2.0", id = request.RootElement.GetProperty("id").GetUInt64(), result = new { context = new { slot = 1_000 }, value } });
    });

    private static async Task<object?[]> Accounts(LaunchWorld world, PublicKey[] addresses) => [.. (await world.Asked().Accounts(addresses, CancellationToken.None)).Select(found =>
        found.Failure is not null ? null : (object)new
        {
            owner = found.Account.Owner.ToString(), lamports = 1_000_000, data = new[] { Convert.ToBase64String(found.Account.Data.Span), "base64" }, executable = false,
        })];

    private static async Task<object[]> Largest(LaunchWorld world, PublicKey mint) => [.. (await world.Asked().Largest(mint, CancellationToken.None)).Accounts.Select(account =>
        new { address = account.ToString(), amount = "1", decimals = 6 })];
}
