using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Api.Tests.World;

/// <summary>What stands behind the grains of one test: a real book, and answers that the test chooses.</summary>
internal sealed class Portfolio
{
    private static readonly ConcurrentDictionary<string, Portfolio> All = new();
    private static int _numbers;

    private Portfolio(string name) => (Name, Book) = (name, Trade.Book(name));

    public string Name { get; }

    public CapitalBook Book { get; set; }

    /// <summary>The copy the loop has not yet read again; null while it is up to date.</summary>
    public CapitalBook? Copy { get; set; }

    public DateTimeOffset Now { get; set; } = Trade.Noon;

    public bool Ready { get; set; } = true;

    public bool TicksGoOn { get; set; } = true;

    public int StatusCalls;

    public int SnapshotCalls;

    /// <summary>Held before an answer of the snapshot, for tests of who shares a read.</summary>
    public Task SnapshotGate { get; set; } = Task.CompletedTask;

    /// <summary>Thrown by every grain call while it is set.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What the loop tells of a store that refuses; a halt is then not stored.</summary>
    public string? StoreFault { get; set; }

    public Exception? AuditFault { get; set; }

    public ConcurrentQueue<Domain.Opportunities.Opportunity> Offered { get; } = new();

    public Func<Domain.Opportunities.Opportunity, OfferReceipt> OnOffer { get; set; } = offered => new OfferReceipt(offered.Id, true, "queued", null);

    public ImmutableArray<QueueEntry> Queue { get; set; } = [];

    public ConcurrentDictionary<OpportunityId, DecisionRecord> Decisions { get; } = new();

    /// <summary>What an analysis finds; null while it finds nothing.</summary>
    public Domain.Sniping.LaunchVerdict? Verdict { get; set; }

    public DecisionQuery? LastQuery { get; set; }

    public ConcurrentQueue<AuditEntry> Audit { get; } = new();

    /// <summary>Acts in their order: an audit entry or an effect.</summary>
    public ConcurrentQueue<string> Acts { get; } = new();

    public static Portfolio New() => All.GetOrAdd($"test-{Interlocked.Increment(ref _numbers)}", name => new Portfolio(name));

    public static Portfolio Of(string name) => All[name];

    public void ThrowIfFaulty()
    {
        if (Fault is { } fault) throw fault;
    }

    /// <summary>How real the trading is.</summary>
    public string Mode { get; set; } = "paper";

    public OrchestratorStatus Status() => new(
        new PortfolioId(Name), Book.Epoch, Mode, (Copy ?? Book).Halt is null ? "ACTIVE" : "HALTED", (Copy ?? Book).Halt?.Detail, Queue.Length, 10_000, 1, 10,
        100, 40, 50, 7, 3, new Lamports(1_500_000_000), 0.0012, 0.0049, 0.002, [new ReasonCount("heat", 30), new ReasonCount("own_capital", 20)],
        Now, Trade.Noon, 0, "cafe", StoreFault);

    public static SagaView Saga(DecisionRecord record) => new(
        record.Opportunity.Id, ExecutionState.Posted, record.Epoch, "sig", 400, 1, Trade.Landed(record),
        [new SagaStep(ExecutionState.Reserved, Trade.Noon, null), new SagaStep(ExecutionState.Posted, Trade.Noon.AddSeconds(1), "finalized")], true, null);
}
