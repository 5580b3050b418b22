using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Tests.Capital;

namespace Orchestrator.Domain.Tests.Laws;

/// <summary>
/// Plays a sequence against the book beside an oracle that knows only what the chain did: one balance, which signatures may live,
/// which trades landed. After every step each invariant is judged; the first one broken is the answer.
/// </summary>
internal sealed class BookLaw(BookRules rules)
{
    private sealed class Known(Trade trade)
    {
        public Trade Trade { get; } = trade;
        public DateTimeOffset ReservedAt { get; init; }
        public bool Alive { get; set; }
        public bool Resolved { get; set; }
        public bool Posted { get; set; }
        public PostRequest? Result { get; set; }
    }

    private readonly List<Known> trades = [];
    // Tighter than the defaults, so that forty steps reach every limit.
    private readonly RiskLimits limits = RiskLimits.Default with
    {
        TokenShareMax = new BasisPoints(5_000), FlashLoansPerDayMax = Lamports.FromSol(200), RunningMax = 6,
    };

    private readonly BreakerLimits breakers = BreakerLimits.Default with { LossRunMax = 3 };
    private CapitalBook book = CapitalBook.Empty(new PortfolioId("law"));
    private DateTimeOffset now = Ledger.Noon.AddHours(11);
    private Epoch epoch;
    private Int128 chain;
    private DateTimeOffset markedAt;
    private int ids;
    private string? broken;

    /// <returns>Null when every law held after every step.</returns>
    public static string? FirstBroken(BookRules rules, Op[] ops)
    {
        var law = new BookLaw(rules);
        (law.book, law.epoch) = law.book.TakeOver();
        law.Fund(MovementKind.Deposit, 100_000_000_007);
        foreach (var op in ops)
        {
            var before = law.book;
            law.Step(op);
            law.Judge(before, op.Kind);
            if (law.broken is not null) return $"{law.broken} after {op}";
        }

        return null;
    }

    private void Step(Op op)
    {
        var known = trades.Count > 0 ? trades[op.Pick % trades.Count] : null;
        switch (op.Kind)
        {
            case OpKind.Reserve: Reserve(NewTrade(op, StrategyId.Arbitrage, op.Pick % 2 == 0 ? Ledger.Usdc : Ledger.Bonk)); break;
            case OpKind.ReserveSniper: Reserve(NewTrade(op, StrategyId.Sniper, Ledger.Bonk)); break;
            case OpKind.ReserveClose when book.Positions.Length > 0: Reserve(CloseTrade(op)); break;
            case OpKind.Wait: now += TimeSpan.FromSeconds(op.Amount % 90); break;
            case OpKind.WaitLong: now += TimeSpan.FromMinutes(3 + (op.Amount % 10)); break;
            case OpKind.Expire: Expire(); break;
            case OpKind.Load: book = rules.Load(book, now); break;
            case OpKind.Deposit: Fund(MovementKind.Deposit, op.Amount * 10_007L); break;
            case OpKind.Withdraw: Fund(MovementKind.Withdrawal, op.Amount * 30_011L); break;
            case OpKind.Halt when op.Pick % 4 == 0: book = book.StopTrading(HaltCause.Operator, "drill", "law", now).Next; break;
            case OpKind.Resume: book = book.Resume("drill over", "law", now).Next; break;
            case OpKind.TakeOver: (book, epoch) = book.TakeOver(); break;
            case OpKind.Mark: Mark(op); break;
            default: if (known is not null) StepOn(known, op); break;
        }
    }

    private void StepOn(Known known, Op op)
    {
        switch (op.Kind)
        {
            case OpKind.ReserveAgain: Repeat(known); break;
            case OpKind.ReserveOtherContent: Refused(known.Trade with { Capital = known.Trade.Capital + new Lamports(1) }, epoch, "I3 same id, other content", ReserveOutcome.SameIdOtherContent); break;
            case OpKind.ReserveOlderEpoch when epoch.Value > 1: Refused(NewTrade(op, StrategyId.Arbitrage, Ledger.Usdc), new Epoch(epoch.Value - 1), "I8 older epoch reserves", ReserveOutcome.OlderEpoch); break;
            case OpKind.Pin: Pin(known); break;
            case OpKind.PinOlderEpoch when epoch.Value > 1: PinOlder(known); break;
            case OpKind.Post or OpKind.PostAgain: Post(known, op); break;
            case OpKind.Void: Void(known, VoidReason.Refused); break;
            case OpKind.VoidProven: Void(known, VoidReason.ProvenDead); break;
            case OpKind.Confirm: Confirm(known); break;
        }
    }

    private Trade NewTrade(Op op, StrategyId strategy, Mint token) => new(
        Ledger.IdAt(now, ++ids), strategy, token, Mint.Sol, new Lamports(1 + (op.Amount * (op.Pick % 3 == 0 ? 40_009L : 2_003L))), new Lamports(op.Amount * 50_021L),
        new BasisPoints(op.Amount % 600), now + TimeSpan.FromSeconds((op.Pick % 30) - 1), null, op.Pick % 3 == 0,
        OpensPosition: strategy == StrategyId.Sniper || op.Pick % 5 == 0);

    private Trade CloseTrade(Op op)
    {
        var position = book.Positions[op.Pick % book.Positions.Length];
        return NewTrade(op, position.Strategy, position.Token) with { Closes = position.Id, Capital = new Lamports(op.Amount), FlashLoan = Lamports.Zero, OpensPosition = false };
    }

    private void Reserve(Trade trade)
    {
        var (next, result) = rules.Reserve(book, new ReserveRequest(trade, epoch), limits, now);
        var before = book;
        book = next;
        if (result.Outcome != ReserveOutcome.Reserved) return;
        trades.Add(new Known(trade) { ReservedAt = now });
        var closes = RiskRules.ClosesPosition(before, trade);
        if (before.Halt is not null && !(closes && trade.ByOperator)) broken = "I12 reserved while halted";
        if (!closes && before.Positions.Length > 0 && now - markedAt > limits.MarkAgeMax) broken = "breaker fails open";
        if (closes) return;
        Int128 equity = book.Equity().Value;
        if ((Int128)book.ReservedValue().Value * 10_000 > limits.HeatMax.Value * equity) broken = "I2 heat";
        if ((Int128)book.ExposureOf(trade.Token).Value * 10_000 > limits.TokenShareMax.Value * equity) broken = "I2 token share";
        if (book.Positions.Length + book.Reservations.Count(open => open.OpensPosition) > limits.OpenPositionsMax) broken = "I2 positions";
    }

    private void Repeat(Known known)
    {
        var before = book;
        (book, var result) = rules.Reserve(book, new ReserveRequest(known.Trade, epoch), limits, now);
        if (known.Resolved && result.Outcome == ReserveOutcome.Reserved) broken = "I3 reserved again after its end";
        if (!ReferenceEquals(before, book)) broken = "I3 a repetition changed the book";
    }

    private void Refused(Trade trade, Epoch by, string law, ReserveOutcome expected)
    {
        (book, var result) = rules.Reserve(book, new ReserveRequest(trade, by), limits, now);
        if (result.Outcome != expected) broken = law;
    }

    private void Pin(Known known)
    {
        var halted = book.Halt is not null && known.Trade is not { ByOperator: true, Closes: not null };
        (book, var outcome) = rules.Pin(book, known.Trade.Id, epoch, now);
        if (outcome != PinOutcome.Pinned) return;
        if (known.Resolved) broken = "I3 pinned after its end";
        if (!known.Alive && halted) broken = "I12 new intent while halted";
        if (!known.Alive && now - known.ReservedAt >= limits.ReservationLifetime) broken = "pinned after its time";
        known.Alive = true;
    }

    private void PinOlder(Known known)
    {
        (book, var outcome) = rules.Pin(book, known.Trade.Id, new Epoch(epoch.Value - 1), now);
        if (outcome != PinOutcome.OlderEpoch) broken = "I8 older epoch pins";
    }

    private void Post(Known known, Op op)
    {
        var request = known.Result ??= ResultOf(known.Trade, op);
        var wasOpen = book.Find(known.Trade.Id) is not null;
        (book, var result) = rules.Post(book, request, breakers, now);
        var expected = known.Posted ? PostOutcome.Duplicate : wasOpen ? PostOutcome.Posted : PostOutcome.PostedLate;
        if (!known.Posted) chain += request.Changes[0].Change.Value;
        if (!known.Posted && request.Position == PositionEffect.Opened && book.MarkOf(known.Trade.Token) is { } mark) markedAt = mark.At;
        (known.Posted, known.Resolved, known.Alive) = (true, true, false);
        if (result.Outcome != expected) broken = $"I11 {result.Outcome} instead of {expected}";
        if (book.Halt is null && LossBreakers.FirstTrip(book.Figures(), breakers) is not null) broken = "I12 a breaker did not trip";
    }

    private PostRequest ResultOf(Trade trade, Op op)
    {
        var swing = (op.Amount - 480_000L) * 3_001L;
        var position = book.FindPosition(trade.Closes ?? default);
        var (effect, change, units) = trade switch
        {
            { Closes: not null } when position is not null => (PositionEffect.Closed, Math.Abs(swing), (Int128)(-1 - (op.Pick % 2_000))),
            { Closes: not null } => (PositionEffect.None, -5_000L, (Int128)0),
            _ when trade.Strategy == StrategyId.Sniper => (PositionEffect.Opened, -Math.Max(1, trade.Capital.Value - (op.Pick * 17L)), (Int128)(1 + op.Pick)),
            _ => (PositionEffect.None, swing, (Int128)0),
        };
        ImmutableArray<BalanceChange> changes = [new(Mint.Sol, new SignedUnits(change))];
        if (units != 0) changes = changes.Add(new BalanceChange(trade.Token, new SignedUnits(units)));
        return new PostRequest(trade.Id, $"signature {trade.Id}", changes, effect, trade.Strategy, trade.Token, trade.Asset, trade.Closes, trade.FlashLoan);
    }

    private void Void(Known known, VoidReason reason)
    {
        (book, var outcome) = rules.Void(book, known.Trade.Id, reason, now);
        if (outcome != VoidOutcome.Voided) return;
        if (known.Resolved) broken = "I3 voided after its end";
        if (known.Alive && reason == VoidReason.Refused) broken = "I6 released while a signature may live";
        (known.Resolved, known.Alive) = (true, false);
    }

    private void Confirm(Known known)
    {
        var reserved = book.Sol.Reserved;
        (book, var outcome) = book.Confirm(known.Trade.Id, epoch);
        if (outcome == ConfirmOutcome.Confirmed && !known.Alive) broken = "I7 confirmed without an intent";
        if (book.Sol.Reserved != reserved) broken = "I7 capital moved at confirmed";
    }

    private void Expire()
    {
        (book, var expired) = rules.ExpireDue(book, now);
        foreach (var known in trades.Where(known => expired.Any(gone => gone.Id == known.Trade.Id)))
        {
            if (known.Alive) broken = "I6 released by time while a signature may live";
            if (known.Resolved) broken = "I3 expired after its end";
            known.Resolved = true;
        }
    }

    private void Fund(MovementKind kind, long amount)
    {
        var movement = new Movement(Ledger.IdAt(now, ++ids), kind, Mint.Sol, new BaseUnits((ulong)amount));
        for (var told = 0; told < 2; told++)
        {
            (book, var outcome) = book.Move(movement, limits, breakers, now);
            if (outcome == MoveOutcome.Moved && told == 0) chain += movement.IsOutward ? -amount : amount;
        }
    }

    private void Mark(Op op)
    {
        var mark = new Mark(Ledger.Bonk, new Lamports(1_000_000L + op.Amount), new BaseUnits((ulong)(1 + (op.Pick % 3))), now);
        (book, var outcome) = book.SetMarks([mark], breakers, now);
        if (outcome == MarkOutcome.Marked) markedAt = now;
    }

    private void Judge(CapitalBook before, OpKind kind)
    {
        var violations = Conservation.Check(book);
        if (violations.Length > 0) broken ??= $"I1 {violations[0].Equation}: {violations[0].Left} is not {violations[0].Right}";
        if (book.Sol.OnChain.Value != chain) broken ??= $"I1 the chain holds {chain}, the book says {book.Sol.OnChain}";
        foreach (var known in trades)
        {
            var open = book.Find(known.Trade.Id) is not null;
            if (known.Alive && !open) broken ??= "I6 a reservation with a live signature is gone";
            if (known.Resolved && open) broken ??= "I3 a resolved reservation is open";
        }

        // A landing that nobody expected any more counts its loan again, whatever the limit; nothing else may exceed it.
        if (book.FlashLoans.Used > Lamports.Max(before.FlashLoans.Used, limits.FlashLoansPerDayMax) && kind is not OpKind.Post and not OpKind.PostAgain) broken ??= "I2 flash loans";
        if (before.Halt is not null && kind != OpKind.Resume && !ReferenceEquals(before.Halt, book.Halt)) broken ??= "I12 a halt went away";
        var mayExceed = kind is OpKind.Post or OpKind.PostAgain or OpKind.Mark or OpKind.ReserveClose;
        if (!mayExceed && before.FirstExceeded(limits) is null && book.FirstExceeded(limits) is { } exceeded) broken ??= $"I2 {exceeded} is exceeded";
    }
}
