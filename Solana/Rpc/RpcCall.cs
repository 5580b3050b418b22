using System.Buffers;
using System.Text.Json;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>One JSON-RPC call: how it is written and how its answer is read. Knows no socket.</summary>
public sealed class RpcCall<T>
{
    private readonly Action<Utf8JsonWriter>? _parameters;
    private readonly Func<JsonElement, T> _read;

    internal RpcCall(string method, Action<Utf8JsonWriter>? parameters, Func<JsonElement, T> read)
    {
        Method = method;
        _parameters = parameters;
        _read = read;
    }

    public string Method { get; }

    /// <summary>The request body.</summary>
    internal ReadOnlyMemory<byte> Write(ulong id)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WriteNumber("id", id);
        json.WriteString("method", Method);
        if (_parameters is not null)
        {
            json.WriteStartArray("params");
            _parameters(json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Any bytes give an answer or an error. A null <paramref name="id"/> accepts any.</summary>
    internal RpcResult<T> Read(ReadOnlyMemory<byte> body, ulong? id)
    {
        try
        {
            using var json = JsonDocument.Parse(body, JsonShape.Strict);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return Failed(RpcFault.UnexpectedShape, "the answer is no object");

            // An error may come with id null: then the node could not read which request it answers.
            if (root.Maybe("error") is { } error) return RpcResult<T>.Failed(RpcErrorReader.Read(error));
            if (id is not null && root.MaybeId() != id) return Failed(RpcFault.WrongId, "the answer is to another request");
            return root.TryGetProperty("result", out var result)
                ? RpcResult<T>.Of(_read(result))
                : Failed(RpcFault.UnexpectedShape, "neither result nor error");
        }
        catch (JsonException)
        {
            return Failed(RpcFault.NotJson, "the answer is not JSON, or nested too deep");
        }
        catch (ShapeException fault)
        {
            return Failed(RpcFault.UnexpectedShape, fault.Message);
        }
    }

    private static RpcResult<T> Failed(RpcFault fault, string message) => RpcResult<T>.Failed(new RpcError(fault, message));
}
