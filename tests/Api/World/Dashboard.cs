using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Dashboard;
using Orleans.Hosting;

namespace Orchestrator.Api.Tests.World;

/// <summary>The dashboard's own services, as a client that runs apart from the silos adds them.</summary>
internal static class Dashboard
{
    public static void AddForTests(IServiceCollection services) => new Builder(services).AddDashboard();

    private sealed class Builder(IServiceCollection services) : IClientBuilder
    {
        public IServiceCollection Services => services;

        public Microsoft.Extensions.Configuration.IConfiguration Configuration { get; } = new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build();
    }
}
