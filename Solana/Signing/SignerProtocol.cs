using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Solana.Signing;

/// <summary>A question to a signer in another process, and its answer; JSON over HTTP on a Unix socket that only its owner may open.</summary>
public static class SignerProtocol
{
    public const string SignPath = "/sign";
    public const string WalletPath = "/wallet";

    /// <summary>A message fits a packet; with its base64 form and the rest of the request this is plenty.</summary>
    public const int RequestMax = 16 * 1024;

    /// <returns>Null when the bytes are no request.</returns>
    public static SignRequest? Read(ReadOnlySpan<byte> request)
    {
        try
        {
            return request.Length > RequestMax ? null : JsonSerializer.Deserialize(request, SignerJson.Default.SignRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static byte[] Write(SignOutcome outcome) => JsonSerializer.SerializeToUtf8Bytes(outcome, SignerJson.Default.SignOutcome);
}

[JsonSourceGenerationOptions(
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, IgnoreReadOnlyProperties = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SignRequest))]
[JsonSerializable(typeof(SignOutcome))]
internal sealed partial class SignerJson : JsonSerializerContext;
