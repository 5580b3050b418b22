using System.Net;
using System.Text;
using Microsoft.Net.Http.Headers;
using Orchestrator.Client.Api.Problems;

namespace Orchestrator.Client.Api.Access;

/// <summary>
/// Every request passes here before anything of it is read: from where, by whom, how often, and whether the path is for this role.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, KeyRing keys, RequestBudgets budgets)
{
    private static readonly AccessRule Unstated = new(ApiRole.Admin);

    public Task Invoke(HttpContext http)
    {
        if (!keys.HasKeys && !IsLocal(http))
            return new ApiProblem(
                ApiCodes.NotLocal, "No API keys are set up, so only requests from this machine to its loopback name are answered.",
                "A Host of localhost, 127.0.0.1 or [::1], from the same machine and through no proxy; or a key file.").ExecuteAsync(http);
        if (!IsSafe(http.Request.Method) && ComesFromElsewhere(http.Request))
            return new ApiProblem(
                ApiCodes.CrossSite, "A browser sent this on behalf of another site.", "Requests from this server's own pages, or from programs.").ExecuteAsync(http);

        var rule = RuleOf(http);
        var caller = Identify(http, out var presented);
        if (!rule.Unlimited && budgets.Take(caller?.Name ?? RequestBudgets.Nobody) is { } wait)
            return new ApiProblem(
                ApiCodes.TooManyRequests, "This caller's requests of the last second are used up.", "The rate of api.requests_per_second.")
            { RetryAfter = wait }.ExecuteAsync(http);
        if (rule.Role is { } role)
        {
            if (caller is null) return Challenge(http, presented);
            if (caller.Role < role)
                return new ApiProblem(
                    ApiCodes.RoleTooLow, $"The key '{caller.Name}' is a {Word(caller.Role)}'s.", $"A key of role {Word(role)} or higher.").ExecuteAsync(http);
        }

        if (caller is not null) http.Features.Set(caller);
        return next(http);
    }

    /// <summary>A path that does not exist asks for nothing: it is answered 404 to anyone.</summary>
    private static AccessRule RuleOf(HttpContext http) =>
        http.GetEndpoint() is not { } endpoint ? new AccessRule(null)
        : endpoint.Metadata.GetMetadata<AccessRule>() is { } stated ? stated
        // The router's own answers (405, 415) are endpoints without a path.
        : endpoint is RouteEndpoint ? Unstated : new AccessRule(null);

    private Caller? Identify(HttpContext http, out bool presented)
    {
        presented = false;
        if (!keys.HasKeys) return Caller.Local;
        if (KeyOf(http.Request) is not { } key) return null;
        presented = true;
        return keys.Find(key);
    }

    /// <summary>
    /// <c>Authorization: Bearer KEY</c>. For browsers also Basic with the key as password, on safe methods only: a browser adds it to
    /// whatever request any site makes it send.
    /// </summary>
    private static string? KeyOf(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        if (header is null) return null;
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return header["Bearer ".Length..].Trim();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || !IsSafe(request.Method)) return "";
        Span<byte> decoded = stackalloc byte[512];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), decoded, out var length)) return "";
        var pair = Encoding.UTF8.GetString(decoded[..length]);
        return pair[(pair.IndexOf(':') + 1)..];
    }

    private static Task Challenge(HttpContext http, bool presented)
    {
        http.Response.Headers.Append(HeaderNames.WWWAuthenticate, "Bearer realm=\"orchestrator\"");
        if (IsSafe(http.Request.Method)) http.Response.Headers.Append(HeaderNames.WWWAuthenticate, "Basic realm=\"orchestrator\", charset=\"UTF-8\"");
        return new ApiProblem(
            ApiCodes.KeyMissing, presented ? "The key is not known here." : "This path needs an API key.", "Authorization: Bearer KEY").ExecuteAsync(http);
    }

    /// <summary>
    /// A page of another site can make a browser on this machine call us under a name that it resolves to loopback; the Host header gives
    /// it away. A proxy on this machine would lend its own locality to everyone.
    /// </summary>
    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote)
        && IsLoopbackName(http.Request.Host.Host)
        && !http.Request.Headers.ContainsKey("Forwarded") && !http.Request.Headers.ContainsKey("X-Forwarded-For");

    internal static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool ComesFromElsewhere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return true;
        string? origin = request.Headers.Origin;
        return origin is not null
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var site) && site.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static string Word(ApiRole role) => role.ToString().ToLowerInvariant();
}
