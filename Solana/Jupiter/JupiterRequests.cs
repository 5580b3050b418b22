using System.Buffers;
using System.Text.Json;

namespace Orchestrator.Solana.Jupiter;

/// <summary>What is sent to Jupiter. Names: swap v1 OpenAPI.</summary>
internal static class JupiterRequests
{
    public static string Query(QuoteRequest request)
    {
        var parts = new List<string>
        {
            $"inputMint={request.InputMint}", $"outputMint={request.OutputMint}", $"amount={request.Amount}",
            $"slippageBps={request.SlippageBps}", $"swapMode={request.Mode}",
        };
        if (!request.Dexes.IsEmpty) parts.Add("dexes=" + string.Join(',', request.Dexes.Select(Uri.EscapeDataString)));
        if (request.OnlyDirectRoutes) parts.Add("onlyDirectRoutes=true");
        if (request.MaxAccounts is { } accounts) parts.Add($"maxAccounts={accounts}");
        if (request.ForJitoBundle) parts.Add("forJitoBundle=true");
        return string.Join('&', parts);
    }

    public static ReadOnlyMemory<byte> Body(JupiterQuote quote, SwapRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(quote.Raw.Length + 512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("userPublicKey", request.User.ToString());
        json.WritePropertyName("quoteResponse");
        json.WriteRawValue(quote.Raw.Span);
        json.WriteBoolean("wrapAndUnwrapSol", request.WrapAndUnwrapSol);
        if (request.UseSharedAccounts is { } shared) json.WriteBoolean("useSharedAccounts", shared);
        if (request.DestinationTokenAccount is { } account) json.WriteString("destinationTokenAccount", account.ToString());
        json.WriteBoolean("asLegacyTransaction", request.AsLegacyTransaction);
        json.WriteBoolean("skipUserAccountsRpcCalls", request.SkipUserAccountsRpcCalls);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
