using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Node;

/// <summary>A JSON-RPC error as the chain answered it.</summary>
public sealed class ChainFault(int code, string message, JsonElement? data) : Exception($"{code} {message}")
{
    public int Code { get; } = code;

    public JsonElement? Details { get; } = data;
}

/// <summary>A transaction as it landed.</summary>
public sealed record LandedBytes(string Signature, bool Succeeded, byte[] Bytes);

/// <summary>Calls of the chain as JSON, and the controls that only tests have.</summary>
public sealed class ChainCalls(Uri rpc, Uri jito, Uri control) : IDisposable
{
    private readonly HttpClient _http = new();

    public Uri RpcAddress { get; } = rpc;

    public Uri JitoAddress { get; } = jito;

    public Uri ControlAddress { get; } = control;

    /// <exception cref="ChainFault">The chain answered with an error.</exception>
    public Task<JsonElement> RpcAsync(string method, params JsonNode?[] parameters) => CallAsync(RpcAddress, method, parameters);

    public Task<JsonElement> BundleAsync(string method, params JsonNode?[] parameters) =>
        CallAsync(new Uri(JitoAddress, "/api/v1/bundles"), method, parameters);

    /// <summary>Makes blocks, one a slot, after slots without a block.</summary>
    public Task AdvanceAsync(int blocks, int skipped = 0) =>
        ControlAsync("advance", new JsonObject { ["blocks"] = blocks, ["skipped"] = skipped });

    /// <summary>Writes accounts as they stand, past every rule.</summary>
    public Task SetAccountsAsync(params IEnumerable<ChainAccount> accounts) =>
        ControlAsync("setAccounts", new JsonArray([.. accounts.Select(account => account.ToJson())]));

    public async Task<string> SnapshotAsync() => (await ControlAsync("snapshot")).GetString()!;

    /// <summary>Every transaction that a wallet paid for and that is on the chain, oldest first.</summary>
    public async Task<IReadOnlyList<LandedBytes>> LandedAsync(PublicKey wallet) =>
    [
        .. (await ControlAsync("landed", wallet.ToString())).EnumerateArray().Select(entry => new LandedBytes(
            entry.GetProperty("signature").GetString()!, entry.GetProperty("err").ValueKind == JsonValueKind.Null, entry.GetProperty("bytes").GetBytesFromBase64())),
    ];

    public Task RestoreAsync(string snapshot) => ControlAsync("restore", snapshot);

    /// <summary>What the runtime itself took for each simulation since this was asked last, microseconds.</summary>
    public async Task<IReadOnlyList<long>> SimulationMicrosAsync() => [.. (await ControlAsync("simulationMicros")).EnumerateArray().Select(micros => micros.GetInt64())];

    /// <summary>"fail" drops the next bundle untried; "hide" lands it and answers that it failed.</summary>
    public Task FaultNextBundleAsync(string fault) => ControlAsync("faultNextBundle", fault);

    public Task<JsonElement> ControlAsync(string method, params JsonNode?[] parameters) => CallAsync(ControlAddress, method, parameters);

    /// <summary>Sends a body as it is and answers what came back.</summary>
    public async Task<string> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(RpcAddress, content);
        return await response.Content.ReadAsStringAsync();
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> CallAsync(Uri address, string method, JsonNode?[] parameters)
    {
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = new JsonArray(parameters) };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(address, content);
        response.EnsureSuccessStatusCode();
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        if (!answer.TryGetProperty("error", out var error)) return answer.GetProperty("result");
        throw new ChainFault(error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!,
            error.TryGetProperty("data", out var data) ? data : null);
    }
}
