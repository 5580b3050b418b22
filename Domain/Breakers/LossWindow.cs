using System.Collections.Immutable;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Breakers;

/// <summary>Realised changes of a sliding hour, in minutes: a result is counted for 60 to 61 minutes.</summary>
internal static class LossWindow
{
    public const int Minutes = 60;

    public static ImmutableArray<MinuteResult> Add(ImmutableArray<MinuteResult> window, DateTimeOffset now, Lamports net)
    {
        var minute = MinuteOf(now);
        var kept = Prune(window, now);
        // A clock that went back adds to the newest minute, so that the order and the bound stay.
        if (kept.Length > 0 && kept[^1].Minute >= minute)
            return kept.SetItem(kept.Length - 1, kept[^1] with { Net = kept[^1].Net + net });
        return net == Lamports.Zero ? kept : kept.Add(new MinuteResult(minute, net));
    }

    public static ImmutableArray<MinuteResult> Prune(ImmutableArray<MinuteResult> window, DateTimeOffset now)
    {
        var oldest = MinuteOf(now) - Minutes;
        var gone = 0;
        while (gone < window.Length && window[gone].Minute < oldest) gone++;
        return gone == 0 ? window : window.RemoveRange(0, gone);
    }

    public static Lamports Net(ImmutableArray<MinuteResult> window)
    {
        var sum = Lamports.Zero;
        foreach (var minute in window) sum += minute.Net;
        return sum;
    }

    private static long MinuteOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute;
}
