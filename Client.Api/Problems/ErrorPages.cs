using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using Orchestrator.Client.Api.Access;

namespace Orchestrator.Client.Api.Problems;

/// <summary>The pages of <c>docs/errors</c>, carried in this assembly: as HTML for people, as Markdown for whoever asks for it.</summary>
internal static partial class ErrorPages
{
    private const string ResourcePrefix = "errors/";

    private static readonly FrozenDictionary<string, string> Pages = Load();

    public static IEnumerable<string> Codes => Pages.Keys.Order(StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/errors/{code}", (string code, HttpRequest request) => Page(code, request)).Open().ExcludeFromDescription();

    private static IResult Page(string code, HttpRequest request)
    {
        if (!Pages.TryGetValue(code, out var markdown))
            return new ApiProblem(ApiCodes.NoSuchThing, "There is no page for this code.", "A code such as ORCH-API-0001.");
        return WantsHtml(request)
            ? Results.Text(Html(code, markdown), "text/html", Encoding.UTF8)
            : Results.Text(markdown, "text/markdown", Encoding.UTF8);
    }

    private static bool WantsHtml(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.IsSubsetOf(new MediaTypeHeaderValue("text/html")));

    /// <summary>Our pages use headings, paragraphs, bold words and code; nothing else is read, everything is escaped first.</summary>
    internal static string Html(string code, string markdown)
    {
        var body = new StringBuilder();
        foreach (var block in markdown.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var heading = block.TakeWhile(character => character == '#').Count();
            var tag = heading > 0 ? $"h{Math.Min(heading, 6)}" : "p";
            var text = WebUtility.HtmlEncode(block[heading..].Trim());
            text = Bold().Replace(Code().Replace(text, "<code>$1</code>"), "<strong>$1</strong>");
            body.Append('<').Append(tag).Append('>').Append(text).Append("</").Append(tag).Append(">\n");
        }

        return $"""
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{WebUtility.HtmlEncode(code)}</title>
            <style>body{"{"}font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark{"}"}code{"{"}font-family:ui-monospace,monospace{"}"}</style>
            {body}</html>
            """;
    }

    private static FrozenDictionary<string, string> Load()
    {
        var assembly = typeof(ErrorPages).Assembly;
        var pages = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            pages[Path.GetFileNameWithoutExtension(name[ResourcePrefix.Length..])] = reader.ReadToEnd();
        }

        return pages.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\*\*(.+?)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex("`(.+?)`")]
    private static partial Regex Code();
}
