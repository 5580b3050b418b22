using System.Collections.Immutable;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Solana.Execution;

/// <summary>What one node says of a signature.</summary>
/// <param name="FinalizedSlot">Asked before the status.</param>
/// <param name="FinalizedHeight">Block height of that slot.</param>
/// <param name="AnsweredAt">Slot of the state that the status was answered from.</param>
/// <param name="Slot">Slot it landed in, as the node says; zero when it knows nothing.</param>
/// <param name="Landing">What it did; only with <see cref="Domain.Execution.Commitment.Finalized"/>.</param>
public sealed record NodeAnswer(
    ulong FinalizedSlot, ulong FinalizedHeight, ulong AnsweredAt, Commitment Commitment, ulong Slot, Landing? Landing)
{
    /// <summary>A balancer may answer one question from a node that lags behind the one that answered the other.</summary>
    public bool IsConsistent => AnsweredAt >= FinalizedSlot;
}

/// <summary>
/// What several nodes prove together, one of which may lie, lag or have lost its memory. Pure. What cannot be proven stays open: a finalized landing needs two that say the
/// same, and so does a height that death is reckoned from.
/// </summary>
public static class NodeQuorum
{
    public const int Size = 2;

    /// <returns>Null when nobody said anything that can be used.</returns>
    public static SignatureStatus? Judge(IReadOnlyList<NodeAnswer> answers)
    {
        if (answers.Count == 0) return null;
        if (Landed(answers) is { } landed) return landed;

        var silent = answers.Where(answer => answer is { Commitment: Commitment.None, IsConsistent: true }).Select(answer => answer.FinalizedHeight).OrderDescending().ToList();
        // The second highest: one node alone could overstate it.
        var height = silent.Count >= Size ? silent[Size - 1] : 0;
        var finalized = answers.Select(answer => answer.FinalizedSlot).OrderDescending().Skip(Size - 1).FirstOrDefault();
        // What was seen in a slot that two nodes have left behind finalized, and is not final itself, stood on a fork that is gone.
        var seen = answers.Where(answer => answer.Commitment != Commitment.None && (answer.Commitment == Commitment.Finalized || answer.Slot > finalized))
            .Select(answer => answer.Commitment).DefaultIfEmpty(Commitment.None).Max();
        return new SignatureStatus(seen, null, height, silent.Count);
    }

    /// <summary>The height that at least two nodes have reached; with one node, none.</summary>
    public static ulong HeightOf(IEnumerable<ulong> heights) => heights.OrderDescending().Skip(Size - 1).FirstOrDefault();

    private static SignatureStatus? Landed(IReadOnlyList<NodeAnswer> answers)
    {
        var final = answers.Where(answer => answer is { Commitment: Commitment.Finalized, Landing: not null }).ToList();
        foreach (var candidate in final)
        {
            var agreeing = final.Count(other => IsSame(candidate.Landing!, other.Landing!));
            if (agreeing >= Size) return new SignatureStatus(Commitment.Finalized, candidate.Landing, candidate.FinalizedHeight, agreeing);
        }

        return null;
    }

    /// <summary>Records compare their lists by identity.</summary>
    private static bool IsSame(Landing left, Landing right) =>
        (left.Slot, left.Error, left.Fee, left.Tip) == (right.Slot, right.Error, right.Fee, right.Tip) && left.Changes.AsSpan().SequenceEqual(right.Changes.AsSpan());
}
