using Orchestrator.Domain.Execution;
using static Orchestrator.Domain.Execution.ExecutionState;
using static Orchestrator.Domain.Execution.ExecutionStep;

namespace Orchestrator.Domain.Tests.Execution;

public sealed class TransitionTests
{
    [Fact]
    public void The_good_life_is_reserved_simulated_intent_submitted_landed_posted()
    {
        var state = Reserved;
        foreach (var step in new[] { SimulationPassed, IntentStored, Sent, FoundLanded, ResultBooked }) Assert.True(ExecutionTransitions.TryMove(state, step, out state));
        Assert.Equal(Posted, state);
    }

    [Fact]
    public void Nothing_after_an_intent_is_ended_by_time_or_refusal() =>
        Assert.All(Enum.GetValues<ExecutionState>().Where(ExecutionTransitions.MayBeAlive), state =>
        {
            foreach (var step in new[] { TimeRanOut, Refused, SimulationFailed, CapitalReleased })
                Assert.False(ExecutionTransitions.TryMove(state, step, out _), $"{state} {step}");
        });

    [Fact]
    public void Terminal_states_have_no_way_out_and_every_other_state_can_end()
    {
        foreach (var state in Enum.GetValues<ExecutionState>())
        {
            var reachable = Reachable(state);
            if (ExecutionTransitions.IsTerminal(state)) Assert.Equal([state], reachable);
            else Assert.Contains(reachable, ExecutionTransitions.IsTerminal);
        }
    }

    [Fact]
    public void Capital_is_released_only_from_states_with_proof() => Assert.Equal(
        [Reserved, Simulated, ExecutionState.Expired],
        Enum.GetValues<ExecutionState>().Where(state => Enum.GetValues<ExecutionStep>().Any(step => ExecutionTransitions.TryMove(state, step, out var next) && next == Voided && state != Voided)));

    private static HashSet<ExecutionState> Reachable(ExecutionState start)
    {
        var seen = new HashSet<ExecutionState> { start };
        var open = new Queue<ExecutionState>(seen);
        while (open.TryDequeue(out var state))
        {
            foreach (var step in Enum.GetValues<ExecutionStep>())
            {
                if (ExecutionTransitions.TryMove(state, step, out var next) && seen.Add(next)) open.Enqueue(next);
            }
        }

        return seen;
    }
}
