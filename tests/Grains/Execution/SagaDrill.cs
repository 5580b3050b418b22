using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Execution;

/// <summary>One reserved and commanded opportunity, and a judge of what must hold at every moment.</summary>
internal sealed class SagaDrill : IAsyncDisposable
{
    private const string Portfolio = "drill";

    private SagaDrill(TradingCluster cluster, ExecutionCommand command, bool owned)
    {
        Cluster = cluster;
        Command = command;
        this.owned = owned;
    }

    private readonly bool owned;

    public TradingCluster Cluster { get; }

    public ExecutionCommand Command { get; }

    public IPortfolioGrain Book => Cluster.Portfolio(Command.Portfolio.Value);

    public IOpportunityGrain Saga => Cluster.Saga(Command.Id);

    public static async Task<SagaDrill> Start(TradingCluster? shared = null, string portfolio = Portfolio, bool commanded = true)
    {
        var cluster = shared ?? await TradingCluster.Launch();
        var epoch = await cluster.Fund(portfolio);
        var id = cluster.NewId();
        var reserved = await cluster.Portfolio(portfolio).Reserve(new ReserveRequest(cluster.TradeOf(id), epoch));
        Assert.Equal(ReserveOutcome.Reserved, reserved.Outcome);
        var command = new ExecutionCommand(
            id, new PortfolioId(portfolio), epoch, StrategyId.Arbitrage, TradingCluster.Bonk, [], new Lamports(100_000_000), Lamports.Zero,
            new Lamports(10_000), Lamports.Zero, new BasisPoints(50), cluster.Time.GetUtcNow().AddSeconds(30), cluster.Time.GetUtcNow(), Mint.Sol);
        var drill = new SagaDrill(cluster, command, shared is null);
        if (commanded) Assert.Equal(CommandCodes.Accepted, (await drill.Saga.Execute(command)).Code);
        return drill;
    }

    public static Landing LandingOf(long change, string? error) =>
        new(1_001, error, new Lamports(5_000), Lamports.Zero, [new BalanceChange(Mint.Sol, new SignedUnits(change))]);

    /// <summary>Whatever was sent is found finalized; what was not sent is not known.</summary>
    public void Lands(long change, string? error = null) => Cluster.Chain.Status = () => Cluster.Chain.Sent.Count == 0
        ? null
        : new SignatureStatus(Commitment.Finalized, LandingOf(change, error), Cluster.Chain.Now.FinalizedBlockHeight, 2);

    public Task<SagaView> Advance() => Saga.Advance(Command.Epoch);

    public async Task<SagaView> RunToEnd()
    {
        for (var round = 0; round < 50; round++)
        {
            var view = await Advance();
            if (view.State is ExecutionState.Voided or ExecutionState.Posted) return view;
            Cluster.Chain.Advance(5);
        }

        throw new InvalidOperationException("It did not end in 50 rounds.");
    }

    /// <summary>What must hold after every step, whatever crashed (I1, I5, I6).</summary>
    public async Task Judge()
    {
        var book = await Book.Book();
        Assert.Empty(Conservation.Check(book));
        Assert.True(Cluster.Chain.Sent.Select(Convert.ToHexString).Distinct().Count() <= 1, "two different transactions of one reservation left the host");
        Assert.True(Cluster.Signer.Signed.GetValueOrDefault(Command.Id, []).Count <= 1, "two different messages of one reservation were signed");
        var signed = Cluster.Signer.Signed.ContainsKey(Command.Id);
        var view = await Saga.Read();
        var dead = view.LastValidBlockHeight > 0
            && Cluster.Chain.Now.FinalizedBlockHeight > view.LastValidBlockHeight + ChainRules.DeathMargin;
        var landed = Cluster.Chain.Status() is { Commitment: Commitment.Finalized };
        if (signed && !dead && !landed) Assert.NotNull(book.Find(Command.Id));
    }

    public ValueTask DisposeAsync() => owned ? Cluster.DisposeAsync() : ValueTask.CompletedTask;
}
