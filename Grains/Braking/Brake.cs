using System.Collections.Concurrent;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;

namespace Orchestrator.Grains.Braking;

/// <summary>
/// The halts of this process that the store may not have yet. The book of the portfolio counts as halted while one is here, for every reservation, signature and
/// send; a book that is activated anew in this process finds it. One per portfolio: the first cause stands.
/// </summary>
public sealed class Brake
{
    private readonly ConcurrentDictionary<PortfolioId, HeldHalt> _held = [];

    public HeldHalt? Of(PortfolioId portfolio) => _held.GetValueOrDefault(portfolio);

    public void Put(PortfolioId portfolio, HeldHalt halt) => _held.TryAdd(portfolio, halt);

    /// <summary>A transaction that counted with this halt is durable.</summary>
    public void Stood(PortfolioId portfolio, HeldHalt halt) => _held.TryRemove(KeyValuePair.Create(portfolio, halt));
}

/// <summary>A halt that holds in memory.</summary>
public sealed record HeldHalt(HaltCause Cause, string Reason, string By, DateTimeOffset At)
{
    /// <summary>What a transaction begins with: whatever is committed next makes the halt durable.</summary>
    public CapitalBook On(CapitalBook book) => book.StopTrading(Cause, Reason, By, At).Next;

    public bool IsOn(CapitalBook book) => book.Halt is { } halt && (halt.Cause, halt.By, halt.At) == (Cause, Halting.Cut(By), At) && halt.Detail == Halting.Cut(Reason);

    /// <summary>What readers see until then.</summary>
    public CapitalBook Shown(CapitalBook book) => book.StopTrading(Cause, $"not stored yet: {Reason}", By, At).Next;
}
