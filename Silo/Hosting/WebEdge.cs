using Orchestrator.Client.Api.Breakers;
using Orchestrator.Client.Api.Configuration;
using Orchestrator.Client.Api.Health;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Grains.Portfolio;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Starting;

namespace Orchestrator.Silo.Hosting;

/// <summary>The HTTP edge of the process: the API where it is served.</summary>
internal static class WebEdge
{
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The API's settings are refused.</exception>
    /// <exception cref="Orchestrator.Client.Api.Access.KeyFileException">The key file is refused.</exception>
    /// <exception cref="StartFault">The mode answers nobody without a key, and there is no key file.</exception>
    public static void Judge(EffectiveSettings settings)
    {
        var options = OptionsFrom(settings);
        if (options.KeyFile is null && !options.KeylessLoopback)
            throw new StartFault(
                StartFaultCodes.ApiOptions, $"api.key_file is not set, and in {settings.Text("orchestrator.mode")} mode the API answers nobody without an API key (which is not the wallet's).",
                "orch api-key new --role admin --name NAME >> api.keys, then set api.key_file = \"api.keys\"; or set api.enabled = false.");
        ClientApiJudgement.Enforce(options, TimeProvider.System);
    }

    public static WebApplication Build(WebApplicationBuilder builder, TradingHostOptions options)
    {
        if (!options.ServeApi)
        {
            // A host without an edge still needs a server; it listens where nobody looks.
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            return builder.Build();
        }

        builder.Services.AddClientApi(OptionsFrom(options.Settings));
        builder.Services.AddSingleton<IConfigurationView, ConfigurationView>();
        builder.Services.AddSingleton<IBreakerLimitsView, BreakerLimitsView>();
        builder.Services.AddHealthChecks().AddCheck<StoreCheck>("store", tags: [HealthTags.Ready]).AddCheck<ChannelsCheck>("channels", tags: [HealthTags.Ready]);
        return builder.Build().MapClientApi();
    }

    private static ClientApiOptions OptionsFrom(EffectiveSettings settings) => new()
    {
        Address = settings.Text("api.address"),
        KeyFile = settings.TextOrNull("api.key_file"),
        // Live trading never answers without a key.
        KeylessLoopback = settings.TextOrNull("api.key_file") is null && (settings.Text("orchestrator.mode") is "replay" or "paper"),
        CertificateFile = settings.TextOrNull("api.certificate_file"),
        CertificateKeyFile = settings.TextOrNull("api.certificate_key_file"),
        RequestsPerSecond = (int)settings.Whole("api.requests_per_second"),
        Portfolio = new PortfolioId(settings.Text("orchestrator.portfolio")),
        ClusterDashboard = true,
    };

    private sealed class ConfigurationView(LiveSettings live) : IConfigurationView
    {
        public ConfigurationPage Read() => new(
            live.Current.Hash,
            [.. live.Current.Values.Select(value => new ConfigurationEntry(
                value.Setting.Key, value.Text is null ? null : value.Shown, value.Origin, value.Setting.Allowed, value.Setting.Live, value.Setting.Secret))]);
    }

    private sealed class BreakerLimitsView(IRiskSettings settings) : IBreakerLimitsView
    {
        public BreakerLimits Current => settings.Breakers;
    }
}
