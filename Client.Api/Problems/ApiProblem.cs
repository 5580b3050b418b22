using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Client.Api.Problems;

/// <summary>One field, header or parameter that was refused.</summary>
/// <param name="Field">Path within the body, for example <c>route[1].pool</c>, or the name of the header or parameter.</param>
public sealed record FieldProblem(string Field, string Code, string? Value, string Message, string Allowed);

/// <summary>The body of every refusal and fault: RFC 9457 with what is allowed and what happened to the state.</summary>
/// <param name="Type">Page of the code on this server.</param>
/// <param name="Allowed">What would have been accepted; null where nothing would.</param>
/// <param name="State">What the request changed.</param>
/// <param name="Refusal">The core's own stable word for it, when it was the core that refused.</param>
/// <param name="TraceId">To find the request in the logs.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    string? Allowed,
    string State,
    string? Refusal,
    ImmutableArray<FieldProblem> Errors,
    string TraceId);

/// <summary>A refusal or fault on its way out.</summary>
internal sealed record ApiProblem(ApiCode Code, string Detail, string? Allowed = null, string State = ApiProblem.Unchanged) : IResult
{
    public const string MediaType = "application/problem+json";
    public const string Unchanged = "Nothing was changed.";
    public const string Unknown = "Not known: the request may have been carried out. Read before you repeat, or repeat with the same Idempotency-Key.";

    public ImmutableArray<FieldProblem> Errors { get; init; } = [];

    /// <summary>Seconds until another try makes sense.</summary>
    public int? RetryAfter { get; init; }

    public string? Refusal { get; init; }

    public ProblemBody ToBody(HttpContext http) => new(
        Code.Type, Code.Title, (int)Code.Status, Detail, http.Request.Path.Value ?? "", Code.Code, Allowed, State, Refusal, Errors, http.TraceIdentifier);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = (int)Code.Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var body = JsonSerializer.SerializeToUtf8Bytes(ToBody(httpContext), Wire.ApiJson.Default.ProblemBody);
        // With its length the answer is whole even where the server closes the connection on a body it did not read.
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
