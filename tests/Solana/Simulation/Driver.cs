using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

/// <summary>The simplest trader there is: takes every finding, plans, simulates, signs, sends. No risk checks.</summary>
internal sealed class Driver(SimulatedVenue venue)
{
    private readonly Dictionary<string, ArbitrageFinding> _sent = [];

    public int Found { get; private set; }
    public int Profitable { get; private set; }
    public int Refused { get; private set; }
    public int SimulationFailed { get; private set; }
    public List<ArbitrageFinding> Findings { get; } = [];

    public void Run(TimeSpan span, bool trade = true)
    {
        var end = venue.Machine.Clock.Time + span;
        while (venue.Machine.Clock.Time < end) Step(trade);
    }

    public void Step(bool trade = true)
    {
        var found = venue.Advance(venue.Machine.Clock.Time + venue.Settings.Chain.SlotTime);
        Found += found.Length;
        Findings.AddRange(found);
        foreach (var finding in found)
        {
            if (finding.ExpectedProfit.Value >= 50_000_000) Profitable++;
            if (trade && finding.FlashLoanAmount.Value <= 100 * Lamports.PerSol) Trade(finding);
        }
    }

    public IEnumerable<(ArbitrageFinding Finding, Landing Landing)> Landings =>
        venue.Machine.Landed.Where(l => _sent.ContainsKey(l.Signature)).Select(l => (_sent[l.Signature], l.Landing));

    public void Trade(ArbitrageFinding finding)
    {
        var plan = venue.Planner.PlanNow(Command(finding));
        if (plan.Message is null) { Refused++; return; }
        if (venue.Simulate(plan.Message).Error is not null) { SimulationFailed++; if (venue.Settings.Execution.GuardProfit) return; }
        var signed = Sign(venue, finding.Id, plan);
        venue.Send(signed.Transaction!);
        _sent[signed.Signature!] = finding;
    }

    public static SignOutcome Sign(SimulatedVenue venue, OpportunityId id, PlanOutcome plan) => venue.Signer.SignNow(
        new SignRequest(id, new Epoch(1), plan.Message!, plan.LastValidBlockHeight, venue.Head().FinalizedBlockHeight));

    public static ExecutionCommand Command(ArbitrageFinding f, long minimumProfit = 1) => new(
        f.Id, new PortfolioId("main"), new Epoch(1), f.Strategy, f.Token, f.Route, f.RequiredCapital, f.FlashLoanAmount,
        f.ExpectedProfit, new Lamports(minimumProfit), f.SlippageBound, f.ExpiresAt, f.ObservedAt, Mint.Sol);

    public static long Sol(Landing landing) => (long)landing.Changes.Where(c => c.Asset.IsSol).Sum(c => c.Change.Value);
}

internal static class Int128Sum
{
    public static Int128 Sum<T>(this IEnumerable<T> items, Func<T, Int128> value)
    {
        Int128 total = 0;
        foreach (var item in items) total += value(item);
        return total;
    }
}
