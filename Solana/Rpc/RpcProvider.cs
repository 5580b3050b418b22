using System.Net.Http.Headers;

namespace Orchestrator.Solana.Rpc;

/// <summary>Transport to one provider: one attempt a call, bounded in time, size and rate. Decides nothing about repeating.</summary>
public sealed class RpcProvider : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly JsonHttp _http;
    private readonly SecretAddress _address;
    private readonly RateLimit _rate;
    private readonly TimeProvider _clock;
    private ulong _lastId;

    public RpcProvider(RpcProviderOptions provider, RpcOptions options, TimeProvider clock)
    {
        Name = provider.Name;
        _address = provider.Address;
        _clock = clock;
        _rate = new RateLimit(provider.CallsPerSecond, provider.Burst, options.RateWaitMax, clock);
        Health = new ProviderHealth(options, clock);
        _http = new JsonHttp(provider.Address, provider.Headers, options, clock);
    }

    public string Name { get; }

    public ProviderHealth Health { get; }

    /// <summary>One attempt. Throws only when <paramref name="cancel"/> is cancelled.</summary>
    /// <param name="path">Appended to the provider's address, for services that give each method its own.</param>
    public async Task<RpcResult<T>> Call<T>(RpcCall<T> call, CancellationToken cancel, string path = "")
    {
        if (_rate.Take() is not { } wait) return Failed<T>(new(RpcFault.RateLimited, "our own limit for this provider"));
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _clock, cancel);
        var started = _clock.GetTimestamp();
        var result = await Attempt(call, path, cancel);
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

    private async Task<RpcResult<T>> Attempt<T>(RpcCall<T> call, string path, CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref _lastId);
        using var content = new ReadOnlyMemoryContent(call.Write(id));
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, _http.UriOf(path)) { Content = content };
        var answer = await _http.Exchange(request, cancel);
        return answer.Error is { } error ? RpcResult<T>.Failed(error) : call.Read(answer.Body, id);
    }

    private RpcResult<T> Failed<T>(RpcError error) =>
        RpcResult<T>.Failed(error with { Provider = Name, Message = _http.Hide(error.Message) });
}
