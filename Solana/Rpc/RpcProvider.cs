using System.Net;
using System.Net.Http.Headers;

namespace Orchestrator.Solana.Rpc;

/// <summary>Transport to one provider: one attempt a call, bounded in time, size and rate. Decides nothing about repeating.</summary>
public sealed class RpcProvider : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;
    private readonly SecretAddress _address;
    private readonly RpcOptions _options;
    private readonly RateLimit _rate;
    private readonly TimeProvider _clock;
    private ulong _lastId;

    public RpcProvider(RpcProviderOptions provider, RpcOptions options, TimeProvider clock)
    {
        Name = provider.Name;
        _address = provider.Address;
        _options = options;
        _clock = clock;
        _rate = new RateLimit(provider.CallsPerSecond, provider.Burst, options.RateWaitMax, clock);
        Health = new ProviderHealth(options, clock);
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

    public string Name { get; }

    public ProviderHealth Health { get; }

    /// <summary>One attempt. Throws only when <paramref name="cancel"/> is cancelled.</summary>
    public async Task<RpcResult<T>> Call<T>(RpcCall<T> call, CancellationToken cancel)
    {
        if (_rate.Take() is not { } wait) return Failed<T>(new(RpcFault.RateLimited, "our own limit for this provider"));
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _clock, cancel);
        var started = _clock.GetTimestamp();
        var result = await Attempt(call, cancel);
        if (result.Error is { } error)
        {
            if (error.Fault == RpcFault.RateLimited) _rate.HoldUntil(_clock.GetUtcNow() + (error.RetryAfter ?? TimeSpan.FromSeconds(1)));
            if (error.Remedy == RpcRemedy.Retry || error.Fault == RpcFault.Unauthorized) Health.Failed(error);
            else Health.Answered(_clock.GetElapsedTime(started));
            return Failed<T>(error);
        }

        Health.Answered(_clock.GetElapsedTime(started));
        if (result.Value is IAtSlot { Slot: var slot }) Health.SawSlot(slot);
        return RpcResult<T>.By(Name, result.Value);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Name and host; never the key.</summary>
    public override string ToString() => $"{Name} ({_address})";

    private async Task<RpcResult<T>> Attempt<T>(RpcCall<T> call, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(_options.AttemptTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            var id = Interlocked.Increment(ref _lastId);
            using var content = new ReadOnlyMemoryContent(call.Write(id));
            content.Headers.ContentType = Json;
            using var request = new HttpRequestMessage(HttpMethod.Post, _address.Uri) { Content = content };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (HttpFault(response) is { } refused) return RpcResult<T>.Failed(refused);
            return await BoundedBody.Read(response.Content, _options.ResponseBytesMax, either.Token) is { } body
                ? call.Read(body, id)
                : RpcResult<T>.Failed(new(RpcFault.ResponseTooLarge, $"more than {_options.ResponseBytesMax} bytes"));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return RpcResult<T>.Failed(new(RpcFault.Timeout, $"no answer in {_options.AttemptTimeout.TotalMilliseconds:0} ms"));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException)
        {
            return RpcResult<T>.Failed(new(RpcFault.ConnectionFailed, fault.Message));
        }
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

    private RpcResult<T> Failed<T>(RpcError error) =>
        RpcResult<T>.Failed(error with { Provider = Name, Message = _address.Redact(error.Message) });
}
