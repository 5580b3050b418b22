using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Execution;

/// <summary>One activation's hold on its saga: what is stored, and the only way to change it.</summary>
internal sealed class SagaContext(IPersistentState<SagaState> state, SagaPorts ports, IGrainBase grain)
{
    private (ChainHead Head, long AskedAt, DateTimeOffset At)? _known;

    public Saga Saga => state.State.Saga!;

    public bool Exists => state.State.Saga is not null;

    public Epoch RevokedBelow => state.State.RevokedBelow;

    public SagaPorts Ports => ports;

    public DateTimeOffset Now => ports.Clock.Now;

    public IPortfolioGrain Book => ports.Grains.GetGrain<IPortfolioGrain>(Saga.Command.Portfolio.Value);

    /// <summary>
    /// False only while this very activation has simulated the message and has not asked the signer yet. After a crash nobody can say.
    /// </summary>
    public bool MayBeSigned { get; set; } = true;

    /// <summary>Makes a step durable. What follows it may rely on it; when it fails nothing has changed.</summary>
    public async Task Store(string step, Saga next)
    {
        ports.Faults.Reach($"saga.{step}.before");
        var started = ports.Time.GetTimestamp();
        state.State.Saga = next;
        await state.WriteOrDeactivate(grain);
        ports.Metrics.Stage("store", ports.Time.GetElapsedTime(started));
        ports.Faults.Reach($"saga.{step}.after");
    }

    /// <summary>Makes it durable that no command of an older epoch begins this saga any more.</summary>
    public async Task RevokeBelow(Epoch epoch)
    {
        ports.Faults.Reach("saga.revoked.before");
        state.State.RevokedBelow = epoch;
        await state.WriteOrDeactivate(grain);
        ports.Faults.Reach("saga.revoked.after");
    }

    /// <summary>An effect outside of the saga, between two fault points.</summary>
    public async Task<T> Effect<T>(string name, Func<Task<T>> act)
    {
        ports.Faults.Reach($"saga.{name}.before");
        var done = await act();
        ports.Faults.Reach($"saga.{name}.after");
        return done;
    }

    /// <inheritdoc cref="Effect{T}"/>
    public async Task Effect(string name, Func<Task> act)
    {
        ports.Faults.Reach($"saga.{name}.before");
        await act();
        ports.Faults.Reach($"saga.{name}.after");
    }

    /// <summary>
    /// Where the chain stands, not older than half a slot: enough to judge what is still worth a step. What proves a death is asked for anew
    /// (<see cref="Closing"/>).
    /// </summary>
    public async Task<ChainHead> RecentHead(CancellationToken cancel)
    {
        // By both clocks: the market's may be faster than the machine's, and the machine's goes on while a process is stopped.
        if (_known is { } known && (Now - known.At).Duration() < ChainRules.HeadAgeMax && ports.Time.GetElapsedTime(known.AskedAt) < ChainRules.HeadAgeMax) return known.Head;
        var (askedAt, at) = (ports.Time.GetTimestamp(), Now);
        var head = await ports.Chain.Head(cancel);
        _known = (head, askedAt, at);
        return head;
    }

    /// <summary>Asks a port and measures it on the real clock.</summary>
    public async Task<(T Answer, TimeSpan Took)> Timed<T>(string stage, ValueTask<T> ask)
    {
        var started = ports.Time.GetTimestamp();
        var answer = await ask;
        var took = ports.Time.GetElapsedTime(started);
        ports.Metrics.Stage(stage, took);
        return (answer, took);
    }

    /// <summary>Decides, durably, to end without a landing. Before this is stored nobody was told; after it nothing is signed or sent.</summary>
    public Task DecideToEnd(SagaEnding ending) => Store("ending", Saga with { Ending = ending });

    public ExecutionResult ResultOf(
        ExecutionOutcome outcome, Domain.Money.Lamports realised, string? code, PositionEffect position = PositionEffect.None) => new(
        Saga.Command.Id, Saga.Command.Portfolio, Saga.Epoch, Saga.Command.Strategy, Saga.Command.Token, outcome, Saga.Signature, realised,
        Saga.Command.ExpectedProfit, Saga.Landing, code, Saga.Stages, Now,
        Saga.Command.Route.IsDefaultOrEmpty ? [] : [.. Saga.Command.Route.Select(leg => leg.Venue).Distinct()],
        Saga.Command.Allocated + Saga.Command.FlashLoan, position);
}
