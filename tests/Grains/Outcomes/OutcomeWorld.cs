using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;

namespace Orchestrator.Grains.Tests.Outcomes;

/// <summary>
/// One seed: a chain with skipped slots and perhaps a fork, three nodes, and one transaction that lands at some block of its life, or never. One node is honest and current,
/// one is honest and may lag by any number of blocks or stand behind a balancer, one may do anything. After a while all faults stop.
/// </summary>
internal sealed class OutcomeWorld
{
    public const ulong FinalDepth = 31;

    private const ulong First = 1_000, FaultsFor = 450, Blocks = 1_100;

    private readonly Random _chance;
    private readonly ulong[] _slots = new ulong[Blocks + First];
    private readonly SimulatedNode[] _nodes;
    private readonly int _forkLasts;
    private ulong? _landsAt;

    public OutcomeWorld(int seed)
    {
        _chance = new Random(seed);
        ulong slot = 5_000;
        for (var height = 0; height < _slots.Length; height++) _slots[height] = slot += _chance.Next(4) == 0 ? (ulong)_chance.Next(2, 9) : 2;
        Tip = First;
        _forkLasts = _chance.Next(1, 25);
        int[] lags = [0, 1, 2, 10, 31, 33, 45, 60, 90, 150, 250];
        _nodes =
        [
            new(this, NodeFault.None, _chance.Next(3)), new(this, _chance.Next(4) == 0 ? NodeFault.Balances : NodeFault.None, lags[_chance.Next(lags.Length)]),
            new(this, (NodeFault)_chance.Next(Enum.GetValues<NodeFault>().Length), _chance.Next(2) == 0 ? _chance.Next(4) : lags[_chance.Next(lags.Length)]),
        ];
        _chance.Shuffle(_nodes);
    }

    public ulong Tip { get; private set; }

    public bool FaultsStopped => Tip >= First + FaultsFor;

    /// <summary>Where a fork held the transaction; null when none did.</summary>
    public ulong? ForkSlot { get; private set; }

    public ulong ForkHeight { get; private set; }

    public ulong SlotOf(ulong height) => _slots[height];

    public static Landing LandingAt(ulong slot, long profit) =>
        new(slot, null, new Lamports(5_000), Lamports.Zero, [new BalanceChange(Mint.Sol, new SignedUnits(profit))]);

    /// <summary>What a node at this height has of the transaction.</summary>
    public (Commitment Commitment, ulong Slot, Landing? Landing) Seen(ulong tip)
    {
        if (_landsAt is { } height && tip >= height)
            return (tip - height >= FinalDepth ? Commitment.Finalized : tip > height ? Commitment.Confirmed : Commitment.Processed, SlotOf(height), LandingAt(SlotOf(height), 1));
        if (ForkSlot is { } fork && tip >= ForkHeight && tip < ForkHeight + (ulong)_forkLasts)
            return (tip > ForkHeight ? Commitment.Confirmed : Commitment.Processed, fork, LandingAt(fork, 1));
        return (Commitment.None, 0, null);
    }

    /// <returns>What went wrong; null when nothing did.</returns>
    public string? Run(OutcomeRules rules)
    {
        var (planned, head) = Plan(rules);
        if (rules.IsDisputed(planned, head)) return null;
        // The planner takes the hash whose node claims most for it.
        var life = _nodes.Select(node => node.HashLife).MaxBy(one => one.Said).True;
        var lastValid = rules.LastValid(planned, head);
        Fate(life);
        for (var asks = 0; Tip < First + Blocks - 12; Tip += (ulong)_chance.Next(1, 11))
        {
            var answers = _nodes.Where(_ => FaultsStopped || _chance.Next(5) > 0).Select(node => rules.Read(node.Answer())).ToList();
            if (answers.Count == 0 || rules.Judge(answers) is not { } status) continue;
            if (rules.IsFinal(status)) return Posted(status.Landing!);
            if (rules.IsDead(status, lastValid) || ++asks >= rules.AsksMax)
                return _landsAt is { } landed ? $"released at block {Tip}, and it lands at {landed}" : null;
        }

        return "never ended";
    }

    /// <summary>Whether these nodes are not traded on at all.</summary>
    public bool IsRefused(OutcomeRules rules)
    {
        var (planned, head) = Plan(rules);
        return rules.IsDisputed(planned, head);
    }

    private (ulong Planned, ChainHead Head) Plan(OutcomeRules rules) => (
        rules.Planned([.. _nodes.Select(node => node.HashLife.Said)]), new ChainHead(0, rules.HeightOf(_nodes.Select(node => node.ProcessedHeight)), 0, default));

    /// <summary>Often at the very end of its life, where mistakes are; sometimes first on a fork that is given up.</summary>
    private void Fate(ulong life)
    {
        var first = First + 1;
        // A hash of a node that is far behind, which another claim made look alive.
        if (life <= first + 3) return;
        _landsAt = _chance.Next(6) switch { 0 or 1 => null, 2 or 3 => life - (ulong)_chance.Next(3), _ => first + (ulong)_chance.Next((int)(life - first)) };
        if (_chance.Next(2) == 0) return;
        ForkHeight = first + (ulong)_chance.Next((int)(life - first));
        ForkSlot = SlotOf(ForkHeight) - 1;
        if (_landsAt is { } landed && landed <= ForkHeight) _landsAt = null;
    }

    private string? Posted(Landing landing)
    {
        if (_landsAt is not { } height || Tip < height + FinalDepth) return $"booked at block {Tip} what was not final";
        return landing.Slot == SlotOf(height) && landing.Changes.AsSpan().SequenceEqual(LandingAt(landing.Slot, 1).Changes.AsSpan()) ? null : "booked what did not happen";
    }
}
