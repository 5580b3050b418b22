using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Scoring;
using Orchestrator.Domain.Tests.Capital;
using static Orchestrator.Domain.Tests.Opportunities.Offers;

namespace Orchestrator.Domain.Tests.Opportunities;

public sealed class QueueTests
{
    private readonly OpportunityQueue queue = new(capacity: 3);

    private static Score Score(Opportunity one) => Scorer.Score(one, ScoringWeights.Default, StrategyStanding.Unknown);

    private EnqueueResult Enqueue(Opportunity one) => queue.Enqueue(one, Score(one), Ledger.Noon);

    [Fact]
    public void The_best_leaves_first_and_of_equals_the_older()
    {
        Enqueue(Offer(1, 0.5m));
        Enqueue(Offer(2, 0.9m, ageSeconds: 1));
        Enqueue(Offer(3, 0.9m, ageSeconds: 5));
        Assert.Equal([3, 2, 1], new[] { Take(), Take(), Take() });
        Assert.Null(queue.TryTakeBest());
    }

    [Fact]
    public void What_lowers_exposure_leaves_before_what_brings_most_and_is_never_shed_for_it()
    {
        var sale = Offer(1, -0.5m) with { Closes = Ledger.IdAt(Ledger.Noon, 99) };
        foreach (var one in (Opportunity[])[Offer(2, 5), sale, Offer(3, 9), Offer(4, 7)]) Enqueue(one);
        Assert.Equal([1, 3, 4], new[] { Take(), Take(), Take() });
    }

    [Fact]
    public void Exits_alone_are_taken_while_nothing_new_may_be()
    {
        var (sale, byHand) = (Offer(1, 2) with { Closes = Ledger.IdAt(Ledger.Noon, 98) }, Offer(2, 1) with { Closes = Ledger.IdAt(Ledger.Noon, 99), Priority = Priority.Normal });
        foreach (var one in (Opportunity[])[Offer(3, 9), sale, byHand]) Enqueue(one);

        Assert.Equal(byHand.Id, queue.TryTakeExit(exit => exit.Priority is not null)!.Opportunity.Id);
        Assert.Equal(sale.Id, queue.TryTakeExit(_ => true)!.Opportunity.Id);
        Assert.Null(queue.TryTakeExit(_ => true));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void A_rule_without_a_position_to_sell_is_malformed() =>
        Assert.Equal(Admission.Malformed, Enqueue(Offer(1) with { Exit = new ExitCause(ExitRule.Time, "held") }).Admission);

    private int Take() => int.Parse(queue.TryTakeBest()!.Opportunity.RouteKey.Value[6..]);

    [Fact]
    public void A_newer_one_of_a_route_refreshes_in_place_and_an_older_one_is_refused()
    {
        var old = Offer(1, 0.5m, "a", ageSeconds: 5);
        Enqueue(old);
        var refreshed = Enqueue(Offer(2, 0.4m, "a"));
        Assert.Equal((Admission.Refreshed, old.Id), (refreshed.Admission, refreshed.Displaced!.Opportunity.Id));
        Assert.Equal(Admission.OlderThanQueued, Enqueue(Offer(3, 0.9m, "a", ageSeconds: 9)).Admission);
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void When_full_the_least_worth_leaves_and_its_expected_profit_is_counted()
    {
        for (var i = 1; i <= 3; i++) Enqueue(Offer(i, i));
        var worse = Enqueue(Offer(4, 0.5m));
        Assert.Equal((Admission.WorseThanAllQueued, null), (worse.Admission, worse.Displaced));
        var better = Enqueue(Offer(5, 9));
        Assert.Equal((Admission.Enqueued, Lamports.OneSol), (better.Admission, better.Displaced!.Opportunity.ExpectedProfit));
        Assert.Equal((3, 2, Lamports.FromSol(1.5m)), (queue.Count, queue.ShedCount, queue.ShedProfit));
    }

    [Fact]
    public void Expired_ones_are_swept_and_handed_out()
    {
        Enqueue(Offer(1));
        Enqueue(Offer(2) with { ExpiresAt = Ledger.Noon.AddSeconds(1) });
        Assert.Equal(Ledger.IdAt(Ledger.Noon, 2), Assert.Single(queue.Sweep(Ledger.Noon.AddSeconds(1))).Opportunity.Id);
        Assert.Empty(queue.Sweep(Ledger.Noon.AddSeconds(1)));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void New_weights_change_the_order()
    {
        Enqueue(Offer(1, 0.5m, risk: 0));
        Enqueue(Offer(2, 0.6m, risk: 1));
        queue.Rescore(one => Scorer.Score(one, new ScoringWeights(0.1m, 0.9m, 0, 0), StrategyStanding.Unknown));
        Assert.Equal(1, Take());
    }

    [Fact]
    public void The_same_id_with_other_content_is_refused_by_name()
    {
        var one = Offer(1);
        Enqueue(one);
        Assert.Equal(Admission.AlreadyQueued, Enqueue(one with { Route = [] }).Admission);
        Assert.Equal(Admission.SameIdOtherContent, Enqueue(one with { ExpectedProfit = Lamports.OneSol }).Admission);
    }

    public static TheoryData<Admission> Refusals => [.. Enum.GetValues<Admission>().Where(one => one is >= Admission.NotVersion7 and <= Admission.AlreadyExpired)];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_is_refused_by_name(Admission expected)
    {
        var good = Offer(1);
        var bad = expected switch
        {
            Admission.NotVersion7 => good with { Id = new OpportunityId(Guid.Parse("11111111-1111-4111-8111-111111111111")) },
            Admission.Malformed => good with { Evidence = new string('x', Opportunity.EvidenceLengthMax + 1) },
            Admission.NegativeAmount => good with { FlashLoan = new Lamports(-1) },
            Admission.OutOfRange => good with { Risk = double.NaN },
            Admission.CreatedInFuture => good with { CreatedAt = Ledger.Noon.AddSeconds(5.1) },
            Admission.ExpiresBeforeCreated => good with { ExpiresAt = good.CreatedAt.AddTicks(-1) },
            Admission.AlreadyExpired => good with { ExpiresAt = Ledger.Noon },
            _ => throw new ArgumentOutOfRangeException(nameof(expected)),
        };
        Assert.Equal(expected, Enqueue(bad).Admission);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Names_that_many_carry_are_kept_once_and_nothing_else_changes()
    {
        // A queue of its own size: names must be found again among many others.
        var large = new OpportunityQueue();
        var read = Enumerable.Range(1, 2_000).Select(i => AsRead(Offer(i), i)).ToArray();
        foreach (var one in read) Assert.True(large.Enqueue(one, Score(one), Ledger.Noon).Accepted);

        var held = large.Page(0, read.Length).Select(queued => queued.Opportunity).ToList();
        foreach (var one in held) Assert.True(one.HasSameContent(read.Single(offered => offered.Id == one.Id)));
        Assert.Single(Copies(held.Select(one => one.Strategy.Value)));
        // Two legs of one route end in what they started from; ten pools, two venues, two mints in all.
        Assert.InRange(Copies(held.SelectMany(NamesOf)).Count, 14, 40);
        Assert.InRange(Copies(read.SelectMany(NamesOf)).Count, 10_000, int.MaxValue);
    }

    private static IEnumerable<string> NamesOf(Opportunity one) =>
        one.Route.SelectMany(leg => new[] { leg.Venue, leg.Pool, leg.Input.Value, leg.Output.Value }).Append(one.Token.Value).Append(one.Asset.Value);

    private static HashSet<object> Copies(IEnumerable<string> names) => new(names, ReferenceEqualityComparer.Instance);

    private static Opportunity AsRead(Opportunity made, int number)
    {
        var usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
        return made with
        {
            Strategy = new StrategyId(Copy(made.Strategy.Value)), Token = MintOf(usdc), Asset = MintOf(Mint.Sol.Value),
            Route =
            [
                new RouteLeg(Copy("orca"), $"pool {number % 10}", MintOf(Mint.Sol.Value), MintOf(usdc), new(1), new(2), new(3), 4),
                new RouteLeg(Copy("raydium"), $"pool {(number + 1) % 10}", MintOf(usdc), MintOf(Mint.Sol.Value), new(2), new(3), new(3), 4),
            ],
        };

        static string Copy(string text) => new(text.AsSpan());
        static Mint MintOf(string text) => new(Copy(text));
    }

    [Fact]
    public void Recent_ids_forget_the_oldest_first()
    {
        var recent = new RecentIds(2);
        var ids = Enumerable.Range(1, 3).Select(i => Ledger.IdAt(Ledger.Noon, i)).ToArray();
        Assert.True(recent.Add(ids[0]) && recent.Add(ids[1]) && !recent.Add(ids[1]) && recent.Add(ids[2]));
        Assert.Equal([false, true, true], ids.Select(recent.Contains));
    }
}
