using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// The orchestrator's own copy of the book: it ranks and saves work, and never decides. The book itself checks everything again.
/// </summary>
internal sealed class BookCopy(PortfolioId portfolio, LoopPorts ports)
{
    /// <summary>A copy older than this is read again even when nothing is known to have changed: an operator may have halted.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<OpportunityId, ReserveRequest> _underWay = [];
    private DateTimeOffset _readAt;
    private bool _changed;
    private bool _reading;

    public CapitalBook Current { get; private set; } = CapitalBook.Empty(portfolio);

    public TradingState State => Current.StateUnder(ports.Limits.CurrentValue.Risk);

    public bool IsStale(DateTimeOffset now) => !_reading && (_changed || now - _readAt >= AgeMax);

    public void Changed() => _changed = true;

    /// <summary>Counts a request as granted until the book has answered.</summary>
    public void Assume(ReserveRequest request, DateTimeOffset now)
    {
        _underWay[request.Trade.Id] = request;
        Current = With(Current, request, now);
    }

    public void Answered(OpportunityId id)
    {
        _underWay.Remove(id);
        _changed = true;
    }

    public async Task Refresh()
    {
        _reading = true;
        _changed = false;
        try
        {
            var book = await ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value).Book();
            var now = ports.Clock.Now;
            foreach (var request in _underWay.Values) book = With(book, request, now);
            (Current, _readAt) = (book, now);
        }
        finally
        {
            _reading = false;
        }
    }

    private CapitalBook With(CapitalBook book, ReserveRequest request, DateTimeOffset now) =>
        book.Reserve(request with { Epoch = book.Epoch }, ports.Limits.CurrentValue.Risk, EmptySettledArchive.Instance, now).Next;
}
