using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Cli.Demo;

/// <summary>What the sniper made of a simulated market's launches, of which the market knows what was behind each.</summary>
/// <param name="Seen">Launches that came into being.</param>
/// <param name="Young">Those whose time to be judged is not over.</param>
/// <param name="TrapsRefused">By the filter that should.</param>
/// <param name="Wrong">Each verdict that is not what it should be.</param>
internal sealed record LaunchTally(int Seen, int Young, int Honest, int HonestApproved, int Traps, int TrapsRefused, ImmutableArray<string> Wrong)
{
    /// <summary>A launch is bought when it is thirty seconds old at the earliest; then its turn comes within a pulse or two.</summary>
    private const ulong JudgedAfterSlots = 100;

    /// <param name="head">Newest slot.</param>
    public static LaunchTally Of(IReadOnlyCollection<(VenueLaunchView Launch, PoolVerdict? Verdict)> launches, ulong head)
    {
        var due = launches.Where(one => one.Launch.Slot + JudgedAfterSlots <= head).ToArray();
        var honest = due.Where(one => one.Launch.Scheme == LaunchScheme.Honest).ToArray();
        return new LaunchTally(
            launches.Count, launches.Count - due.Length, honest.Length, honest.Count(IsRight), due.Length - honest.Length, due.Count(IsRight) - honest.Count(IsRight),
            [.. due.Where(one => !IsRight(one)).Select(one => $"launch {one.Launch.Pool} ({one.Launch.Scheme}): {Said(one.Verdict)}, {one.Launch.Scheme.RefusedBy() ?? "approval"} was due")]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{HonestApproved} of {Honest} honest approved, {TrapsRefused} of {Traps} traps refused by the filter that should{(Young == 0 ? "" : $", {Young} too young")}");

    /// <summary>What was offered once was approved, whatever its own trade made of the price since.</summary>
    private static bool IsRight((VenueLaunchView Launch, PoolVerdict? Verdict) one) => one.Launch.Scheme.RefusedBy() is { } filter
        ? one.Verdict is { Offered: null } refused && refused.Verdict.Refusal?.Filter == filter
        : one.Verdict?.Offered is not null;

    private static string Said(PoolVerdict? verdict) => verdict is null ? "no verdict" : verdict.Offered is not null ? "approved" : $"refused by {verdict.Verdict.Refusal?.Filter ?? "nobody"}";
}
