using System.Net;
using System.Text;
using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Offers;

public sealed class HostileBodyTests(SharedSilo silo)
{
    private const string Path = "/api/v1/opportunities";

    public static TheoryData<string, string> Unreadable => new()
    {
        { "nothing", "" },
        { "an array", "[]" },
        { "a text", "\"x\"" },
        { "cut off", """{"risk":0.1""" },
        { "a name twice", """{"risk":0.1,"risk":0.2}""" },
        { "a name twice, once escaped", """{"risk":0.1,"\u0072isk":0.2}""" },
        { "a trailing comma", """{"risk":0.1,}""" },
        { "a comment", """{"risk":0.1/* x */}""" },
        { "two values", "{}{}" },
        { "not a number", """{"risk":NaN}""" },
        { "half a surrogate pair", """{"evidence":"\ud800"}""" },
        { "half a surrogate pair in a name", """{"\ud800":1}""" },
        { "too deep", string.Concat(Enumerable.Repeat("""{"a":""", 50)) + "1" + new string('}', 50) },
    };

    [Theory, MemberData(nameof(Unreadable))]
    public async Task What_is_no_single_json_object_is_refused(string what, string body)
    {
        await using var api = await ApiHost.Start(silo);

        var problem = (await api.Post(Path, body, idempotency: "k")).Refused(HttpStatusCode.BadRequest, "ORCH-API-0011");

        Assert.NotEmpty(what);
        Assert.NotEmpty(problem.GetProperty("allowed").GetString()!);
        Assert.Empty(api.Portfolio.Acts);
    }

    [Fact]
    public async Task A_body_beyond_its_bound_is_refused_whether_it_says_so_or_not()
    {
        await using var api = await ApiHost.Start(silo, with: options => options.BodyBytesMax = 2_000);
        var large = $$"""{"evidence":"{{new string('x', 3_000)}}"}""";

        (await api.Post(Path, large, idempotency: "k")).Refused(HttpStatusCode.RequestEntityTooLarge, "ORCH-API-0010");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(large, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        using var response = await api.Http.SendAsync(request);
        (await Answer.Of(response)).Refused(HttpStatusCode.RequestEntityTooLarge, "ORCH-API-0010");
    }

    [Fact]
    public async Task No_bytes_make_a_fault_or_an_offer()
    {
        await using var api = await ApiHost.Start(silo);
        var mutated = from at in Gen.Int[0, Valid.Length - 1] from with in Gen.Byte select Mutate(at, with);
        var bodies = Gen.OneOf(Gen.Byte.Array[0, 200], mutated, Gen.String[0, 100].Select(text => Encoding.UTF8.GetBytes($"{{\"risk\":\"{text}\"}}")));

        await bodies.SampleAsync(async body =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            using var response = await api.Http.SendAsync(request);
            // Without an Idempotency-Key even a valid body ends here.
            Assert.Contains((int)response.StatusCode, new[] { 400, 422 });
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }, iter: 400, threads: 1);

        Assert.Empty(api.Portfolio.Acts);
    }

    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(
        """{"strategy":"sniper.memecoin","token":"DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263","risk":0.2,"route":[{"venue":"orca"}],"created_at":1791201600}""");

    private static byte[] Mutate(int at, byte with)
    {
        var copy = Valid.ToArray();
        copy[at] = with;
        return copy;
    }
}
