using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Execution;
using Orchestrator.Solana.Execution;

namespace Orchestrator.Grains.Tests.Outcomes;

/// <summary>What somebody could have written instead. The simulation is believed because it finds each of them.</summary>
internal static class PlantedOutcomeBugs
{
    private static readonly OutcomeRules Product = OutcomeRules.Product;

    public static readonly IReadOnlyDictionary<string, OutcomeRules> All = new Dictionary<string, OutcomeRules>
    {
        ["one node's landing is believed"] = Product with { Judge = LandedByOne, IsFinal = status => status is { Commitment: Commitment.Finalized, Landing: not null } },
        ["confirmed is final"] = Product with
        {
            Read = answer => answer.Commitment >= Commitment.Confirmed ? answer with { Commitment = Commitment.Finalized } : answer with { Landing = null },
        },
        ["two landings that differ are an agreement"] = Product with { Judge = LandedByAnyTwo },
        ["one node's silence is death"] = Product with
        {
            Judge = answers => SilentBy(answers, 1), IsDead = (status, last) => status.Commitment == Commitment.None && ChainRules.IsPast(last, status.FinalizedBlockHeight),
        },
        ["the highest height counts"] = Product with { Judge = answers => Silent(answers, heights => heights.Max()) },
        ["a balancer is believed"] = Product with { Judge = answers => NodeQuorum.Judge([.. answers.Select(answer => answer with { AnsweredAt = ulong.MaxValue })]) },
        ["only the first node is asked"] = Product with
        {
            Judge = answers => Product.Judge([answers[0], answers[0]]),
        },
        ["the lowest claim of a hash's life counts"] = Product with { Planned = claims => claims.Min() },
        ["a claim of a hash's life has no bound"] = Product with { IsDisputed = (_, _) => false, LastValid = (planned, _) => planned },
        ["nodes that disagree on the height are traded on"] = Product with { IsDisputed = (_, _) => false },
        ["released on a timer"] = Product with { AsksMax = 12 },
        ["silence is death"] = Product with { IsDead = (status, _) => status is { Commitment: Commitment.None, Witnesses: >= 2 } },
        ["a fork that is gone is waited for"] = Product with { Judge = answers => NodeQuorum.Judge([.. answers.Select(answer => answer.Commitment is Commitment.Processed or Commitment.Confirmed ? answer with { Slot = ulong.MaxValue } : answer)]) },
        ["what somebody has seen is overlooked"] = Product with { Judge = answers => NodeQuorum.Judge([.. answers.Where(answer => answer.Commitment is Commitment.None or Commitment.Finalized).Select(answer => answer with { Commitment = Commitment.None, Landing = null })]) },
    };

    private static SignatureStatus? LandedByOne(IReadOnlyList<NodeAnswer> answers) =>
        answers.FirstOrDefault(answer => answer is { Commitment: Commitment.Finalized, Landing: not null }) is { } one
            ? new SignatureStatus(Commitment.Finalized, one.Landing, one.FinalizedHeight, 1) : NodeQuorum.Judge(answers);

    private static SignatureStatus? LandedByAnyTwo(IReadOnlyList<NodeAnswer> answers)
    {
        var final = answers.Where(answer => answer is { Commitment: Commitment.Finalized, Landing: not null }).ToList();
        return final.Count >= 2 ? new SignatureStatus(Commitment.Finalized, final[0].Landing, final[0].FinalizedHeight, final.Count) : NodeQuorum.Judge(answers);
    }

    private static SignatureStatus? SilentBy(IReadOnlyList<NodeAnswer> answers, int rank)
    {
        var silent = answers.Where(answer => answer is { Commitment: Commitment.None, IsConsistent: true }).Select(answer => answer.FinalizedHeight).OrderDescending().ToList();
        return NodeQuorum.Judge(answers) is { Landing: not null } landed ? landed
            : silent.Count >= rank ? new SignatureStatus(Commitment.None, null, silent[rank - 1], silent.Count) : NodeQuorum.Judge(answers);
    }

    private static SignatureStatus? Silent(IReadOnlyList<NodeAnswer> answers, Func<IEnumerable<ulong>, ulong> height) =>
        NodeQuorum.Judge(answers) is { Commitment: Commitment.None } none ? none with { FinalizedBlockHeight = height(answers.Select(answer => answer.FinalizedHeight)) } : NodeQuorum.Judge(answers);
}
