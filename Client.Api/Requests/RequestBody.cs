using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Problems;

namespace Orchestrator.Client.Api.Requests;

/// <summary>A body that was read whole, within its bound, and is one JSON object in which no name comes twice.</summary>
internal sealed record RequestBody(byte[] Bytes, JsonElement Root)
{
    private const int DepthMax = 8;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = DepthMax,
    };

    public static async Task<(RequestBody? Body, ApiProblem? Problem)> Read(HttpRequest request, IOptions<ClientApiOptions> options)
    {
        if (!request.HasJsonContentType())
            return (null, new ApiProblem(ApiCodes.NotJson, $"The body is declared as '{request.ContentType}'.", "Content-Type: application/json"));
        var bytes = await ReadBounded(request, options.Value.BodyBytesMax);
        return bytes is null ? (null, TooLarge(options.Value)) : Parse(bytes);
    }

    public static ApiProblem TooLarge(ClientApiOptions options) =>
        new(ApiCodes.BodyTooLarge, "The body is larger than the server takes.", $"At most {options.BodyBytesMax} bytes.");

    public static (RequestBody? Body, ApiProblem? Problem) Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (null, Unreadable($"It is a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()}."));
            Transcode(document.RootElement);
            return (new RequestBody(bytes, document.RootElement.Clone()), null);
        }
        // InvalidOperationException is how the reader says that a text is not Unicode.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, Unreadable(fault.Message));
        }
    }

    /// <summary>Reads every name and text once: half a surrogate pair or bytes that are not UTF-8 show only then.</summary>
    private static void Transcode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Transcode(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Transcode(item);
                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    private static ApiProblem Unreadable(string why) => new(
        ApiCodes.BodyUnreadable, why, $"One JSON object in UTF-8, each name once, at most {DepthMax} levels deep, without comments or trailing commas.");

    private static async Task<byte[]?> ReadBounded(HttpRequest request, int bytesMax)
    {
        if (request.ContentLength > bytesMax) return null;
        var rented = ArrayPool<byte>.Shared.Rent(bytesMax + 1);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await request.Body.ReadAsync(rented.AsMemory(length, bytesMax + 1 - length), request.HttpContext.RequestAborted);
                if (read == 0) return rented[..length];
                length += read;
                if (length > bytesMax) return null;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
