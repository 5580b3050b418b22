using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Breakers;

namespace Orchestrator.Client.Api.Breakers;

/// <summary>The breaker limits in force. A host that has them registers one; without it the API shows where breakers stand, not where they trip.</summary>
public interface IBreakerLimitsView
{
    BreakerLimits Current { get; }
}

internal static class BreakerEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/breakers", List).For(ApiRole.Viewer).WithName("breakers").WithSummary("Every circuit breaker: where it stands, where it trips, what it holds back.")
            .Produces<BreakerPage>();

    private static async Task<IResult> List(PortfolioReads reads, IServiceProvider services)
    {
        var book = (await reads.Book.Get()).Core;
        var limits = services.GetService<IBreakerLimitsView>()?.Current;
        return ApiJson.Ok(
            new BreakerPage(Words.Of(book.State), HaltView.Of(book.Halt), PauseView.Of(book.AllPaused), BreakerBoard.Of(book, limits)), ApiJson.Default.BreakerPage);
    }
}
