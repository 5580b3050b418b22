using System.Buffers;
using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Jupiter;

/// <summary>Quotes and swap instructions from Jupiter's swap API v1. One attempt a call; never throws but for cancellation.</summary>
public sealed class JupiterClient : IDisposable
{
    private readonly JsonHttp _http;
    private readonly RateLimit _rate;
    private readonly TimeProvider _clock;

    public JupiterClient(JupiterOptions options, TimeProvider clock)
    {
        _clock = clock;
        _rate = new RateLimit(options.CallsPerSecond, options.Burst, options.RateWaitMax, clock);
        _http = new JsonHttp(
            options.Address,
            options.ApiKey is { } key ? new Dictionary<string, string> { ["x-api-key"] = key } : new Dictionary<string, string>(),
            new RpcOptions { AttemptTimeout = options.Timeout, ResponseBytesMax = options.ResponseBytesMax }, clock);
    }

    /// <summary>The best route now. Refused when its amounts do not add up or do not answer the request.</summary>
    public Task<JupiterResult<JupiterQuote>> Quote(QuoteRequest request, CancellationToken cancel) =>
        Ask(() => new HttpRequestMessage(HttpMethod.Get, _http.UriOf("quote?" + JupiterRequests.Query(request))), body => JupiterReader.Quote(body, request), cancel);

    /// <summary>The instructions that carry a quote out.</summary>
    public Task<JupiterResult<JupiterSwap>> SwapInstructions(JupiterQuote quote, SwapRequest request, CancellationToken cancel) => Ask(
        () =>
        {
            var content = new ReadOnlyMemoryContent(JupiterRequests.Body(quote, request));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return new HttpRequestMessage(HttpMethod.Post, _http.UriOf("swap-instructions")) { Content = content };
        },
        body => JupiterReader.Swap(body, request.User), cancel);

    /// <summary>What Jupiter calls each venue's program: the words that <see cref="QuoteRequest.Dexes"/> takes.</summary>
    public Task<JupiterResult<FrozenDictionary<PublicKey, string>>> Labels(CancellationToken cancel) =>
        Ask(() => new HttpRequestMessage(HttpMethod.Get, _http.UriOf("program-id-to-label")), JupiterReader.Labels, cancel);

    public void Dispose() => _http.Dispose();

    private async Task<JupiterResult<T>> Ask<T>(
        Func<HttpRequestMessage> request, Func<ReadOnlyMemory<byte>, JupiterResult<T>> read, CancellationToken cancel)
        where T : class
    {
        if (_rate.Take() is not { } wait) return new(null, new(JupiterFault.RateLimited, "our own limit for Jupiter"));
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _clock, cancel);
        using var message = request();
        var answer = await _http.Exchange(message, cancel);
        if (answer.Error is null) return read(answer.Body);
        if (answer.Error.Fault == RpcFault.RateLimited) _rate.HoldUntil(_clock.GetUtcNow() + (answer.Error.RetryAfter ?? TimeSpan.FromSeconds(1)));
        var error = JupiterReader.Refusal(answer);
        return new(null, error with { Message = _http.Hide(error.Message) });
    }
}
