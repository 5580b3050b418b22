using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;

namespace Orchestrator.Domain.Strategies;

/// <summary>
/// What the rest of the system has to know of a strategy over pools. Whatever implements this in a folder of the domain is found by <see cref="StrategyCatalogue"/>: it gets a section of
/// the settings, a place at the desk, limits, a budget and the contract suite, and nothing else has to name it.
/// </summary>
public interface IStrategyDefinition
{
    /// <summary>Names the section of the settings.</summary>
    StrategyId Id { get; }

    /// <summary>Its settings, those of <see cref="StrategyOption.Shared"/> among them.</summary>
    ImmutableArray<StrategyOption> Options { get; }

    /// <param name="input">Asked at each look, so that an edit applies to the next.</param>
    /// <param name="slippage">What landed trades fell short by.</param>
    IMarketStrategy Make(Func<StrategyInput> input, SlippageMap slippage);
}

/// <summary>Every strategy over pools, in the order of their ids: so the desk asks them.</summary>
public static class StrategyCatalogue
{
    public static ImmutableArray<IStrategyDefinition> All { get; } =
    [
        .. typeof(StrategyCatalogue).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IStrategyDefinition)))
            .Select(type => (IStrategyDefinition)Activator.CreateInstance(type)!).OrderBy(definition => definition.Id),
    ];

    public static ImmutableArray<StrategyId> Ids { get; } = [.. All.Select(definition => definition.Id)];
}
