using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Scoring;
using Orleans;

namespace Orchestrator.Domain.Learning;

/// <summary>One result of a strategy.</summary>
/// <param name="Id">Results are idempotent: the same id again changes nothing.</param>
/// <param name="Expected">Before calibration.</param>
[GenerateSerializer, Immutable, Alias("strategy-outcome")]
public readonly record struct StrategyOutcome(
    [property: Id(0)] OpportunityId Id, [property: Id(1)] DateTimeOffset At, [property: Id(2)] Lamports Realised, [property: Id(3)] Lamports Expected);

/// <summary>The newest results of one strategy, oldest first: at most 50, none older than 24 h.</summary>
[GenerateSerializer, Immutable, Alias("outcome-window")]
public sealed record OutcomeWindow([property: Id(0)] ImmutableArray<StrategyOutcome> Outcomes)
{
    public const int Max = 50;
    public static readonly TimeSpan AgeMax = TimeSpan.FromHours(24);

    /// <summary>From this many outcomes on, a bonus is taken as it is.</summary>
    public const int FullCount = 20;

    /// <summary>A profit factor counts no more than this: unbounded, one strategy without a loss would drown every order.</summary>
    public const double ProfitFactorCap = 5;

    public static readonly OutcomeWindow Empty = new([]);

    public int Count => Outcomes.Length;

    public OutcomeWindow Add(StrategyOutcome outcome, DateTimeOffset now)
    {
        foreach (var known in Outcomes)
        {
            if (known.Id == outcome.Id) return this;
        }

        // Results overtake each other; the window stays ordered by when they happened.
        var at = Outcomes.Length;
        while (at > 0 && Outcomes[at - 1].At > outcome.At) at--;
        return new OutcomeWindow(Outcomes.Insert(at, outcome)).Prune(now);
    }

    public OutcomeWindow Prune(DateTimeOffset now)
    {
        var gone = Math.Max(0, Outcomes.Length - Max);
        while (gone < Outcomes.Length && now - Outcomes[gone].At > AgeMax) gone++;
        return gone == 0 ? this : new OutcomeWindow(Outcomes.RemoveRange(0, gone));
    }

    public int Wins => Outcomes.Count(outcome => outcome.Realised > Lamports.Zero);

    /// <summary>Share of outcomes with a profit; 0 when there is none.</summary>
    public double WinRate => Count == 0 ? 0 : (double)Wins / Count;

    /// <summary>Gains over losses, at most <see cref="ProfitFactorCap"/>; 0 without a gain, the cap without a loss.</summary>
    public double ProfitFactor
    {
        get
        {
            Int128 gains = 0, losses = 0;
            foreach (var outcome in Outcomes)
            {
                if (outcome.Realised.IsNegative) losses -= outcome.Realised.Value;
                else gains += outcome.Realised.Value;
            }

            if (gains == 0) return 0;
            return losses == 0 ? ProfitFactorCap : Math.Min((double)gains / (double)losses, ProfitFactorCap);
        }
    }

    /// <summary>p: what weights are adapted by.</summary>
    public double Performance => WinRate * ProfitFactor;

    /// <summary>B, 0..1: win rate × profit factor / 5, drawn towards 0.5 while there are few outcomes.</summary>
    public double Bonus
    {
        get
        {
            var own = Performance / ProfitFactorCap;
            var weight = Math.Min(Count, FullCount) / (double)FullCount;
            return (weight * own) + ((1 - weight) * 0.5);
        }
    }

    /// <summary>Realised over expected profit, 0.25..1.25; 1 while nothing was expected.</summary>
    public double Calibration
    {
        get
        {
            Int128 realised = 0, expected = 0;
            foreach (var outcome in Outcomes)
            {
                realised += outcome.Realised.Value;
                expected += outcome.Expected.Value;
            }

            return expected <= 0 ? 1 : Math.Clamp((double)realised / (double)expected, 0.25, 1.25);
        }
    }

    public StrategyStanding Standing(double weightFactor) => new(Bonus, weightFactor, Calibration);
}
