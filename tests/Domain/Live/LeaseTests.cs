using Orchestrator.Domain.Live;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Tests.Live;

public sealed class LeaseTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Lamports Equity = new(10 * Lamports.PerSol), Cap = new(500_000_000), Loss = new(100_000_000);

    [Fact]
    public void A_lease_ends_by_time_winds_down_and_lapses_and_ends_by_loss_at_once()
    {
        var (lease, outcome) = Leasing.Arm(null, Cap, Loss, TimeSpan.FromHours(1), Equity, "alice", Now);
        Assert.Equal(LeaseOutcome.Armed, outcome);
        Assert.Equal(LeaseStanding.Armed, lease!.StandingAt(Now.AddHours(1).AddTicks(-1), Equity));
        Assert.Equal(LeaseStanding.WindingDown, lease.StandingAt(Now.AddHours(1), Equity));
        Assert.Equal(LeaseStanding.Lapsed, lease.StandingAt(Now.AddHours(1) + LiveLease.WindDown, Equity));
        Assert.Equal(LeaseStanding.Armed, lease.StandingAt(Now, Equity - Loss + new Lamports(1)));
        Assert.Equal(LeaseStanding.LossReached, lease.StandingAt(Now, Equity - Loss));
    }

    [Fact]
    public void A_renewal_counts_from_now_moves_no_loss_and_revives_nothing()
    {
        var (lease, _) = Leasing.Arm(null, Cap, Loss, TimeSpan.FromHours(1), Equity, "alice", Now);
        var (renewed, outcome) = Leasing.Renew(lease, TimeSpan.FromHours(2), Equity, Now.AddMinutes(30));
        Assert.Equal((LeaseOutcome.Renewed, Now.AddMinutes(150), Equity), (outcome, renewed!.Until, renewed.EquityWhenArmed));
        Assert.Equal(LeaseOutcome.NotArmed, Leasing.Renew(lease, TimeSpan.FromHours(2), Equity, Now.AddHours(1)).Outcome);
        Assert.Equal(LeaseOutcome.NotArmed, Leasing.Renew(lease, TimeSpan.FromHours(2), Equity - Loss, Now).Outcome);
        Assert.Equal(LeaseOutcome.AlreadyArmed, Leasing.Arm(lease, Cap, Loss, TimeSpan.FromHours(1), Equity, "bob", Now).Outcome);
    }

    [Theory]
    [InlineData(0, 1, 3600, LeaseOutcome.CapOutOfRange)]
    [InlineData(100_000_000_001, 1, 3600, LeaseOutcome.CapOutOfRange)]
    [InlineData(1_000, 0, 3600, LeaseOutcome.LossOutOfRange)]
    [InlineData(1_000, 1_001, 3600, LeaseOutcome.LossOutOfRange)]
    [InlineData(1_000, 1_000, 59, LeaseOutcome.DurationOutOfRange)]
    [InlineData(1_000, 1_000, 86_401, LeaseOutcome.DurationOutOfRange)]
    public void No_operator_goes_beyond_the_ceilings(long cap, long loss, int seconds, LeaseOutcome refused) => Assert.Equal(
        (null, refused), Leasing.Arm(null, new Lamports(cap), new Lamports(loss), TimeSpan.FromSeconds(seconds), Equity, "alice", Now));
}
