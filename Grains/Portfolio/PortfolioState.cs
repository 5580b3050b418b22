using System.Collections.Immutable;
using Orchestrator.Domain.Capital;
using Orleans;

namespace Orchestrator.Grains.Portfolio;

/// <summary>What one portfolio stores in one transaction.</summary>
[GenerateSerializer, Alias("portfolio-state")]
public sealed class PortfolioState
{
    /// <summary>Null before the first transition.</summary>
    [Id(0)]
    public CapitalBook? Book { get; set; }

    /// <summary>Pages of settled ids that left the book, oldest first.</summary>
    [Id(1)]
    public ImmutableArray<SettledPage> Pages { get; set; } = [];
}

/// <param name="Sequence">Of the book whose oldest settled ids it took; names the page.</param>
/// <param name="NewestAt">When the last of its ids was settled.</param>
[GenerateSerializer, Immutable, Alias("settled-page")]
public readonly record struct SettledPage([property: Id(0)] long Sequence, [property: Id(1)] DateTimeOffset NewestAt);
