using System.Collections.Immutable;
using System.Security.Cryptography;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Portfolio;
using Orchestrator.Grains.Strategy;

namespace Orchestrator.Grains.Tests.Clusters;

/// <summary>A chain that does what the test says and remembers what it was told.</summary>
public sealed class ScriptedChain : IChain
{
    public ChainHead Now { get; set; } = new(1_000, 900, 870, DateTimeOffset.UnixEpoch);

    public Func<byte[], string?> SimulationError { get; set; } = _ => null;

    public Func<SignatureStatus?> Status { get; set; } = () => null;

    public Func<SendOutcome> Answer { get; set; } = () => new SendOutcome(SendReceipt.Accepted, null);

    public Action<byte[]> OnSend { get; set; } = _ => { };

    public bool IsDown { get; set; }

    public List<byte[]> Sent { get; } = [];

    public int Simulations { get; private set; }

    /// <summary>How often somebody asked where the chain stands.</summary>
    public int Heads { get; private set; }

    public ValueTask<ChainHead> Head(CancellationToken cancel)
    {
        Heads++;
        return Up(Now);
    }

    public ValueTask<SimulationOutcome> Simulate(byte[] message, CancellationToken cancel)
    {
        Simulations++;
        return Up(new SimulationOutcome(SimulationError(message), 1, Now.Slot, []));
    }

    public ValueTask<SendOutcome> Send(byte[] transaction, CancellationToken cancel)
    {
        OnSend(transaction);
        lock (Sent) Sent.Add(transaction);
        return Up(Answer());
    }

    ValueTask<SignatureStatus> IChain.Status(string signature, CancellationToken cancel) =>
        Up(Status() ?? new SignatureStatus(Commitment.None, null, Now.FinalizedBlockHeight, 2));

    public void Reset()
    {
        Sent.Clear();
        (SimulationError, Status, OnSend, IsDown) = (_ => null, () => null, _ => { }, false);
    }

    public void Advance(ulong blocks) => Now = new(Now.Slot + blocks, Now.BlockHeight + blocks, Now.FinalizedBlockHeight + blocks, Now.BlockTime);

    private ValueTask<T> Up<T>(T answer) => IsDown ? throw new ChainUnavailableException("down") : ValueTask.FromResult(answer);
}

/// <summary>Every plan is another message, so that a second plan for one reservation shows.</summary>
public sealed class ScriptedPlanner(ScriptedChain chain) : IExecutionPlanner
{
    private int plans;

    public int Plans => plans;

    public Func<PlanOutcome>? Outcome { get; set; }

    public ValueTask<PlanOutcome> Plan(ExecutionCommand command, CancellationToken cancel)
    {
        if (chain.IsDown) throw new ChainUnavailableException("down");
        var number = Interlocked.Increment(ref plans);
        return ValueTask.FromResult(
            Outcome?.Invoke() ?? PlanOutcome.Built([.. command.Id.Value.ToByteArray(), (byte)number], chain.Now.BlockHeight + 150));
    }
}

/// <summary>Signs like the real one: the same message has the same signature, and it remembers what it signed.</summary>
public sealed class ScriptedSigner : ISigner
{
    public Dictionary<OpportunityId, HashSet<string>> Signed { get; } = [];

    public SignRefusal Refusal { get; set; }

    public int Calls { get; private set; }

    public ValueTask<SignOutcome> Sign(SignRequest request, CancellationToken cancel)
    {
        Calls++;
        if (Refusal != SignRefusal.None) return ValueTask.FromResult(SignOutcome.Refused(Refusal));
        var signature = Convert.ToHexString(SHA256.HashData(request.Message));
        if (!Signed.TryGetValue(request.Reservation, out var messages)) Signed[request.Reservation] = messages = [];
        messages.Add(signature);
        return ValueTask.FromResult(SignOutcome.Signed([1, .. request.Message], signature));
    }
}

/// <summary>Ends what runs at a named moment, once, as a crash would.</summary>
public sealed class ScriptedFaults : IFaultPoints
{
    /// <summary>How the message of every crash begins.</summary>
    public const string Crash = "Crash at ";

    private string? armed;

    public List<string> Reached { get; } = [];

    public Action<string> OnReach { get; set; } = _ => { };

    public void CrashAt(string point) => armed = point;

    public void Reach(string point)
    {
        lock (Reached) Reached.Add(point);
        OnReach(point);
        if (armed != point) return;
        armed = null;
        throw new InvalidOperationException(Crash + point);
    }
}

/// <summary>Lets the test look, or fail, at the moment in which something is made known outside the store.</summary>
public sealed class ScriptedAnchor : IStoreAnchor
{
    public Action OnAnchor { get; set; } = () => { };

    public Task Anchor()
    {
        OnAnchor();
        return Task.CompletedTask;
    }
}

public sealed class ScriptedSettings : IRiskSettings, IStrategySettings
{
    public RiskLimits Risk { get; set; } = RiskLimits.Default with { TokenShareMax = new BasisPoints(10_000), HeatMax = new BasisPoints(10_000) };

    public BreakerLimits Breakers { get; set; } = BreakerLimits.Default;

    public AllocationMode Allocation { get; set; } = AllocationMode.Dynamic;

    public IReadOnlyList<StrategySetting> Strategies { get; set; } =
    [
        new(StrategyId.Arbitrage, 0.5m, LearningMode.Auto, new BasisPoints(1_000), new BasisPoints(9_000), new BasisPoints(5_000)),
        new(StrategyId.Sniper, 0.5m, LearningMode.Propose, new BasisPoints(1_000), new BasisPoints(9_000), new BasisPoints(5_000)),
    ];
}
