using Orchestrator.Silo.Configuration;

namespace Orchestrator.Silo.Hosting;

/// <summary>The HTTP edge of the process: the API where it is served.</summary>
internal static class WebEdge
{
    public static WebApplication Build(WebApplicationBuilder builder, TradingHostOptions options)
    {
        builder.WebHost.UseKestrelCore().UseUrls(options.ServeApi ? options.Settings.Text("api.address") : "http://127.0.0.1:0");
        return builder.Build();
    }
}
