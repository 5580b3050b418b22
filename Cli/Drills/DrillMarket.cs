using System.Globalization;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Cli.Drills;

/// <summary>The market on which a drill trades. Chances are in parts per million.</summary>
/// <param name="LostPpm">Of what is sent: no leader ever sees it.</param>
/// <param name="SlotMilliseconds">400 is the real chain.</param>
/// <param name="CompetitionPpm">Chance per slot and pool that a competitor closes a gap.</param>
/// <param name="FlowPpm">Chance per slot and pool that ordinary flow moves a price: what was planned on the old one reverts.</param>
/// <param name="WhalesPpm">Chance per slot that somebody opens a gap.</param>
internal sealed record DrillMarket(uint LostPpm, uint SlotMilliseconds, uint CompetitionPpm, uint FlowPpm, uint WhalesPpm)
{
    /// <summary>How many words <see cref="Words"/> are.</summary>
    public const int WordCount = 7;

    /// <summary>The venue's own market at the speed of the chain, on which more is lost than usual.</summary>
    public static DrillMarket Real(uint lostPpm)
    {
        var flow = new OrderFlowSettings();
        return new(lostPpm, 400, flow.CompetitionPpm, flow.FlowPpm, flow.WhalesPpm);
    }

    /// <summary>
    /// Four times as fast as the chain, so that a gap of commands shows the cluster and not the market. What is found stays there until we take it: on a machine that is short of
    /// processor we would mostly come too late, and the breaker for failed executions would stop the drill with good reason.
    /// </summary>
    public static DrillMarket Calm { get; } = new(50_000, 100, 0, 10_000, 800_000);

    /// <summary>A fifth of what is sent is lost, so that what an execution does that does not land is done often.</summary>
    public static DrillMarket Lossy { get; } = Calm with { LostPpm = 200_000 };

    /// <summary>A gap is opened in every slot: where a fraction of a second is measured, the market must not be what is waited for.</summary>
    public static DrillMarket Dense { get; } = Calm with { WhalesPpm = 1_000_000 };

    /// <summary>
    /// Tokens are launched for a minute and a half. It tells its blocks as the real chain does, to each silo, which takes more of a processor than a scan of its own: so it is half as fast as the
    /// others, and has fewer gaps.
    /// </summary>
    public static DrillMarket Launching { get; } = Calm with { SlotMilliseconds = 200, WhalesPpm = 300_000, Launches = 30, LaunchEverySlots = 15 };

    /// <summary>Tip of a transaction that is planned on this market, lamports.</summary>
    public static ulong Tip => new ExecutionSettings().TipLamports;

    /// <summary>Tokens that are launched, 0 to 30. With them the market finds nothing by itself: it is heard over gRPC.</summary>
    public uint Launches { get; init; }

    /// <summary>Slots from one launch to the next.</summary>
    public uint LaunchEverySlots { get; init; } = 12;

    public IEnumerable<string> Words => ((uint[])[LostPpm, SlotMilliseconds, CompetitionPpm, FlowPpm, WhalesPpm, Launches, LaunchEverySlots]).Select(number => number.ToString(CultureInfo.InvariantCulture));

    /// <exception cref="FormatException">A word is not a number.</exception>
    public static DrillMarket Read(IReadOnlyList<string> words)
    {
        uint Number(int index) => uint.Parse(words[index], CultureInfo.InvariantCulture);
        return new(Number(0), Number(1), Number(2), Number(3), Number(4)) { Launches = Number(5), LaunchEverySlots = Number(6) };
    }

    /// <summary>More is late than on the real chain, and a message dies sooner, so that the rare ends are seen too.</summary>
    public VenueSettings Settings(ulong seed)
    {
        var defaults = new VenueSettings();
        return defaults with
        {
            Seed = seed,
            Chain = defaults.Chain with
            {
                LostPpm = LostPpm, LatePpm = 250_000, BlockhashLifetime = 40, SlotTime = TimeSpan.FromMilliseconds(SlotMilliseconds),
            },
            OrderFlow = defaults.OrderFlow with { CompetitionPpm = CompetitionPpm, FlowPpm = FlowPpm, WhalesPpm = WhalesPpm },
            Scanner = defaults.Scanner with { Enabled = Launches == 0, MinimumProfit = 5_000_000 },
            Launches = defaults.Launches with { Count = (int)Launches, EverySlots = (int)LaunchEverySlots },
        };
    }
}
