using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Client.Api.Status;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Capital;

namespace Orchestrator.Client.Api.Reading;

/// <summary>The two reads that everybody polls.</summary>
internal sealed class PortfolioReads
{
    public PortfolioReads(TradingCluster cluster, IOptions<ClientApiOptions> options, TimeProvider time)
    {
        Status = new(async () => Rendered<StatusView>.Of(await ReadStatus(cluster), ApiJson.Default.StatusView), options.Value.CacheAge, time);
        Book = new(async () => BookRead.Of(await cluster.Ask(cluster.Book.Snapshot())), options.Value.CacheAge, time);
    }

    /// <summary>The loop tells of itself; whether it may trade is the book's to say. The loop's copy of the book may be a quarter of a second old.</summary>
    private static async Task<StatusView> ReadStatus(TradingCluster cluster)
    {
        var loop = await cluster.Ask(cluster.Orchestrator.Status());
        return StatusView.Of(loop, await cluster.Ask(cluster.Book.Snapshot()));
    }

    public SharedRead<Rendered<StatusView>> Status { get; }

    public SharedRead<BookRead> Book { get; }

    /// <summary>An operator sees what he did in the next answer.</summary>
    public void Expire()
    {
        Book.Expire();
        Status.Expire();
    }
}

/// <summary>One snapshot as the core tells it, for what is derived from it, and as it is answered.</summary>
internal sealed record BookRead(PortfolioSnapshot Core, Rendered<SnapshotView> Answer)
{
    public static BookRead Of(PortfolioSnapshot core) => new(core, Rendered<SnapshotView>.Of(SnapshotView.Of(core), ApiJson.Default.SnapshotView));
}
