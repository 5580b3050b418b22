using System.Globalization;
using System.Text;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

/// <summary>What the price gaps of a real day would have earned.</summary>
public sealed class DayGapTests(ITestOutputHelper output)
{
    /// <summary>What Save's main pool asks, in 10^-18.</summary>
    private const ulong SaveFeeWad = 500_000_000_000_000;

    private static readonly Lamports Threshold = Lamports.FromSol(0.05m);

    [Fact]
    public void The_scanner_finds_the_real_gaps_of_a_day_and_none_pays_more_than_its_own_numbers_say()
    {
        var report = Report();
        output.WriteLine(report);
        if (Environment.GetEnvironmentVariable("ORCH_DAY_REPORT") is { } file) File.WriteAllText(file, report);
    }

    private static string Report()
    {
        var text = new StringBuilder("# The price gaps of a real day\n\n");
        var day = RealDay.Load();
        var sizes = new (string Name, ulong Fee, Lamports Most)[]
        {
            ("loan at 5 bps, at most 100 SOL", SaveFeeWad, Lamports.FromSol(100)), ("own money, at most 100 SOL", 0, Lamports.FromSol(100)),
            ("own money, at most 10 SOL", 0, Lamports.FromSol(10)), ("loan at 5 bps, at most 10,000 SOL", SaveFeeWad, Lamports.FromSol(10_000)),
        };
        var pools = day.Events.Select(happened => happened.Pool).Distinct().ToDictionary(address => address, address => DayPool.AtTheEnd(address, day));
        string[] mints = [.. pools.Values.SelectMany(pool => new[] { pool.End.MintA, pool.End.MintB }).Select(mint => mint.ToString()).Distinct().Take(10)];
        var looks = sizes.Select(size => new DayGaps(mints, size.Fee, size.Most)).ToArray();
        Walk(day, pools, looks);
        Assert.All(looks, look => Assert.True(look.Slots > 5_000));
        // Cheaper money never finds less.
        Assert.True(looks[1].Gaps.Count >= looks[0].Gaps.Count);
        Assert.All(looks.SelectMany(look => look.Gaps), gap => Assert.True(gap.First.ExpectedProfit > Lamports.Zero && gap.First.Route.Length is 2 or 3));

        text.AppendLine(CultureInfo.InvariantCulture, $"Every Whirlpool instruction of 6 April 2022 ({day.Events.Count} of them in {looks[0].Slots} slots, {pools.Count} pools), replayed swap by swap from the rebuilt opening state, and")
            .AppendLine("the product's scanner looking at the end of every slot in which something changed. A gap counts once, from the slot that opened it to the one that closed it, with what a trade")
            .AppendLine("in the state that opened it would have brought: after the pools' fees, the loan's fee, 65,000 lamports for signature and compute units and a tip of 100,000. It says nothing of whether")
            .AppendLine("another would have been faster, and taking one gap would have changed those after it.\n")
            .AppendLine("| money | gaps that paid | of them above 0.05 SOL | together, SOL | median, SOL | best, SOL | median size, SOL | largest, SOL | median slots open |").AppendLine("|---|---|---|---|---|---|---|---|---|");
        for (var i = 0; i < sizes.Length; i++) text.AppendLine(Row(sizes[i].Name, looks[i].Gaps));
        text.AppendLine("\n| pair, loan at 5 bps up to 100 SOL | gaps | together, SOL |").AppendLine("|---|---|---|");
        foreach (var pair in looks[0].Gaps.GroupBy(gap => PairOf(gap)).OrderByDescending(pair => pair.Count()))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {pair.Key} | {pair.Count()} | {Sum(pair).ToSolString()} |");
        return text.ToString();
    }

    private static void Walk(RealDay day, Dictionary<string, DayPool> pools, DayGaps[] looks)
    {
        var replays = new Dictionary<string, DayReplay>();
        foreach (var events in day.Events.GroupBy(happened => happened.Pool))
        {
            var rewind = new DayRewind(pools[events.Key], day);
            foreach (var happened in events.Reverse()) rewind.Undo(happened);
            Assert.Empty(rewind.Unexplained);
            replays[events.Key] = new DayReplay(pools[events.Key], day, rewind.Price);
        }

        // What is there before the first event is there from the first slot on.
        var first = day.Events[0];
        var unborn = day.Events.OfType<DayCreation>().Select(creation => creation.Pool).ToHashSet();
        foreach (var look in looks) look.Look(first.Slot - 1, first.Time, pools.Keys.Except(unborn).Select(At).ToArray());
        foreach (var slot in day.Events.GroupBy(happened => happened.Slot))
        {
            foreach (var happened in slot) replays[happened.Pool].Do(happened);
            var changed = slot.Select(happened => happened.Pool).Distinct().Select(At).ToArray();
            foreach (var look in looks) look.Look(slot.Key, slot.First().Time, changed);
        }

        foreach (var look in looks) look.End(day.Events[^1].Slot);
        Assert.All(replays.Values, replay => Assert.Equal(replay.Swaps, replay.Exact));

        WhirlpoolPool At(string pool) => pools[pool].At(PublicKey.Parse(pool), replays[pool].SqrtPrice, replays[pool].Tick);
    }

    private static string Row(string name, List<DayGap> gaps)
    {
        if (gaps.Count == 0) return $"| {name} | 0 | 0 | 0 | | | | | |";
        var profits = gaps.Select(gap => gap.First.ExpectedProfit).Order().ToArray();
        var borrowed = gaps.Select(gap => gap.First.FlashLoanAmount).Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {gaps.Count} | {profits.Count(profit => profit >= Threshold)} | {Sum(gaps).ToSolString()} | {profits[profits.Length / 2].ToSolString()} | {profits[^1].ToSolString()} | {borrowed[borrowed.Length / 2].ToSolString()} | {borrowed[^1].ToSolString()} | {gaps.Select(gap => gap.Slots).Order().ElementAt(gaps.Count / 2)} |");
    }

    private static Lamports Sum(IEnumerable<DayGap> gaps) => gaps.Aggregate(Lamports.Zero, (sum, gap) => sum + gap.First.ExpectedProfit);

    private static string PairOf(DayGap gap) => string.Join(" ", gap.First.Route.SelectMany(leg => new[] { Name(leg.Input), Name(leg.Output) }).Distinct().Order(StringComparer.Ordinal));

    private static string Name(Mint mint) => mint.Value switch
    {
        "So11111111111111111111111111111111111111112" => "SOL",
        "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v" => "USDC",
        "orcaEKTdK7LKz57vaAYr9QeNsVEPfiu6QeMU1kektZE" => "ORCA",
        "mSoLzYCxHdYgdzU16g5QSh3i5K3z3KZK7ytfqcJm7So" => "mSOL",
        "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB" => "USDT",
        _ => mint.Value[..4],
    };
}
