using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Jupiter;

/// <summary>Jupiter's answers, apart from the socket. Any bytes give a value or an error.</summary>
internal static class JupiterReader
{
    private const int MessageMax = 500;

    public static JupiterResult<JupiterQuote> Quote(ReadOnlyMemory<byte> body, QuoteRequest? request) => Read(body, json =>
    {
        var quote = JupiterQuote.Read(json, body);
        return request is not null && quote.Mismatch(request) is { } why ? throw new ShapeException(why) : quote;
    });

    public static JupiterResult<JupiterSwap> Swap(ReadOnlyMemory<byte> body, PublicKey user) => Read(body, json => JupiterSwap.Read(json, user));

    public static JupiterResult<FrozenDictionary<PublicKey, string>> Labels(ReadOnlyMemory<byte> body) => Read(body, json =>
    {
        if (json.ValueKind != JsonValueKind.Object) throw new ShapeException("an object is expected");
        return json.EnumerateObject().Select(member => KeyValuePair.Create(
            PublicKey.TryParse(member.Name, out var program) ? program : throw new ShapeException("not a public key"), member.Value.Text())).ToFrozenDictionary();
    });

    /// <summary>An HTTP error, with the code that Jupiter puts into its body.</summary>
    public static JupiterError Refusal(HttpAnswer answer)
    {
        var transport = answer.Error!;
        if (transport.Fault == RpcFault.RateLimited) return new(JupiterFault.RateLimited, transport.Message, transport);
        if (transport.Fault != RpcFault.HttpRefused) return new(JupiterFault.Unreachable, transport.Message, transport);
        var (code, message) = Said(answer.Body);
        return new(
            code switch
            {
                "COULD_NOT_FIND_ANY_ROUTE" or "NO_ROUTES_FOUND" => JupiterFault.NoRoute,
                "TOKEN_NOT_TRADABLE" => JupiterFault.TokenNotTradable,
                _ => JupiterFault.Refused,
            }, message ?? transport.Message, transport);
    }

    private static (string? Code, string? Message) Said(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, JsonShape.Strict);
            var (code, message) = (json.RootElement.MaybeText("errorCode"), json.RootElement.MaybeText("error"));
            return (code, message is { Length: > MessageMax } ? message[..MessageMax] : message);
        }
        catch (Exception fault) when (fault is JsonException or ShapeException)
        {
            // The HTTP status has already said no; a body in words adds nothing that code could use.
            return (null, null);
        }
    }

    private static JupiterResult<T> Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            using var json = JsonDocument.Parse(body, JsonShape.Strict);
            return new(read(json.RootElement), null);
        }
        catch (JsonException)
        {
            return new(null, new(JupiterFault.UnexpectedAnswer, "not JSON, or nested too deep"));
        }
        catch (ShapeException fault)
        {
            return new(null, new(JupiterFault.UnexpectedAnswer, fault.Message));
        }
    }
}
