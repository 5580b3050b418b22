using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Client.Api.Reading;

namespace Orchestrator.Client.Api.Status;

internal static class StatusEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/status", ReadStatus).For(ApiRole.Viewer).WithName("status").WithSummary("What an operator wants to know first; at most 100 ms old.").Produces<StatusView>();
        api.MapGet("/portfolio/snapshot", ReadSnapshot).For(ApiRole.Viewer).WithName("snapshot").WithSummary("The book as last committed; at most 100 ms old.").Produces<SnapshotView>();
    }

    private static async Task<IResult> ReadStatus(HttpRequest request, PortfolioReads reads) => (await reads.Status.Get()).Answer(request);

    private static async Task<IResult> ReadSnapshot(HttpRequest request, PortfolioReads reads) => (await reads.Book.Get()).Answer.Answer(request);
}
