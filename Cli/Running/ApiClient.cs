using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Running;

/// <summary>What a running orchestrator said: its answer as it came, or why there is none.</summary>
internal sealed record ApiAnswer(string? Body, Refusal? Refusal)
{
    /// <exception cref="JsonException">The answer has another shape: it is of another version.</exception>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Body!, JsonText.Compact) ?? throw new JsonException("an empty answer");
}

/// <summary>Talks to a running orchestrator through its public HTTP API, and through nothing else.</summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>Holds the key; never on the command line, where other users could read it.</summary>
    public const string KeyVariable = "ORCH_API_KEY";

    private const string Root = "api/v1/";

    /// <summary>Longer than the API's own patience with the cluster, so that its answer comes first.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;

    /// <param name="handler">Carries the requests; a test answers them itself.</param>
    public ApiClient(Uri address, string? key, HttpMessageHandler? handler = null)
    {
        _http = new HttpClient(handler ?? new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3) }) { BaseAddress = address, Timeout = Patience };
        if (!string.IsNullOrEmpty(key)) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Uri Address => _http.BaseAddress!;

    public Task<ApiAnswer> Get(string path, CancellationToken cancel) => Ask(() => _http.GetAsync(Root + path, cancel), cancel);

    public Task<ApiAnswer> Post(string path, object body, CancellationToken cancel) =>
        Ask(() => _http.PostAsJsonAsync(Root + path, body, JsonText.Compact, cancel), cancel);

    /// <param name="key">Of the intent: a repetition under the same key has the same answer.</param>
    public Task<ApiAnswer> Spend(string path, object body, string key, CancellationToken cancel) => Ask(
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, Root + path) { Content = JsonContent.Create(body, body.GetType(), null, JsonText.Compact) };
            request.Headers.Add("Idempotency-Key", key);
            return _http.SendAsync(request, cancel);
        },
        cancel);

    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> Ask(Func<Task<HttpResponseMessage>> send, CancellationToken cancel)
    {
        try
        {
            using var response = await send();
            var body = await response.Content.ReadAsStringAsync(cancel);
            if (!response.IsSuccessStatusCode) return new(null, Problem(response.StatusCode, body));
            using var parsed = JsonDocument.Parse(body);
            return new(body, null);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            return new(null, new(RefusalCodes.NotRunning, $"No orchestrator is running at {Address}.", "an address where one is", "Start one with `orch run`, or name another with --address.", ExitCode.NotRunning));
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(null, new(
                RefusalCodes.NoAnswerInTime, $"{Address} did not answer within {Patience.TotalSeconds:0} s.", null, "Look at `orch status` before you repeat what changes something.", ExitCode.TimeOut));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException)
        {
            return new(null, Unreadable(fault.Message));
        }
    }

    private Refusal Problem(HttpStatusCode status, string body)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<ProblemAnswer>(body, JsonText.Compact);
            if (problem?.Code is { } code) return new(code, problem.Detail ?? problem.Title ?? "refused", problem.Allowed, Remedy(status, problem), ExitOf(status));
        }
        catch (JsonException)
        {
            // Whatever answered there is not an orchestrator; that is said below, with what it did say.
            return Unreadable($"HTTP {(int)status} without a problem");
        }

        return Unreadable($"HTTP {(int)status} without a code");
    }

    private static string? Remedy(HttpStatusCode status, ProblemAnswer problem) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"Put a key of the right role into {KeyVariable}.",
        _ => problem.State,
    };

    private Refusal Unreadable(string what) => new(
        RefusalCodes.AnswerUnreadable, $"The answer of {Address} cannot be read: {what}", "the address of an orchestrator of this version", "Check --address and api.address.", ExitCode.Error);

    private static int ExitOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => ExitCode.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.MisdirectedRequest => ExitCode.NotAuthorised,
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => ExitCode.RefusedBySafety,
        HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout => ExitCode.TimeOut,
        HttpStatusCode.ServiceUnavailable => ExitCode.NotRunning,
        _ => ExitCode.Error,
    };

    private sealed record ProblemAnswer(string? Code, string? Title, string? Detail, string? Allowed, string? State);
}
