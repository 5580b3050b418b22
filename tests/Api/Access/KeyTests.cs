using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Api.Tests.World;
using Orchestrator.Client.Api.Access;

namespace Orchestrator.Api.Tests.Access;

public sealed class KeyTests(SharedSilo silo)
{
    [Fact]
    public async Task An_unknown_key_is_challenged_and_never_echoed()
    {
        await using var api = await ApiHost.Start(silo, keys: true);

        var answer = await api.Get("/api/v1/status", "orch_guessed-guessed-guessed-guessed-guess");

        answer.Refused(HttpStatusCode.Unauthorized, "ORCH-API-0001");
        Assert.Contains("Bearer", answer.Headers["WWW-Authenticate"]);
        Assert.DoesNotContain("guessed", answer.Body);
    }

    [Fact]
    public async Task A_browser_may_read_with_basic_but_not_act()
    {
        await using var api = await ApiHost.Start(silo, keys: true);
        var basic = ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anyone:" + ApiHost.OperatorKey)));

        Assert.Equal(HttpStatusCode.OK, (await api.Send(HttpMethod.Get, "/api/v1/status", headers: basic)).Status);
        (await api.Send(HttpMethod.Post, "/api/v1/halt", """{"reason":"x"}""", headers: basic)).Refused(HttpStatusCode.Unauthorized, "ORCH-API-0001");
        Assert.Empty(api.Portfolio.Acts);
    }

    [Fact]
    public async Task A_key_that_is_taken_away_ends_within_a_second_and_a_broken_file_ends_none()
    {
        var time = new FakeTimeProvider();
        await using var api = await ApiHost.Start(silo, keys: true, services: services => services.AddSingleton<TimeProvider>(time));
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/api/v1/status", ApiHost.ViewerKey)).Status);

        File.WriteAllText(api.KeyFilePath!, "this is no line of a key file");
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/api/v1/status", ApiHost.ViewerKey)).Status);

        File.WriteAllText(api.KeyFilePath!, ApiKeys.Line(ApiRole.Admin, "ada", ApiHost.AdminKey));
        time.Advance(TimeSpan.FromSeconds(2));
        (await api.Get("/api/v1/status", ApiHost.ViewerKey)).Refused(HttpStatusCode.Unauthorized, "ORCH-API-0001");
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/api/v1/status", ApiHost.AdminKey)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    [InlineData("root:ada:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("admin:Ada:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("admin:ada:0000")]
    [InlineData("admin:ada:orch_a-key-in-clear-that-must-not-be-shown-to-anyone")]
    [InlineData("admin:ada:0000000000000000000000000000000000000000000000000000000000000000\nviewer:ada:1111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("admin:a:0000000000000000000000000000000000000000000000000000000000000000\nviewer:b:0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_key_file_that_is_wrong_is_refused_without_showing_its_lines(string text)
    {
        var refusal = Assert.Throws<KeyFileException>(() => KeyFile.Parse(text, "keys"));

        Assert.StartsWith("ORCH-API-0024", refusal.Message);
        Assert.DoesNotContain("orch_", refusal.Message);
        Assert.DoesNotContain("0000", refusal.Message.Replace("ORCH-API-0024", ""));
    }

    [Fact]
    public void A_new_key_fits_its_own_line()
    {
        var key = ApiKeys.Create();

        var entry = Assert.Single(KeyFile.Parse(ApiKeys.Line(ApiRole.Operator, "olga", key), "keys"));

        Assert.Equal((ApiRole.Operator, "olga"), (entry.Role, entry.Name));
        Assert.Equal(ApiKeys.HashKey(key), Convert.ToHexStringLower(entry.Hash));
        Assert.DoesNotContain(key, ApiKeys.Line(ApiRole.Operator, "olga", key));
        Assert.NotEqual(key, ApiKeys.Create());
    }

    [Fact]
    public void A_short_key_is_refused() => Assert.Throws<ArgumentException>(() => ApiKeys.HashKey("secret"));

    [Fact]
    public async Task A_key_file_that_is_missing_stops_the_start()
    {
        var refusal = await Assert.ThrowsAsync<KeyFileException>(() => ApiHost.Start(silo, with: options =>
            (options.KeylessLoopback, options.KeyFile) = (false, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()))));

        Assert.StartsWith("ORCH-API-0024", refusal.Message);
    }
}
