using Orchestrator.Domain;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>Goes the way of a take-over without changing anything: afterwards this silo knows where everything is, and its code is compiled.</summary>
internal sealed class TakeOverLook(PortfolioId portfolio, LoopPorts ports, ChannelReading reading)
{
    /// <param name="sagasMax">Sagas that are read, open ones first.</param>
    public async Task Run(int sagasMax)
    {
        var book = await ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value).Book();
        var sagas = new SagaDriver(portfolio, ports, new RunningSet(ports.Metrics, ports.Time, () => ports.Options.CurrentValue.MaxConcurrent), _ => { });
        await sagas.Read([.. book.Reservations.Select(reservation => reservation.Id).Concat(book.Settled.Select(settled => settled.Id)).Take(sagasMax)]);
        foreach (var strategy in ports.Limits.CurrentValue.Risk.Strategies)
            await ports.Grains.GetGrain<IStrategyGrain>(StrategyKey.Of(portfolio, strategy.Strategy)).Standing();
        if (!ports.Readiness.IsRehearsed) await new Rehearsal(portfolio, ports, book.Epoch).Run();
        await new QueueRebuilding(portfolio, ports, reading).Find();
    }
}
