using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace Orchestrator.Client.Api.Reading;

/// <summary>An answer that is written once and sent to many.</summary>
/// <param name="ETag">Of the bytes: 16 hex digits of their SHA-256, in quotes.</param>
internal sealed record Rendered<T>(T View, byte[] Body, string ETag)
{
    public static Rendered<T> Of(T view, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(view, type);
        return new Rendered<T>(view, body, $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"");
    }

    public IResult Answer(HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ETag = ETag;
        // To be asked for again each time; the ETag makes that cheap.
        headers.CacheControl = "private, no-cache";
        return request.Headers.IfNoneMatch.Any(known => known is not null && (known == "*" || known.Contains(ETag, StringComparison.Ordinal)))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(Body, "application/json; charset=utf-8");
    }
}
