using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Markets;

namespace Orchestrator.Solana.Jupiter;

/// <summary>How often, for how much, and for how long Jupiter is asked for prices.</summary>
public sealed class JupiterPriceOptions
{
    /// <summary>Between two questions. Without a key Jupiter allows one call in two seconds: half of them stay for planning.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Size of what is asked for; more than that is never traded on its answer. Default 10 SOL.</summary>
    public ulong Lamports { get; init; } = 10_000_000_000;

    /// <summary>How long an answer counts. Default 5 s; the bound on the slot of what is traded is stricter.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>
/// Asks Jupiter for prices, pair by pair, one question after the other at a pace of its own, and keeps the newest of each. Bounded by the pairs. A pair that could not
/// be had has no price: an older one leaves with its time.
/// </summary>
/// <param name="tokens">Each is asked for against SOL, there and back.</param>
public sealed class JupiterPrices(JupiterClient client, ImmutableArray<PublicKey> tokens, JupiterPriceOptions options, TimeProvider clock) : IQuoteSource
{
    private const ushort SlippageBps = 50;

    private readonly ConcurrentQueue<(JupiterCurve Curve, DateTimeOffset At)> _answered = new();
    private readonly Dictionary<string, DateTimeOffset> _published = new(StringComparer.Ordinal);
    private readonly long[] _faults = new long[Enum.GetValues<JupiterFault>().Length];
    private long _answers;
    private string? _trouble;

    public long Answers => Volatile.Read(ref _answers);

    public string? Trouble => Volatile.Read(ref _trouble);

    public long CountOf(JupiterFault fault) => Volatile.Read(ref _faults[(int)fault]);

    public async Task Run(CancellationToken cancel)
    {
        PublicKey[] asked = [.. tokens.Where(token => token != Mints.WrappedSol)];
        while (asked.Length > 0)
        {
            foreach (var token in asked)
                if (await Ask(Mints.WrappedSol, token, options.Lamports, cancel) is { } there) await Ask(token, Mints.WrappedSol, there.OutAmount, cancel);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancel);
    }

    public void Publish(MarketView view, ulong slot, DateTimeOffset now)
    {
        while (_answered.TryDequeue(out var answer))
        {
            if (now - answer.At > options.Life) continue;
            if (view.Publish(answer.Curve, Math.Min(answer.Curve.Source.ContextSlot ?? slot, slot), 0)) _published[answer.Curve.Pool] = answer.At;
        }

        if (_published.Count == 0) return;
        foreach (var pool in _published.Where(one => now - one.Value > options.Life).Select(one => one.Key).ToArray()) Withdraw(view, pool);
    }

    public void Withdraw(MarketView view)
    {
        foreach (var pool in _published.Keys.ToArray()) Withdraw(view, pool);
        _answered.Clear();
    }

    private void Withdraw(MarketView view, string pool)
    {
        _published.Remove(pool);
        view.Withdraw(pool);
    }

    private async Task<JupiterQuote?> Ask(PublicKey input, PublicKey output, ulong amount, CancellationToken cancel)
    {
        var answer = await client.Quote(new QuoteRequest(input, output, amount, SlippageBps), cancel);
        Volatile.Write(ref _trouble, answer.Error is { } error ? $"{error.Fault}: {error.Message}" : null);
        if (answer.Value is { } quote)
        {
            Interlocked.Increment(ref _answers);
            _answered.Enqueue((new JupiterCurve(quote), clock.GetUtcNow()));
            // Nobody may be taking them: two of each pair are enough.
            while (_answered.Count > 4 * tokens.Length) _answered.TryDequeue(out _);
        }
        else
        {
            Interlocked.Increment(ref _faults[(int)answer.Error!.Fault]);
        }

        await Task.Delay(options.Every, clock, cancel);
        return answer.Value;
    }
}
