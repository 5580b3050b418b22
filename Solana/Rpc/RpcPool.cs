using System.Collections.Immutable;
using Polly;
using Polly.Hedging;
using Polly.Retry;
using Polly.Timeout;

namespace Orchestrator.Solana.Rpc;

/// <summary>
/// Several providers as one. Reads are hedged and repeated: the first answer wins. A send goes to one provider once; whether
/// to send the same bytes again is the caller's decision, who knows the transaction's last valid height.
/// </summary>
public sealed class RpcPool : IAsyncDisposable
{
    private static readonly ResiliencePropertyKey<IReader> ReaderKey = new("reader");

    private readonly RpcOptions _options;
    private readonly ResiliencePipeline<IRpcResult> _reads;

    /// <exception cref="ArgumentException">No provider, or two of one name.</exception>
    public RpcPool(IReadOnlyList<RpcProviderOptions> providers, RpcOptions options, TimeProvider clock, Func<double> chance)
    {
        if (providers.Count == 0) throw new ArgumentException("At least one provider is needed.", nameof(providers));
        if (providers.Select(provider => provider.Name).Distinct().Count() != providers.Count)
            throw new ArgumentException("Two providers have one name.", nameof(providers));
        _options = options;
        Providers = [.. providers.Select(provider => new RpcProvider(provider, options, clock))];
        _reads = Reads(options, Providers.Length, clock, chance);
    }

    public ImmutableArray<RpcProvider> Providers { get; }

    /// <summary>Asks the best provider, a second one when it is slow or fails, and all of them again after a pause.</summary>
    public async Task<RpcResult<T>> Read<T>(RpcCall<T> call, CancellationToken cancel)
    {
        var context = ResilienceContextPool.Shared.Get(cancel);
        try
        {
            var reader = new Reader<T>(call, Ranked());
            context.Properties.Set(ReaderKey, reader);
            return (RpcResult<T>)await _reads.ExecuteAsync(static (context, reader) => reader.Next(context.CancellationToken), context, (IReader)reader);
        }
        catch (TimeoutRejectedException)
        {
            return RpcResult<T>.Failed(new(RpcFault.Timeout, $"no provider answered in {_options.ReadTimeout.TotalMilliseconds:0} ms"));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>One attempt at the best provider, or at the named one. Never repeated, never hedged.</summary>
    public Task<RpcResult<T>> Send<T>(RpcCall<T> call, CancellationToken cancel, string? provider = null)
    {
        var chosen = provider is null ? Ranked()[0] : Providers.FirstOrDefault(one => one.Name == provider);
        return chosen?.Call(call, cancel) ?? Task.FromResult(RpcResult<T>.Failed(new(RpcFault.NoProvider, "there is no provider of that name")));
    }

    /// <summary>Asks every provider once and gives all answers: for what no single node may decide, such as a signature's death.</summary>
    public async Task<ImmutableArray<RpcResult<T>>> AskEach<T>(RpcCall<T> call, CancellationToken cancel) =>
        [.. await Task.WhenAll(Providers.Select(provider => provider.Call(call, cancel)))];

    /// <summary>Best first: not cooling, not behind, quick. The order of the settings breaks ties.</summary>
    public ImmutableArray<RpcProvider> Ranked()
    {
        var best = Providers.Max(provider => provider.Health.Slot);
        return [.. Providers
            .OrderBy(provider => provider.Health.IsCooling)
            .ThenBy(provider => provider.Health.Slot + _options.LagSlotsMax < best)
            .ThenBy(provider => provider.Health.Latency)];
    }

    public ValueTask DisposeAsync()
    {
        foreach (var provider in Providers) provider.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ResiliencePipeline<IRpcResult> Reads(RpcOptions options, int providers, TimeProvider clock, Func<double> chance)
    {
        var again = new PredicateBuilder<IRpcResult>().HandleResult(result => result.Error is { Remedy: RpcRemedy.Retry });
        var builder = new ResiliencePipelineBuilder<IRpcResult> { TimeProvider = clock };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.ReadTimeout });
        if (options.ReadRetriesMax > 0)
            builder.AddRetry(new RetryStrategyOptions<IRpcResult>
            {
                ShouldHandle = again,
                MaxRetryAttempts = options.ReadRetriesMax,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = chance,
                MaxDelay = options.ReadTimeout,
            });
        if (providers > 1)
            builder.AddHedging(new HedgingStrategyOptions<IRpcResult>
            {
                ShouldHandle = again,
                Delay = options.HedgeAfter,
                MaxHedgedAttempts = Math.Min(providers - 1, 10),
                ActionGenerator = static hedge => hedge.PrimaryContext.Properties.TryGetValue(ReaderKey, out var reader)
                    ? async () => Outcome.FromResult(await reader.Next(hedge.ActionContext.CancellationToken))
                    : null,
            });
        return builder.Build();
    }

    private interface IReader
    {
        ValueTask<IRpcResult> Next(CancellationToken cancel);
    }

    /// <summary>Gives one call to one provider after the other.</summary>
    private sealed class Reader<T>(RpcCall<T> call, ImmutableArray<RpcProvider> ranked) : IReader
    {
        private int _next = -1;

        public async ValueTask<IRpcResult> Next(CancellationToken cancel) =>
            await ranked[Interlocked.Increment(ref _next) % ranked.Length].Call(call, cancel);
    }
}
