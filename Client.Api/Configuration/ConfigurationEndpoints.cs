using System.Collections.Immutable;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Wire;

namespace Orchestrator.Client.Api.Configuration;

/// <summary>The configuration in force. The host that has one registers it; a process that runs apart from the silo has none to show.</summary>
public interface IConfigurationView
{
    ConfigurationPage Read();
}

/// <param name="Hash">The stamp on every decision.</param>
public sealed record ConfigurationPage(string Hash, ImmutableArray<ConfigurationEntry> Items);

/// <param name="Value">Redacted by the host: a secret never comes here.</param>
/// <param name="Origin">default, file:line:column, the name of a variable, or command line.</param>
/// <param name="Live">An edit applies at once.</param>
public sealed record ConfigurationEntry(string Key, string? Value, string Origin, string Allowed, bool Live, bool Secret);

internal static class ConfigurationEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/config", Read).For(ApiRole.Viewer).WithName("config").WithSummary("The effective configuration, redacted, with the origin of each value.")
            .Produces<ConfigurationPage>();

    private static IResult Read(HttpRequest request, IServiceProvider services) =>
        services.GetService<IConfigurationView>() is { } view
            ? Rendered<ConfigurationPage>.Of(view.Read(), ApiJson.Default.ConfigurationPage).Answer(request)
            : new ApiProblem(ApiCodes.ConfigurationElsewhere, "This process runs apart from the silo and has no configuration of trading.", "Ask a silo's own API.");
}
