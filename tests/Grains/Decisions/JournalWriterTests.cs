using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Tests.Clusters;
using Orchestrator.Grains.Tests.Sniping;

namespace Orchestrator.Grains.Tests.Decisions;

public sealed class JournalWriterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new(TradingCluster.Start);
    private readonly ScriptedJournal _journal = new();
    private readonly Decider _decider;
    private readonly JournalWriter _writer;
    private byte _made;

    public JournalWriterTests()
    {
        var metrics = new OrchestratorMetrics(_services.GetRequiredService<IMeterFactory>());
        var ports = new LoopPorts(null!, null!, _journal, null!, _time, null!, null!, metrics, new NoFaultPoints(), null!, null!, null!, NullLoggerFactory.Instance);
        _decider = new Decider(new PortfolioId("main"), () => "", metrics);
        _writer = new JournalWriter(ports, _decider, new StorePause(_time));
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_command_is_due_at_once_and_a_refusal_when_it_was_gathered_long_enough()
    {
        Assert.False(_writer.IsDue);
        Decide(DecisionOutcome.Rejected);
        Assert.False(_writer.IsDue);
        _time.Advance(JournalWriter.GatherTime);
        Assert.True(_writer.IsDue);

        Assert.True(await _writer.WriteSome());
        Decide(DecisionOutcome.Expired);
        Assert.False(_writer.IsDue);
        Decide(DecisionOutcome.Executed);
        Assert.True(_writer.IsDue);

        Assert.True(await _writer.WriteSome());
        Assert.False(_writer.IsDue);
        Assert.Equal(3, _journal.Records.Count);
    }

    [Fact]
    public async Task A_batch_of_refusals_waits_no_longer_and_what_the_store_refused_is_still_due()
    {
        for (var i = 0; i < 1_000; i++) Decide(DecisionOutcome.Rejected);
        Assert.True(_writer.IsDue);

        _journal.Refuses = true;
        Decide(DecisionOutcome.Executed);
        Assert.False(await _writer.WriteSome());
        Assert.True(_writer.IsDue);
        Assert.Equal(1, _decider.CommandsWaiting);
    }

    private void Decide(DecisionOutcome outcome)
    {
        var now = _time.GetUtcNow();
        var id = OpportunityId.Create(now, [0, 0, 0, 0, 0, 0, 0, 0, (byte)_decider.Waiting, _made++]);
        _decider.Decide(
            new Opportunity(id, StrategyId.Arbitrage, Mint.Sol, new RouteKey("a"), Mint.Sol, Lamports.Zero, 0, 0, Lamports.Zero, Lamports.Zero, new BasisPoints(0), null,
                now, now, null, "", null, []),
            null, outcome, "a reason", now);
    }
}
