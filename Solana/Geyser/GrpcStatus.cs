using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace Orchestrator.Solana.Geyser;

/// <summary>Why a gRPC call ended, from what HTTP says of it.</summary>
/// <remarks>Source: grpc/grpc, doc/PROTOCOL-HTTP2.md ("Responses", "Errors") and doc/http-grpc-status-mapping.md.</remarks>
internal static class GrpcStatus
{
    /// <summary>A server's own words are shown to people, up to so many characters.</summary>
    private const int DetailMax = 1_000;

    /// <summary>The status of an answer that is no stream of messages; null when it is one.</summary>
    public static Status? OfHead(HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.OK) return new Status(OfHttp(answer.StatusCode), $"HTTP {(int)answer.StatusCode}");
        if (Of(answer.Headers) is { } early) return early;
        var type = answer.Content.Headers.ContentType?.MediaType;
        return type?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
            ? null
            : new Status(StatusCode.Unknown, "the answer is no gRPC");
    }

    /// <summary>The status of an answer whose body has ended.</summary>
    public static Status OfEnd(HttpResponseMessage answer) =>
        Of(answer.TrailingHeaders) is not { } status ? new Status(StatusCode.Internal, "the server ended the stream without a status")
        : status.StatusCode == StatusCode.OK ? new Status(StatusCode.OK, "the server ended the stream")
        : status;

    public static Status OfFault(Exception fault) => fault switch
    {
        HttpProtocolException reset => new(OfReset(reset.ErrorCode), reset.Message),
        HttpRequestException { InnerException: HttpProtocolException reset } => new(OfReset(reset.ErrorCode), reset.Message),
        InvalidDataException => new(StatusCode.DataLoss, fault.Message),
        _ => new(StatusCode.Unavailable, fault.Message),
    };

    private static Status? Of(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("grpc-status", out var values)) return null;
        var code = int.TryParse(values.First(), out var number) && Enum.IsDefined((StatusCode)number) ? (StatusCode)number : StatusCode.Unknown;
        var text = headers.TryGetValues("grpc-message", out var messages) ? messages.First() : "";
        var detail = Uri.UnescapeDataString(text);
        return new Status(code, detail.Length <= DetailMax ? detail : detail[..DetailMax]);
    }

    private static StatusCode OfHttp(HttpStatusCode code) => code switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    // Codes: RFC 9113, section 7.
    private static StatusCode OfReset(long code) => code switch
    {
        7 => StatusCode.Unavailable,
        8 => StatusCode.Cancelled,
        11 => StatusCode.ResourceExhausted,
        12 => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };
}
