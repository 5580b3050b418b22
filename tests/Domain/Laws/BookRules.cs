using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;

namespace Orchestrator.Domain.Tests.Laws;

/// <summary>The verbs of the book as the laws call them; a planted bug overrides one.</summary>
internal class BookRules
{
    public virtual (CapitalBook Next, ReserveResult Result) Reserve(CapitalBook book, ReserveRequest request, RiskLimits limits, DateTimeOffset now) =>
        book.Reserve(request, limits, EmptySettledArchive.Instance, now);

    public virtual (CapitalBook Next, PinOutcome Outcome) Pin(CapitalBook book, OpportunityId id, Epoch epoch, DateTimeOffset now) =>
        book.Pin(id, epoch, EmptySettledArchive.Instance, now);

    public virtual (CapitalBook Next, PostResult Result) Post(CapitalBook book, PostRequest request, BreakerLimits limits, DateTimeOffset now) =>
        book.Post(request, limits, EmptySettledArchive.Instance, now);

    public virtual (CapitalBook Next, VoidOutcome Outcome) Void(CapitalBook book, OpportunityId id, VoidReason reason, DateTimeOffset now) =>
        book.Void(id, reason, EmptySettledArchive.Instance, now);

    public virtual (CapitalBook Next, ImmutableArray<Reservation> Expired) ExpireDue(CapitalBook book, DateTimeOffset now) => book.ExpireDue(now);

    /// <summary>What a restart reads back.</summary>
    public virtual CapitalBook Load(CapitalBook book, DateTimeOffset now) => book;
}
