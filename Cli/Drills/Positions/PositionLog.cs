using Orchestrator.Domain;

namespace Orchestrator.Cli.Drills.Positions;

/// <summary>The positions of one book, look by look: each comes once, stays as it is, and goes once.</summary>
internal sealed class PositionLog
{
    private readonly Dictionary<OpportunityId, HeldPosition> _seen = [];
    private readonly HashSet<OpportunityId> _gone = [];

    /// <summary>All that were ever held, each as it was seen first.</summary>
    public IReadOnlyCollection<HeldPosition> Seen => _seen.Values;

    /// <param name="open">What a newer state of the book holds.</param>
    /// <returns>What cannot be, a sentence each.</returns>
    public IReadOnlyList<string> See(IReadOnlyList<HeldPosition> open)
    {
        var wrong = new List<string>();
        foreach (var position in open)
        {
            if (!_seen.TryAdd(position.Id, position) && _seen[position.Id] != position)
                wrong.Add($"position {position.Id} was {_seen[position.Id]} and is {position}");
            if (_gone.Remove(position.Id)) wrong.Add($"position {position.Id} had left the book and is there again");
        }

        foreach (var twice in open.CountBy(position => position.Id).Where(count => count.Value > 1)) wrong.Add($"position {twice.Key} is in the book {twice.Value} times");
        _gone.UnionWith(_seen.Keys.Except(open.Select(position => position.Id)));
        return wrong;
    }
}
