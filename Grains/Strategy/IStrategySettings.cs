using Orchestrator.Domain;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Money;

namespace Orchestrator.Grains.Strategy;

/// <summary>What the settings say of one strategy now.</summary>
/// <param name="Weight">Configured weight; the learned one stays within half and one and a half of it.</param>
/// <param name="ShareMin">Smallest part of total capital it is given.</param>
/// <param name="ShareMax">Largest part of total capital it is given.</param>
/// <param name="ShareFixed">Its part when allocation is fixed.</param>
public sealed record StrategySetting(
    StrategyId Strategy, decimal Weight, LearningMode Mode, BasisPoints ShareMin, BasisPoints ShareMax, BasisPoints ShareFixed);

/// <summary>Settings of all strategies. Read at every use, so that a new setting applies to the next one.</summary>
public interface IStrategySettings
{
    AllocationMode Allocation { get; }

    IReadOnlyList<StrategySetting> Strategies { get; }

    /// <summary>Null for a strategy that is not configured: it learns with weight 1 and gets no capital of its own.</summary>
    StrategySetting? For(StrategyId strategy) => Strategies.FirstOrDefault(setting => setting.Strategy == strategy);
}
