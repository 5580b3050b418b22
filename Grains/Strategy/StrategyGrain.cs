using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Scoring;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Strategy;

/// <summary>Learns from results. Decides only weight and standing; pauses and budgets live in the book.</summary>
[GrainType("strategy")]
internal sealed class StrategyGrain(
    [PersistentState("strategy", StateNames.Grains)] IPersistentState<StrategyState> state, IStrategySettings settings, TradingClock clock)
    : Grain, IStrategyGrain
{
    /// <summary>Ids of results remembered; ten windows.</summary>
    private const int TakenMax = 10 * OutcomeWindow.Max;

    private (PortfolioId Portfolio, StrategyId Strategy) Key => StrategyKey.Parse(this.GetPrimaryKeyString());

    private StrategySetting Setting =>
        settings.For(Key.Strategy) ?? new StrategySetting(Key.Strategy, 1, LearningMode.Frozen, default, default, default);

    private StrategyWeight Weight => (state.State.Weight ?? StrategyWeight.Of(Setting.Weight)).Reconfigure(Setting.Weight);

    private LearningMode Mode => state.State.Mode ?? Setting.Mode;

    private IPortfolioGrain Book => GrainFactory.GetGrain<IPortfolioGrain>(Key.Portfolio.Value);

    public async Task<StrategyStanding> Learn(ExecutionResult result)
    {
        var landed = result.Outcome is ExecutionOutcome.Landed or ExecutionOutcome.LandedWithError;
        // A position that was only opened has neither won nor lost: its sale is the outcome.
        if (!landed || result.Position == PositionEffect.Opened || state.State.Taken.Contains(result.Id)) return StandingNow();
        var outcome = new StrategyOutcome(result.Id, result.FinishedAt, result.Realised, result.Expected);
        var taken = state.State.Taken.Add(result.Id);
        state.State.Window = state.State.Window.Add(outcome, clock.Now);
        state.State.Taken = taken.Length > TakenMax ? taken.RemoveRange(0, taken.Length - TakenMax) : taken;
        await state.WriteOrDeactivate(this);
        return StandingNow();
    }

    public Task<LearningOutcome> Adapt(DateTimeOffset now)
    {
        var window = state.State.Window.Prune(now);
        state.State.Window = window;
        return Change(Weight.Adapt(window, Mode, now), LearningOutcome.NotDue);
    }

    public Task<StrategyStanding> Standing() => Task.FromResult(StandingNow());

    public async Task<StrategyView> Read()
    {
        var book = await Book.Book();
        var window = state.State.Window.Prune(clock.Now);
        return new StrategyView(
            Key.Portfolio, Key.Strategy, Mode, StandingNow(), Weight, LearningEvidence.Of(window),
            Sum(window.Outcomes.Select(outcome => outcome.Realised)), Sum(window.Outcomes.Select(outcome => outcome.Expected)),
            book.Strategy(Key.Strategy));
    }

    public Task SetMode(LearningMode? mode)
    {
        if (state.State.Mode == mode) return Task.CompletedTask;
        state.State.Mode = mode;
        return state.WriteOrDeactivate(this);
    }

    public Task<LearningOutcome> Accept(int change) => Change(Weight.Accept(change), LearningOutcome.NoSuchChange, LearningOutcome.NotPossible);

    public Task<LearningOutcome> RollBack(int change) => Change(Weight.RollBack(change), LearningOutcome.NoSuchChange, LearningOutcome.NotPossible);

    public Task<PauseOutcome> Pause(string reason) => Book.Pause(Key.Strategy, PauseCause.Operator, reason);

    public Task<PauseOutcome> Resume() => Book.Unpause(Key.Strategy);

    private Task<LearningOutcome> Change((StrategyWeight Next, LearningOutcome Outcome) change, params ReadOnlySpan<LearningOutcome> nothingChanged) =>
        nothingChanged.Contains(change.Outcome) ? Task.FromResult(change.Outcome) : Store(change.Next, change.Outcome);

    private async Task<LearningOutcome> Store(StrategyWeight next, LearningOutcome outcome)
    {
        state.State.Weight = next;
        await state.WriteOrDeactivate(this);
        return outcome;
    }

    private StrategyStanding StandingNow() => state.State.Window.Prune(clock.Now).Standing((double)Weight.Factor);

    private static Lamports Sum(IEnumerable<Lamports> amounts) => amounts.Aggregate(Lamports.Zero, (sum, amount) => sum + amount);
}
