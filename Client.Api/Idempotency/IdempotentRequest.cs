using System.Security.Cryptography;
using System.Text;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Idempotency;

/// <summary>One request that can spend, under the key its caller gave it.</summary>
internal sealed class IdempotentRequest
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    public const int LengthMax = 128;

    private const string Allowed = "One header of 1 to 128 characters out of A-Z a-z 0-9 . _ : -, new for each intent and the same for each repetition.";

    private readonly IIdempotencyGrain _memory;
    private readonly TradingCluster _cluster;
    private readonly string _hash;
    private readonly Guid _proposed;

    private IdempotentRequest(IIdempotencyGrain memory, TradingCluster cluster, string hash, IdempotencyClaim claim, Guid proposed) =>
        (_memory, _cluster, _hash, Claim, _proposed) = (memory, cluster, hash, claim, proposed);

    /// <summary>Its id is that of the effect, however often the request comes.</summary>
    public IdempotencyClaim Claim { get; }

    /// <summary>Claims the key before anything is done.</summary>
    /// <param name="proposed">Id of the effect if the key is new.</param>
    public static async Task<(IdempotentRequest? Request, IResult? Answer)> Begin(HttpContext http, byte[] body, TradingCluster cluster, Guid proposed)
    {
        var headers = http.Request.Headers[Header];
        if (headers.Count != 1 || !IsKey(headers[0]))
            return (null, new ApiProblem(ApiCodes.IdempotencyKeyMissing, $"The request can spend, and its {Header} is missing or malformed.", Allowed));
        var memory = cluster.Idempotency(Caller.Of(http).Name, headers[0]!);
        var hash = HashOf(http.Request, body);
        var claim = await cluster.Ask(memory.Claim(hash, proposed));
        if (!claim.SameRequest)
            return (null, new ApiProblem(ApiCodes.IdempotencyKeyReused, "The key stands for a request with another path or body.", "The same request, or a new key."));
        return claim.Status is { } status
            ? (null, new StoredAnswer(status, claim.Body ?? "", Replayed: true))
            : (new IdempotentRequest(memory, cluster, hash, claim, proposed), null);
    }

    /// <summary>Keeps the answer and gives what is kept: of two that ran at once, both give the first one's.</summary>
    public async Task<IResult> Complete(int status, string body)
    {
        await _cluster.Ask(_memory.Complete(status, body));
        var kept = await _cluster.Ask(_memory.Claim(_hash, _proposed));
        return new StoredAnswer(kept.Status ?? status, kept.Body ?? body, Replayed: kept.Body is not null && kept.Body != body);
    }

    private static bool IsKey(string? key) =>
        key is { Length: > 0 and <= LengthMax } && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or ':' or '-');

    private static string HashOf(HttpRequest request, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>An answer as it was stored: the same bytes each time.</summary>
internal sealed record StoredAnswer(int Status, string Body, bool Replayed) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = Status >= 400 ? ApiProblem.MediaType : "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (Replayed) response.Headers[IdempotentRequest.ReplayedHeader] = "true";
        return response.WriteAsync(Body, httpContext.RequestAborted);
    }
}
