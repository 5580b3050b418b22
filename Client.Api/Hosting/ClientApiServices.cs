using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Documents;
using Orchestrator.Client.Api.Events;
using Orchestrator.Client.Api.Health;
using Orchestrator.Client.Api.Operating;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Strategies;
using Orchestrator.Client.Api.Telemetry;
using Orchestrator.Client.Api.Wire;

namespace Orchestrator.Client.Api.Hosting;

public static class ClientApiServices
{
    /// <summary>
    /// Read and thrown away beyond the bound: a server that closes on unread bytes resets the connection, and the refusal is lost.
    /// </summary>
    private const int DrainedBytes = 256 * 1024;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The HTTP edge. The host brings an <see cref="IGrainFactory"/> (a silo's or a client's) and, where it has them,
    /// <see cref="Configuration.IConfigurationView"/>, <see cref="Breakers.IBreakerLimitsView"/> and health checks tagged
    /// <see cref="HealthTags.Ready"/>.
    /// </summary>
    public static IServiceCollection AddClientApi(this IServiceCollection services, ClientApiOptions options)
    {
        services.AddSingleton(Options.Create(options));
        services.AddSingleton<IValidateOptions<ClientApiOptions>, ClientApiOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<KeyRing>();
        services.AddSingleton<RequestBudgets>();
        services.AddSingleton<TradingCluster>();
        services.AddSingleton<PortfolioReads>();
        services.AddSingleton<StrategyReads>();
        services.AddSingleton<OperatorLog>();
        services.AddSingleton<Listeners>();
        services.AddSingleton<HealthReads>();
        services.AddHealthChecks()
            .AddCheck<SiloCheck>("silo", tags: [HealthTags.Ready])
            .AddCheck<OrchestratorCheck>("orchestrator", tags: [HealthTags.Ready])
            .AddCheck<StoppingCheck>("accepting", tags: [HealthTags.Ready])
            .AddCheck<ThreadPoolCheck>("thread_pool", tags: [HealthTags.Live]);
        // One instance each: the orchestrator's check compares with its last look.
        services.TryAddSingleton<OrchestratorCheck>();
        services.TryAddSingleton<ThreadPoolCheck>(provider => new ThreadPoolCheck(provider.GetRequiredService<TimeProvider>()));
        services.ConfigureHttpJsonOptions(json => DescribeAs(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddSingleton<ServerCertificate>();
        services.AddOptions<KestrelServerOptions>().Configure<ServerCertificate>((kestrel, certificate) => Bound(kestrel, options, certificate));
        DocumentEndpoints.Add(services);
        TelemetryServices.Add(services);
        return services;
    }

    /// <summary>The document is made with these; what is sent is written by <see cref="ApiJson"/> itself.</summary>
    private static void DescribeAs(JsonSerializerOptions json)
    {
        json.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        json.PropertyNamingPolicy = ApiJson.Default.Options.PropertyNamingPolicy;
        json.NumberHandling = ApiJson.Default.Options.NumberHandling;
    }

    private static void Bound(KestrelServerOptions kestrel, ClientApiOptions options, ServerCertificate certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.BodyBytesMax + DrainedBytes;
        kestrel.Limits.MaxConcurrentConnections = options.ConnectionsMax;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        if (options.CertificateFile is not null) kestrel.ConfigureHttpsDefaults(certificate.Serve);
    }
}
