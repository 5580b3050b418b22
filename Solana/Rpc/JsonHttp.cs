using System.Net;

namespace Orchestrator.Solana.Rpc;

/// <summary>A body, or why there is none. With an HTTP fault the body holds what the server said about it.</summary>
internal readonly record struct HttpAnswer(ReadOnlyMemory<byte> Body, RpcError? Error);

/// <summary>HTTP to one address: bounded in time and size, no redirects, no cookies, no exceptions but cancellation.</summary>
internal sealed class JsonHttp : IDisposable
{
    // What a server says about its refusal; longer texts are pages for people.
    private const int ErrorBytesMax = 16 * 1024;

    private readonly HttpClient _http;
    private readonly SecretAddress _address;
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly RpcOptions _options;
    private readonly TimeProvider _clock;

    public JsonHttp(SecretAddress address, IReadOnlyDictionary<string, string> headers, RpcOptions options, TimeProvider clock)
    {
        _address = address;
        _headers = headers;
        _options = options;
        _clock = clock;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxConnectionsPerServer = options.ConnectionsMax,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri UriOf(string path) => path.Length == 0 ? _address.Uri : new Uri(_address.Uri.AbsoluteUri.TrimEnd('/') + "/" + path.TrimStart('/'));

    public async Task<HttpAnswer> Exchange(HttpRequestMessage request, CancellationToken cancel)
    {
        foreach (var (name, value) in _headers) request.Headers.TryAddWithoutValidation(name, value);
        using var timeout = new CancellationTokenSource(_options.AttemptTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var refused = HttpFault(response);
            var bytesMax = refused is null ? _options.ResponseBytesMax : ErrorBytesMax;
            if (await BoundedBody.Read(response.Content, bytesMax, either.Token) is { } body) return new(body, refused);
            return new(default, refused ?? new(RpcFault.ResponseTooLarge, $"more than {bytesMax} bytes"));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(default, new(RpcFault.Timeout, $"no answer in {_options.AttemptTimeout.TotalMilliseconds:0} ms"));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException)
        {
            return new(default, new(RpcFault.ConnectionFailed, Hide(fault.Message)));
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Takes address and header values out of a text.</summary>
    public string Hide(string text)
    {
        text = _address.Redact(text);
        foreach (var value in _headers.Values)
            if (value.Length > 0) text = text.Replace(value, "***", StringComparison.Ordinal);
        return text;
    }

    private RpcError? HttpFault(HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        if (code is >= 200 and < 300) return null;
        return new(code switch
        {
            429 => RpcFault.RateLimited,
            401 or 403 => RpcFault.Unauthorized,
            >= 500 => RpcFault.HttpServer,
            _ => RpcFault.HttpRefused,
        }, $"HTTP {code}") { Code = code, RetryAfter = RetryAfter(response) };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Bounded(delta),
        { Date: { } date } => Bounded(date - _clock.GetUtcNow()),
        _ => null,
    };

    // A provider that asks for hours would stop us for hours on a slip of its own.
    private static TimeSpan Bounded(TimeSpan asked) => TimeSpan.FromSeconds(Math.Clamp(asked.TotalSeconds, 0, 60));
}
