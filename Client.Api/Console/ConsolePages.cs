using System.Collections.Frozen;
using Orchestrator.Client.Api.Access;

namespace Orchestrator.Client.Api.Console;

/// <summary>The operator's page: three files of our own, nothing from elsewhere. It shows only what the API answers to the key typed into it.</summary>
internal static class ConsolePages
{
    private const string ResourcePrefix = "console/";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, byte[]> Files = Load();

    public static void Map(IEndpointRouteBuilder routes)
    {
        Page(routes, "/", "index.html", "text/html; charset=utf-8");
        Page(routes, "/console.css", "console.css", "text/css; charset=utf-8");
        Page(routes, "/console.js", "console.js", "text/javascript; charset=utf-8");
    }

    private static void Page(IEndpointRouteBuilder routes, string path, string file, string mediaType) => routes.MapGet(path, (HttpResponse response) =>
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-cache";
        return Results.Bytes(Files[file], mediaType);
    }).Open().ExcludeFromDescription();

    private static FrozenDictionary<string, byte[]> Load()
    {
        var assembly = typeof(ConsolePages).Assembly;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var source = assembly.GetManifestResourceStream(name)!;
            using var copy = new MemoryStream();
            source.CopyTo(copy);
            files[name[ResourcePrefix.Length..]] = copy.ToArray();
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
