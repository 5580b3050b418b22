using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Execution;

namespace Orchestrator.Grains.Tests.Outcomes;

/// <summary>What is wrong with a node, if anything.</summary>
internal enum NodeFault
{
    None = 0,
    OverstatesHeight = 1,
    OverstatesLife = 2,
    UnderstatesLife = 3,
    /// <summary>Lost its statuses and says so of nothing.</summary>
    Forgets = 4,
    InventsLanding = 5,
    /// <summary>Calls final what it saw on a fork.</summary>
    FinalizesFork = 6,
    /// <summary>Keeps what it saw on a fork for ever.</summary>
    RemembersFork = 7,
    /// <summary>A balancer: heights from a node that is current, statuses from one that is far behind.</summary>
    Balances = 8,
    /// <summary>Forgets, and overstates the height: the worst for who waits for death.</summary>
    ForgetsAndOverstates = 9,
    /// <summary>Another amount for what really landed.</summary>
    FalsifiesLanding = 10,
}

/// <summary>One node's view of the chain: some blocks behind, and perhaps not honest.</summary>
/// <param name="lag">Blocks behind the tip until faults stop.</param>
internal sealed class SimulatedNode(OutcomeWorld world, NodeFault fault, int lag)
{
    private const ulong Lie = 100_000, Far = 220;

    private ulong Behind => (ulong)(world.FaultsStopped ? Math.Min(lag, 2) : lag);

    /// <summary>A cache of a fork is no passing fault: it must be lived with.</summary>
    private NodeFault Fault => world.FaultsStopped && fault != NodeFault.RemembersFork ? NodeFault.None : fault;

    private ulong Tip => world.Tip - Behind;

    public ulong ProcessedHeight => Tip + (Fault is NodeFault.OverstatesHeight or NodeFault.ForgetsAndOverstates ? Lie : 0);

    /// <summary>Last height of its newest confirmed hash: as it is, and as it says.</summary>
    public (ulong True, ulong Said) HashLife
    {
        get
        {
            var life = Tip - 1 + 150;
            return (life, Fault switch { NodeFault.OverstatesLife => life + Lie, NodeFault.UnderstatesLife => life - 60, _ => life });
        }
    }

    public NodeAnswer Answer()
    {
        var finalized = Tip - OutcomeWorld.FinalDepth;
        var (seenAt, answeredAt) = (Tip, world.SlotOf(Tip));
        if (Fault == NodeFault.Balances) (seenAt, answeredAt) = (Tip - Far, world.SlotOf(Tip - Far));
        var (commitment, slot, landing) = world.Seen(seenAt);
        var (saidHeight, saidSlot) = (finalized, world.SlotOf(finalized));
        switch (Fault)
        {
            case NodeFault.OverstatesHeight:
                (saidHeight, saidSlot, answeredAt) = (finalized + Lie, saidSlot + Lie, answeredAt + Lie);
                break;
            case NodeFault.ForgetsAndOverstates:
                (saidHeight, saidSlot, answeredAt) = (finalized + Lie, saidSlot + Lie, answeredAt + Lie);
                (commitment, slot, landing) = (Commitment.None, 0, null);
                break;
            case NodeFault.Forgets:
                (commitment, slot, landing) = (Commitment.None, 0, null);
                break;
            case NodeFault.InventsLanding:
                (commitment, slot, landing) = (Commitment.Finalized, world.SlotOf(finalized), OutcomeWorld.LandingAt(world.SlotOf(finalized), 999));
                break;
            case NodeFault.FalsifiesLanding when landing is not null:
                landing = OutcomeWorld.LandingAt(slot, 999);
                break;
            case NodeFault.FinalizesFork when world.ForkSlot is { } fork && Tip >= world.ForkHeight:
                (commitment, slot, landing) = (Commitment.Finalized, fork, OutcomeWorld.LandingAt(fork, 1));
                break;
            case NodeFault.RemembersFork when world.ForkSlot is { } fork && Tip >= world.ForkHeight:
                (commitment, slot, landing) = (Commitment.Confirmed, fork, OutcomeWorld.LandingAt(fork, 1));
                break;
        }

        return new NodeAnswer(saidSlot, saidHeight, answeredAt, commitment, slot, landing);
    }
}
