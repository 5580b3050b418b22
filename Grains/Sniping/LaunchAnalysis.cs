using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans;

namespace Orchestrator.Grains.Sniping;

/// <summary>Looks up what a launch is judged on, within bounds, and judges it.</summary>
public sealed class LaunchAnalysis(ILaunchResearch research, ISniperSettings settings, IGrainFactory grains, TradingClock clock, TimeProvider time, SniperMetrics metrics)
{
    /// <summary>Longest that all look-ups of one analysis may take, in real time.</summary>
    public static readonly TimeSpan LookUpTime = TimeSpan.FromSeconds(5);

    /// <summary>Share of what was put in below which a pool counts as emptied.</summary>
    private static readonly BasisPoints EmptyBelow = new(1_000);

    public ISniperSettings Settings => settings;

    public DateTimeOffset Now => clock.Now;

    /// <param name="others">Every launch of the token that is known.</param>
    /// <returns>The verdict, and whether the pool has lost its liquidity.</returns>
    public async Task<(LaunchVerdict Verdict, bool Emptied)> Judge(LaunchSeen launch, ImmutableArray<LaunchSeen> others)
    {
        var policy = settings.Policy;
        var told = await Look(launch, others);
        if (told.IsDefault) return (SniperRules.Unfinished("the look-ups", $"within {LookUpTime.TotalSeconds:0} s", clock.Now), false);

        var (began, from) = (clock.Now, time.GetTimestamp());
        var verdict = Testimony.Judge(told, policy, began);
        var took = time.GetElapsedTime(from);
        // By the market's clock: where a driver owns it, a slow machine must not change what is decided.
        if (clock.Now - began > policy.Budget) verdict = SniperRules.Unfinished($"{took.TotalMilliseconds:0} ms", $"at most {policy.Budget.TotalMilliseconds:0} ms", clock.Now);
        metrics.Judged(verdict, took);
        return (verdict, await NoteEmptied(launch, told));
    }

    /// <returns>What each says; the default when nobody did in time.</returns>
    private async Task<ImmutableArray<LaunchFacts>> Look(LaunchSeen launch, ImmutableArray<LaunchSeen> others)
    {
        using var patience = new CancellationTokenSource(LookUpTime, time);
        try
        {
            var told = await research.Look(ToLaunch(launch), [.. others.Where(one => one.QuoteMint == launch.QuoteMint).Select(one => (one.PoolId, one.ProgramId))], patience.Token);
            var creator = await Creator(launch);
            return [.. told.Select(facts => facts with { Creator = creator })];
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return default;
        }
    }

    private async Task<LookUp<CreatorFacts>> Creator(LaunchSeen launch)
    {
        var known = await grains.GetGrain<ICreatorGrain>(launch.Creator).See(launch.TokenMint.Value, launch.PoolId, launch.ObservedAt);
        var (count, emptied) = known.Before(launch.PoolId);
        var listed = await grains.GetGrain<IBlacklistGrain>(settings.Portfolio.Value).Reasons([launch.Creator, launch.TokenMint.Value]);
        return LookUp<CreatorFacts>.Of(new CreatorFacts(listed[0], listed[1], count, emptied));
    }

    /// <summary>A pool that held liquidity once and holds next to nothing now was emptied by somebody who could.</summary>
    private async Task<bool> NoteEmptied(LaunchSeen launch, ImmutableArray<LaunchFacts> told)
    {
        if (launch.InitialLiquidity <= Lamports.Zero) return false;
        var left = new BaseUnits((ulong)EmptyBelow.Of(launch.InitialLiquidity).Value);
        if (!Testimony.Agree(told, pool => pool.QuoteVault < left)) return false;
        await grains.GetGrain<ICreatorGrain>(launch.Creator).NoteEmptied(launch.PoolId);
        return true;
    }

    private static Launch ToLaunch(LaunchSeen seen) => new(
        (LaunchForm)seen.EventType, seen.TokenMint, seen.QuoteMint, seen.ProgramId, seen.PoolId, seen.Creator, new BaseUnits((ulong)seen.InitialLiquidity.Value),
        seen.InitialBaseUnits, seen.Slot, seen.Signature, seen.ObservedAt);
}
