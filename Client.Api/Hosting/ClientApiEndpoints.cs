using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Audit;
using Orchestrator.Client.Api.Breakers;
using Orchestrator.Client.Api.Configuration;
using Orchestrator.Client.Api.Decisions;
using Orchestrator.Client.Api.Console;
using Orchestrator.Client.Api.Documents;
using Orchestrator.Client.Api.Events;
using Orchestrator.Client.Api.Feeds;
using Orchestrator.Client.Api.Health;
using Orchestrator.Client.Api.Lending;
using Orchestrator.Client.Api.Live;
using Orchestrator.Client.Api.Operating;
using Orchestrator.Client.Api.Opportunities;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Sniper;
using Orchestrator.Client.Api.Status;
using Orchestrator.Client.Api.Strategies;
using Orchestrator.Client.Api.Telemetry;
using Orleans.Dashboard;

namespace Orchestrator.Client.Api.Hosting;

public static class ClientApiEndpoints
{
    public const string ApiPrefix = "/api/v1";
    public const string ClusterPrefix = "/cluster";

    /// <summary>Every path of the API and the gates before them; listens on <see cref="ClientApiOptions.Address"/>.</summary>
    /// <exception cref="OptionsValidationException">The options are refused, each line with ORCH-API-0025.</exception>
    /// <exception cref="KeyFileException">The key file is refused, ORCH-API-0024.</exception>
    public static WebApplication MapClientApi(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ClientApiOptions>>().Value;
        var judged = new ClientApiOptionsValidator().Validate(null, options);
        if (judged.Failed) throw new OptionsValidationException(nameof(ClientApiOptions), typeof(ClientApiOptions), judged.Failures);
        app.Services.GetRequiredService<KeyRing>().Open();
        app.Services.GetRequiredService<ServerCertificate>().Open();
        app.Urls.Clear();
        app.Urls.Add(options.Address);

        app.UseMiddleware<FaultBoundary>();
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<DrainGate>();
        HealthEndpoints.Map(app);
        ErrorPages.Map(app);
        ConsolePages.Map(app);
        DocumentEndpoints.Map(app);
        TelemetryServices.Map(app);
        MapApi(app.MapGroup(ApiPrefix).WithTags("api"));
        // Only where host or client added the dashboard's own services.
        if (options.ClusterDashboard) app.MapOrleansDashboard(ClusterPrefix).For(ApiRole.Admin).ExcludeFromDescription();
        return app;
    }

    private static void MapApi(RouteGroupBuilder api)
    {
        api.AddEndpointFilter(static async (context, next) => QueryRules.Judge(context.HttpContext) is { } problem ? problem : await next(context));
        StatusEndpoints.Map(api);
        OpportunityEndpoints.Map(api);
        PositionEndpoints.Map(api);
        LendingEndpoints.Map(api);
        DecisionEndpoints.Map(api);
        StrategyEndpoints.Map(api);
        BreakerEndpoints.Map(api);
        OperatingEndpoints.Map(api);
        LiveEndpoints.Map(api);
        SniperEndpoints.Map(api);
        BlacklistEndpoints.Map(api);
        FeedEndpoints.Map(api);
        AuditEndpoints.Map(api);
        ConfigurationEndpoints.Map(api);
        EventEndpoints.Map(api);
    }
}
