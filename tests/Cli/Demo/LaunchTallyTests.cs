using Orchestrator.Cli.Demo;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Cli.Tests.Demo;

public sealed class LaunchTallyTests
{
    private const ulong Head = 1_325;

    private static readonly Opportunity Offer = Made.Decision(1, DecisionOutcome.Executed, DecisionReasons.Commanded).Opportunity;

    [Fact]
    public void Honest_launches_that_were_offered_and_traps_refused_by_their_filter_are_right()
    {
        var tally = LaunchTally.Of(
            [(Launch(LaunchScheme.Honest), Verdict(null, Offer)), (Launch(LaunchScheme.Decoy), Verdict(SniperFilters.PoolShare)), (Launch(LaunchScheme.SharesKept), Verdict(SniperFilters.LpBurn))], Head);

        Assert.Equal((3, 0, 1, 1, 2, 2), (tally.Seen, tally.Young, tally.Honest, tally.HonestApproved, tally.Traps, tally.TrapsRefused));
        Assert.Empty(tally.Wrong);
        Assert.Equal("1 of 1 honest approved, 2 of 2 traps refused by the filter that should", tally.ToString());
    }

    [Fact]
    public void What_was_offered_stays_approved_when_its_own_trade_has_closed_the_gap() =>
        Assert.Equal(1, LaunchTally.Of([(Launch(LaunchScheme.Honest), Verdict(SniperFilters.Profit, Offer))], Head).HonestApproved);

    [Theory]
    [InlineData(LaunchScheme.Honest, SniperFilters.Age, false, "refused by age, approval was due")]
    [InlineData(LaunchScheme.Decoy, SniperFilters.TopHolders, false, "refused by top_holders, pool_share was due")]
    [InlineData(LaunchScheme.Decoy, SniperFilters.PoolShare, true, "approved, pool_share was due")]
    [InlineData(LaunchScheme.Repeated, null, false, "no verdict, creator_record was due")]
    public void A_wrong_verdict_is_named_with_what_was_due(LaunchScheme scheme, string? filter, bool offered, string said)
    {
        var tally = LaunchTally.Of([(Launch(scheme), filter is null ? null : Verdict(filter, offered ? Offer : null))], Head);

        Assert.EndsWith(said, Assert.Single(tally.Wrong), StringComparison.Ordinal);
        Assert.Equal(0, tally.HonestApproved + tally.TrapsRefused);
    }

    [Fact]
    public void A_launch_whose_time_is_not_over_is_not_judged()
    {
        var tally = LaunchTally.Of([(Launch(LaunchScheme.Honest) with { Slot = Head - 99 }, null)], Head);
        Assert.Equal((1, 1, 0), (tally.Seen, tally.Young, tally.Honest));
        Assert.Empty(tally.Wrong);
    }

    private static VenueLaunchView Launch(LaunchScheme scheme) => new(scheme, 1_100, "token", "pool");

    private static PoolVerdict Verdict(string? filter, Opportunity? offered = null) => new(
        "pool", new LaunchVerdict(filter is null ? [] : [new FilterVerdict(filter, FilterOutcome.Refused, "", "")], null, 0, 0, default), offered, false);
}
