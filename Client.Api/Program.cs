using Orchestrator.Client.Api.Hosting;
using Orchestrator.Domain;
using Orleans.Configuration;
using Orleans.Dashboard;

// The API as a process of its own: a client of the cluster that holds no wallet key. ORCH__SECTION__KEY variables, over them --section:key=value.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args });
builder.Configuration.AddEnvironmentVariables("ORCH__").AddCommandLine(args);
var settings = builder.Configuration;

string Text(string key, string fallback) => settings[key.Replace('.', ':')] is { Length: > 0 } set ? set : fallback;
string? TextOrNull(string key) => Text(key, "") is { Length: > 0 } set ? set : null;

var options = new ClientApiOptions
{
    Address = Text("api.address", "http://127.0.0.1:5080"),
    KeyFile = TextOrNull("api.key_file"),
    CertificateFile = TextOrNull("api.certificate_file"),
    CertificateKeyFile = TextOrNull("api.certificate_key_file"),
    RequestsPerSecond = settings.GetValue("api:requests_per_second", 500),
    Portfolio = new PortfolioId(Text("orchestrator.portfolio", "main")),
    ClusterDashboard = settings.GetValue("api:cluster_dashboard", false),
};
builder.UseOrleansClient(client =>
{
    var redis = StackExchange.Redis.ConfigurationOptions.Parse(Text("storage.redis", "127.0.0.1:6379"));
    if (TextOrNull("storage.redis_password") is { } password) redis.Password = password;
    client.UseRedisClustering(clustering => clustering.ConfigurationOptions = redis);
    client.Configure<ClusterOptions>(cluster =>
    {
        cluster.ClusterId = Text("cluster.cluster_id", "orchestrator");
        // The name the silos give themselves: one for each mode, so that paper never meets live.
        cluster.ServiceId = $"{Text("storage.key_prefix", "orch")}-{Text("orchestrator.mode", "paper")}";
    });
    if (options.ClusterDashboard) client.AddDashboard();
});
builder.Services.AddClientApi(options);
await builder.Build().MapClientApi().RunAsync();
