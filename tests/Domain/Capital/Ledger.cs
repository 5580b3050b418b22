using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;

namespace Orchestrator.Domain.Tests.Capital;

/// <summary>A book with a clock and short verbs, so that a test reads like a ledger. Amounts are SOL.</summary>
internal sealed class Ledger
{
    public static readonly DateTimeOffset Noon = new(2026, 10, 5, 12, 0, 0, TimeSpan.Zero);
    public static readonly Mint Bonk = new("DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263");
    public static readonly Mint Usdc = new("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

    public CapitalBook Book { get; set; } = CapitalBook.Empty(new PortfolioId("main"));

    public DateTimeOffset Now { get; set; } = Noon;

    public RiskLimits Limits { get; set; } = RiskLimits.Default with { TokenShareMax = new BasisPoints(5_000) };

    public BreakerLimits Breakers { get; set; } = BreakerLimits.Default;

    public Epoch Epoch { get; private set; }

    private int ids;

    public static Ledger With(decimal sol)
    {
        var ledger = new Ledger();
        ledger.TakeOver();
        Assert.Equal(MoveOutcome.Moved, ledger.Deposit(sol));
        return ledger;
    }

    public OpportunityId NewId() => IdAt(Now, ++ids);

    public static OpportunityId IdAt(DateTimeOffset at, int number)
    {
        var random = new byte[10];
        BitConverter.TryWriteBytes(random.AsSpan(4), number);
        return OpportunityId.Create(at, random);
    }

    public void TakeOver() => (Book, Epoch) = Book.TakeOver();

    public Trade Trade(decimal capital, decimal loan = 0, StrategyId? strategy = null, Mint? token = null, OpportunityId? closes = null) => new(
        NewId(), strategy ?? StrategyId.Arbitrage, token ?? Usdc, Mint.Sol, Lamports.FromSol(capital), Lamports.FromSol(loan),
        new BasisPoints(100), Now + TimeSpan.FromSeconds(30), closes, false, OpensPosition: closes is null);

    public ReserveResult Reserve(Trade trade, Epoch? epoch = null)
    {
        (Book, var result) = Book.Reserve(new ReserveRequest(trade, epoch ?? Epoch), Limits, EmptySettledArchive.Instance, Now);
        return result;
    }

    public PinOutcome Pin(OpportunityId id, Epoch? epoch = null)
    {
        (Book, var outcome) = Book.Pin(id, epoch ?? Epoch, EmptySettledArchive.Instance, Now);
        return outcome;
    }

    public PostResult Post(Trade trade, decimal change, string signature = "signature", PositionEffect position = PositionEffect.None, long units = 0)
    {
        ImmutableArray<BalanceChange> changes = [new(Mint.Sol, SignedUnits.From(Lamports.FromSol(change)))];
        if (units != 0) changes = changes.Add(new BalanceChange(trade.Token, new SignedUnits(units)));
        var request = new PostRequest(trade.Id, signature, changes, position, trade.Strategy, trade.Token, trade.Asset, trade.Closes, trade.FlashLoan);
        (Book, var result) = Book.Post(request, Breakers, EmptySettledArchive.Instance, Now);
        return result;
    }

    public VoidOutcome Void(OpportunityId id, VoidReason reason = VoidReason.Refused)
    {
        (Book, var outcome) = Book.Void(id, reason, EmptySettledArchive.Instance, Now);
        return outcome;
    }

    public int Expire()
    {
        (Book, var expired) = Book.ExpireDue(Now);
        return expired.Length;
    }

    public MoveOutcome Deposit(decimal sol) => Move(MovementKind.Deposit, sol);

    public MoveOutcome Withdraw(decimal sol) => Move(MovementKind.Withdrawal, sol);

    public MoveOutcome Move(MovementKind kind, decimal sol, OpportunityId? id = null)
    {
        var movement = new Movement(id ?? NewId(), kind, Mint.Sol, new BaseUnits((ulong)Lamports.FromSol(sol).Value));
        (Book, var outcome) = Book.Move(movement, Limits, Breakers, Now);
        return outcome;
    }

    /// <summary>available, reserved, held, realised in SOL; and no equation broken.</summary>
    public void Reads(decimal available, decimal reserved, decimal held, decimal realised)
    {
        var sol = Book.Sol;
        Assert.Equal((available, reserved, held, realised), (
            sol.Available.ToLamports().ToSol(), sol.Reserved.ToLamports().ToSol(), sol.Held.ToLamports().ToSol(), sol.Realised.ToLamports().ToSol()));
        Assert.Empty(Conservation.Check(Book));
    }
}
