using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Tests.Laws;

namespace Orchestrator.Domain.Tests.PlantedBugs;

internal sealed class ReleaseOnATimerAfterIntent : BookRules
{
    public override (CapitalBook Next, ImmutableArray<Reservation> Expired) ExpireDue(CapitalBook book, DateTimeOffset now) =>
        (book with { Reservations = [.. book.Reservations.Select(reservation => reservation with { Pinned = false })] }).ExpireDue(now);
}

internal sealed class DoublePost : BookRules
{
    public override (CapitalBook Next, PostResult Result) Post(CapitalBook book, PostRequest request, BreakerLimits limits, DateTimeOffset now) =>
        base.Post(
            book with { Settled = [.. book.Settled.Select(entry => entry.Id == request.Id ? entry with { Resolution = Resolution.Voided } : entry)] },
            request, limits, now);
}

internal sealed class NoEpochCheck : BookRules
{
    public override (CapitalBook Next, ReserveResult Result) Reserve(CapitalBook book, ReserveRequest request, RiskLimits limits, DateTimeOffset now) =>
        base.Reserve(book, request with { Epoch = book.Epoch }, limits, now);

    public override (CapitalBook Next, PinOutcome Outcome) Pin(CapitalBook book, OpportunityId id, Epoch epoch, DateTimeOffset now) =>
        base.Pin(book, id, book.Epoch, now);
}

/// <summary>Looks at heat as it is, not as it would be.</summary>
internal sealed class PreTradeHeat : BookRules
{
    public override (CapitalBook Next, ReserveResult Result) Reserve(CapitalBook book, ReserveRequest request, RiskLimits limits, DateTimeOffset now)
    {
        var isCool = (Int128)book.ReservedValue().Value * BasisPoints.One <= (Int128)limits.HeatMax.Value * book.Equity().Value;
        return base.Reserve(book, request, isCool ? limits with { HeatMax = new BasisPoints(1_000_000) } : limits, now);
    }
}

/// <summary>A token nobody can value stops nothing.</summary>
internal sealed class BreakerFailsOpen : BookRules
{
    public override (CapitalBook Next, ReserveResult Result) Reserve(CapitalBook book, ReserveRequest request, RiskLimits limits, DateTimeOffset now) =>
        base.Reserve(book, request, limits with { MarkAgeMax = TimeSpan.FromDays(365) }, now);
}

/// <summary>Carries a change of balance through SOL as double.</summary>
internal sealed class FloatMoney : BookRules
{
    public override (CapitalBook Next, PostResult Result) Post(CapitalBook book, PostRequest request, BreakerLimits limits, DateTimeOffset now)
    {
        var sol = (double)(long)request.Changes[0].Change.Value / 1e9;
        var change = request.Changes[0] with { Change = new SignedUnits((long)(sol * 1e9)) };
        return base.Post(book, request with { Changes = request.Changes.SetItem(0, change) }, limits, now);
    }
}

/// <summary>The store lets a reservation's key run out, as a cache would.</summary>
internal sealed class TtlOnAReservation : BookRules
{
    public override CapitalBook Load(CapitalBook book, DateTimeOffset now) =>
        book with { Reservations = book.Reservations.RemoveAll(reservation => reservation.ExpiresAt <= now) };
}
