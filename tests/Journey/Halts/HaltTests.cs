using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Journey.Tests.Systems;

namespace Orchestrator.Journey.Tests.Halts;

public sealed class HaltTests
{
    [Fact]
    public async Task A_halt_survives_a_restart_of_everything_and_resume_starts_the_breakers_anew()
    {
        using var directory = new TemporaryDirectory();
        await using (var system = await TradingSystem.Start(directory.Path))
        {
            await system.Until(async () => (await system.Orchestrator.Status()).Executed > 0, TimeSpan.FromSeconds(60));
            Assert.Equal(HaltOutcome.Halted, await system.Book.Halt(HaltCause.Operator, "looks odd", "ana"));
        }

        await using (var system = await TradingSystem.Start(directory.Path))
        {
            await system.Run(TimeSpan.FromSeconds(20));
            var status = await system.Orchestrator.Status();
            Assert.Equal(("HALTED", "looks odd"), (status.TradingState, status.StateReason));
            Assert.True(status.Received > 0);
            Assert.Equal(0, status.Executed);
            Assert.Equal("ana", (await system.Book.Snapshot()).Halt?.By);

            Assert.Equal(HaltOutcome.Resumed, await system.Book.Resume("looked at it", "ben"));
            var book = await system.Book.Book();
            Assert.Equal((book.Equity(), book.Equity(), 0), (book.Breakers.Peak, book.Breakers.DayOpening, book.Breakers.LossRun));
            Assert.Empty(book.Breakers.LastHour);
            await system.Until(async () => (await system.Orchestrator.Status()).Executed > 0, TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public async Task A_lowered_limit_makes_it_reduce_until_what_is_open_is_over()
    {
        using var directory = new TemporaryDirectory();
        await using (var system = await TradingSystem.Start(directory.Path, "arbitrage.ten_token.use_flash_loan=false"))
            await system.Until(async () => (await system.Book.Snapshot()).Heat > 0.01m, TimeSpan.FromSeconds(60));

        await using (var system = await TradingSystem.Start(directory.Path, "arbitrage.ten_token.use_flash_loan=false", "orchestrator.portfolio_heat_limit=0.01"))
        {
            await system.Run(TimeSpan.FromMilliseconds(100));
            var status = await system.Orchestrator.Status();
            Assert.Equal(("REDUCING", 0L), (status.TradingState, status.Executed));
            Assert.Equal(Domain.Risk.RiskCheck.Heat, (await system.Book.Snapshot()).Exceeded);

            Assert.True(await system.Driver.Finish(TimeSpan.FromMinutes(4), CancellationToken.None));
            await system.Run(TimeSpan.FromMilliseconds(100));
            Assert.Equal("ACTIVE", (await system.Orchestrator.Status()).TradingState);
        }
    }
}
