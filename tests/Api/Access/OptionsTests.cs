using Orchestrator.Client.Api.Hosting;
using Orchestrator.Domain;

namespace Orchestrator.Api.Tests.Access;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<ClientApiOptions>> Refused => new()
    {
        { "nobody could enter", options => options.KeylessLoopback = false },
        { "exclude each other", options => options.KeyFile = "keys" },
        { "loopback only", options => options.Address = "http://0.0.0.0:5080" },
        { "https is needed", options => (options.Address, options.KeyFile, options.KeylessLoopback) = ("http://10.0.0.7:5080", "keys", false) },
        { "certificate", options => (options.Address, options.KeyFile, options.KeylessLoopback) = ("https://10.0.0.7:5080", "keys", false) },
        { "is not like", options => options.Address = "5080" },
        { "is not like", options => options.Address = "http://127.0.0.1:5080/api" },
        { "RequestsPerSecond", options => options.RequestsPerSecond = 0 },
        { "BodyBytesMax", options => options.BodyBytesMax = int.MaxValue },
        { "ConnectionsMax", options => options.ConnectionsMax = 0 },
        { "ListenersMax", options => options.ListenersMax = -1 },
        { "CacheAge", options => options.CacheAge = TimeSpan.FromMinutes(1) },
        { "GrainTimeout", options => options.GrainTimeout = TimeSpan.Zero },
        { "portfolio", options => options.Portfolio = new PortfolioId(" ") },
    };

    [Theory, MemberData(nameof(Refused))]
    public void Settings_that_would_open_close_or_unbind_the_api_are_refused(string why, Action<ClientApiOptions> change)
    {
        var options = new ClientApiOptions { KeylessLoopback = true };
        change(options);

        var result = new ClientApiOptionsValidator().Validate(null, options);

        Assert.Contains(result.Failures ?? [], failure => failure.StartsWith("ORCH-API-0025", StringComparison.Ordinal) && failure.Contains(why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:0"), InlineData("http://localhost:5080"), InlineData("http://[::1]:5080")]
    public void Loopback_without_keys_is_allowed_where_it_is_asked_for(string address) =>
        Assert.True(new ClientApiOptionsValidator().Validate(null, new ClientApiOptions { Address = address, KeylessLoopback = true }).Succeeded);

    [Fact]
    public void Another_host_with_keys_and_a_certificate_is_allowed() => Assert.True(new ClientApiOptionsValidator().Validate(
        null, new ClientApiOptions { Address = "https://10.0.0.7:5080", KeyFile = "keys", CertificateFile = "cert.pem" }).Succeeded);
}
