using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Execution;
using Orchestrator.Solana.Execution;

namespace Orchestrator.Grains.Tests.Outcomes;

/// <summary>How nodes' answers become an outcome. The product's own rules, each of which a planted bug can replace.</summary>
internal sealed record OutcomeRules
{
    public static readonly OutcomeRules Product = new();

    /// <summary>What of an answer is believed; the client reads what a transaction did only when its node calls it finalized.</summary>
    public Func<NodeAnswer, NodeAnswer> Read { get; init; } = answer => answer.Commitment == Commitment.Finalized ? answer : answer with { Landing = null };

    public Func<IReadOnlyList<NodeAnswer>, SignatureStatus?> Judge { get; init; } = NodeQuorum.Judge;

    /// <summary>Of every node's claim: the last height at which the hash can land.</summary>
    public Func<IReadOnlyList<ulong>, ulong> Planned { get; init; } = claims => claims.Max();

    public Func<IEnumerable<ulong>, ulong> HeightOf { get; init; } = NodeQuorum.HeightOf;

    public Func<ulong, ChainHead, bool> IsDisputed { get; init; } = ChainRules.IsDisputed;

    public Func<ulong, ChainHead, ulong> LastValid { get; init; } = ChainRules.LastValid;

    public Func<SignatureStatus, ulong, bool> IsDead { get; init; } = ChainRules.IsDead;

    public Func<SignatureStatus, bool> IsFinal { get; init; } = ChainRules.IsFinal;

    /// <summary>Gives up after so many questions; the product never does.</summary>
    public int AsksMax { get; init; } = int.MaxValue;
}
