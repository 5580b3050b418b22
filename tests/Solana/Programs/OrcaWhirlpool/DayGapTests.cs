using System.Globalization;
using System.Text;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Archive;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

/// <summary>What the price gaps of a real day would have earned.</summary>
public sealed class DayGapTests(ITestOutputHelper output)
{
    private static readonly Lamports Threshold = Lamports.FromSol(0.05m);

    [Fact]
    public async Task The_scanner_finds_the_real_gaps_of_a_day_and_none_pays_more_than_its_own_numbers_say()
    {
        var report = await Report();
        output.WriteLine(report);
        if (Environment.GetEnvironmentVariable("ORCH_DAY_REPORT") is { } file) File.WriteAllText(file, report);
    }

    private static async Task<string> Report()
    {
        var text = new StringBuilder("# The price gaps of a real day\n\n");
        var day = new DaySource(RealDay.Load());
        string[] mints = [.. day.Mints.Select(mint => mint.ToString())];
        DayGaps[] looks = [.. DayMoney.Usual.Select(money => new DayGaps(mints, money))];
        await Walk(day, looks);
        Assert.Equal(day.Swaps, day.Exact);
        Assert.True(day.Slots > 5_000);
        // Cheaper money never finds less.
        Assert.True(looks[1].Gaps.Count >= looks[0].Gaps.Count);
        Assert.All(looks.SelectMany(look => look.Gaps), gap => Assert.True(gap.First.ExpectedProfit > Lamports.Zero && gap.First.Route.Length is 2 or 3));

        text.AppendLine(CultureInfo.InvariantCulture, $"Every Whirlpool instruction of 6 April 2022 ({day.Events} of them in {day.Slots} slots, {day.Pools.Count} pools), replayed swap by swap from the rebuilt opening state, and")
            .AppendLine("the product's scanner looking at the end of every slot in which something changed. A gap counts once, from the slot that opened it to the one that closed it, with what a trade")
            .AppendLine("in the state that opened it would have brought: after the pools' fees, the loan's fee, 65,000 lamports for signature and compute units and a tip of 100,000. It says nothing of whether")
            .AppendLine("another would have been faster, and taking one gap would have changed those after it.\n")
            .AppendLine("| money | gaps that paid | of them above 0.05 SOL | together, SOL | median, SOL | best, SOL | median size, SOL | largest, SOL | median slots open |").AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var look in looks) text.AppendLine(Row(look.Money.Name, look.Gaps));
        text.AppendLine("\n| pair, loan at 5 bps up to 100 SOL | gaps | together, SOL |").AppendLine("|---|---|---|");
        foreach (var pair in looks[0].Gaps.GroupBy(gap => PairOf(gap)).OrderByDescending(pair => pair.Count()))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {pair.Key} | {pair.Count()} | {Sum(pair).ToSolString()} |");
        return text.ToString();
    }

    /// <summary>As a feed tells it: messages, reader, accounts, pools.</summary>
    private static async Task Walk(DaySource day, DayGaps[] looks)
    {
        var view = new MarketView();
        var keeper = new PoolKeeper(view, new AccountBook(), ProgramRegistry.Mainnet);
        foreach (var pool in day.Pools) keeper.Track(pool, ProgramIds.Whirlpool);
        var sink = new Looking(view, keeper, looks);
        var reader = new FeedReader(sink, ProgramRegistry.Mainnet, TimeProvider.System);
        await reader.Run(day, null, CancellationToken.None);
        foreach (var look in looks) look.End(sink.Last);
        Assert.Empty(reader.Damage);
        // One pool was made on this day, of two dollars.
        var launch = Assert.Single(sink.Launches);
        Assert.Equal(("4fuUiYxTQ6QCrdSq9ouBYcTM7bqSwYTSyLueGZLTy4T4", Mints.Usdt.ToString(), 128_440_171UL), (launch.Pool, launch.Token.Value, launch.Slot));
    }

    private sealed class Looking(MarketView view, PoolKeeper keeper, DayGaps[] looks) : IFeedSink
    {
        public List<Launch> Launches { get; } = [];

        public ulong Last { get; private set; }

        public ValueTask Launched(Launch launch)
        {
            Launches.Add(launch);
            return ValueTask.CompletedTask;
        }

        public void Changed(in AccountView account, ulong slot)
        {
            var outcome = keeper.Apply(new AccountChange(account.Address, account.Owner, account.Data.ToArray(), slot, account.WriteVersion));
            Assert.Equal(AccountOutcome.Applied, outcome);
        }

        public ValueTask Ended(ulong slot, DateTimeOffset? at)
        {
            var now = at!.Value + TimeSpan.FromTicks((long)(slot % TimeSpan.TicksPerSecond));
            view.Advance(new MarketClock(slot, slot / 432_000, now.ToUnixTimeSeconds()), now);
            foreach (var look in looks) look.Look(view, Last = slot, now);
            return ValueTask.CompletedTask;
        }

        public ValueTask Died(ulong slot) => throw new InvalidOperationException("The archive tells of no dead slot.");

        public ValueTask Missed(string why) => throw new InvalidOperationException(why);
    }

    private static string Row(string name, IReadOnlyList<DayGap> gaps)
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
