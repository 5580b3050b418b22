using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>A fault that lasts a while and ends.</summary>
/// <param name="What">What it is this time.</param>
internal sealed record LastingFault(string What, Func<Task> Begin, Func<Task> End)
{
    /// <summary>Of these one must end by itself: it has been declared dead, or has found out that it cannot go on. Empty for none.</summary>
    public IReadOnlyList<DrillSilo> Losing { get; init; } = [];

    /// <summary>While it lasts nothing can be commanded; a drill in which something is has not broken what it means to.</summary>
    public bool Silences { get; init; }

    /// <summary>Longest that nothing may be commanded around it; null where that follows from the fault.</summary>
    public TimeSpan? PauseMax { get; init; }

    /// <summary>Something between silos and Redis misbehaves.</summary>
    public static LastingFault Of(string what, IReadOnlyList<DrillSilo> silos, ProxyMode mode)
    {
        Task Set(ProxyMode to)
        {
            foreach (var silo in silos) silo.Place.Proxy!.Mode = to;
            return Task.CompletedTask;
        }

        return new(what, () => Set(mode), () => Set(ProxyMode.Through)) { Silences = mode == ProxyMode.HalfOpen };
    }
}

/// <summary>How drills do them.</summary>
internal static class LastingFaults
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>What was on its way when it began arrives within this.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>As often as asked: two silos trade, the fault comes for so many seconds, and trading must be back after it.</summary>
    /// <param name="fault">Asked when two silos trade.</param>
    /// <exception cref="TimeoutException">Trading did not come back after it.</exception>
    public static async Task Repeat(
        DrillStage stage, int times, DrillNotes notes, Random chance, (int Min, int Max) seconds, Func<LastingFault> fault, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            await stage.Fill(notes);
            var length = TimeSpan.FromSeconds(chance.Next(seconds.Min, seconds.Max + 1));
            await During(stage, fault(), length, notes, cancel);
        }
    }

    private static async Task During(DrillStage stage, LastingFault fault, TimeSpan length, DrillNotes notes, CancellationToken cancel)
    {
        var begun = DrillStage.Now;
        var last = await stage.Commands.LastBefore(begun, begun);
        await fault.Begin();
        notes.Fault($"{fault.What} for {length.TotalSeconds:0} s");
        await Task.Delay(length, cancel);
        await fault.End();
        var over = DrillStage.Now;
        var first = await stage.Commands.FirstAfter(over, Patience);
        var meanwhile = (await stage.Commands.After(begun)).Where(command => command.At <= over).Select(command => command.At).ToArray();
        notes.Fault($"commanded {meanwhile.Length} times meanwhile, again {first.At - over} ms after it was over");
        if (fault.Silences && meanwhile.Count(at => at > begun + Settling.TotalMilliseconds) is > 0 and var late)
            notes.Missed($"{late} commands came while nothing could be commanded: the drill did not break what it means to break");
        if (last is { } before) Measured(LongestPause([before, .. meanwhile, first.At]), fault, notes);
        await OwnEnd.Await(fault.Losing, notes, "the fault was over");
        await stage.Fill(notes);
        await stage.Commands.FirstAfter(DrillStage.Now, Patience);
    }

    private static void Measured(long pause, LastingFault fault, DrillNotes notes)
    {
        notes.Gap(pause);
        if (pause > fault.PauseMax?.TotalMilliseconds) notes.Missed($"nothing was commanded for {pause} ms; it may be {fault.PauseMax.Value.TotalSeconds:0} s");
    }

    private static long LongestPause(IReadOnlyList<long> commands) => commands.Zip(commands.Skip(1), (earlier, later) => later - earlier).Max();
}
