using Orchestrator.Domain;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Grains.Decisions;

/// <inheritdoc cref="IStandbyGrain"/>
[GrainType("standby")]
internal sealed class StandbyGrain(LoopPorts ports, ChannelReading reading) : Grain, IStandbyGrain
{
    public Task Look(PortfolioId portfolio) => new TakeOverLook(portfolio, ports, reading).Run(int.MaxValue);
}
