using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Journey.Tests.Processes;
using Orchestrator.Journey.Tests.Systems;

namespace Orchestrator.Journey.Tests.Halts;

public sealed class InFlightTests
{
    [Fact]
    public async Task Ten_executions_are_in_flight_and_an_eleventh_is_refused_by_name()
    {
        using var directory = new TemporaryDirectory();
        var (venue, address) = await VenueProcess.Start(Path.Combine(directory.Path, "judge"), seed: 5, lostPpm: 1_000_000);
        await using var judge = venue;
        await using var system = await TradingSystem.Start(directory.Path, $"simulation.venue_address={address}", "orchestrator.decision_loop_interval_ms=50");
        await system.Until(async () => (await system.Orchestrator.Status()).Running == 10, TimeSpan.FromSeconds(60));

        var book = await system.Book.Book();
        Assert.Equal(10, book.Reservations.Count(reservation => !reservation.Confirmed));
        var eleventh = new Trade(
            OpportunityId.Create(system.Driver.Now, "the eleventh"u8), StrategyId.Arbitrage, book.Reservations[0].Token, Mint.Sol,
            new Lamports(1_000_000), Lamports.Zero, new BasisPoints(10), system.Driver.Now.AddSeconds(30), null, ByOperator: false, OpensPosition: false);
        var refused = await system.Book.Reserve(new ReserveRequest(eleventh, book.Epoch));
        Assert.Equal(ReserveOutcome.TooManyRunning, refused.Outcome);
        Assert.Null(refused.Reservation);

        // What waits meanwhile stays where it is: the loop itself takes no more than there are places.
        await system.Run(TimeSpan.FromSeconds(5));
        var status = await system.Orchestrator.Status();
        Assert.Equal((10, 10), (status.Running, status.RunningLimit));
        Assert.Equal(10, (await system.Book.Snapshot()).OpenReservations);
    }
}
