using System.Text.RegularExpressions;

namespace Orchestrator.Cli.Explanations;

/// <summary>One part of a page, such as <c>Cause</c>.</summary>
internal sealed record ErrorSection(string Name, string Text);

/// <summary>The page of one error code: what happened, what to do, what became of the state.</summary>
internal sealed partial record ErrorPage(string Code, string Title, IReadOnlyList<ErrorSection> Sections)
{
    private const string Folder = "errors/";

    private static readonly Lazy<IReadOnlyList<string>> AllCodes = new(() =>
        [.. typeof(ErrorPage).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]).Order(StringComparer.Ordinal)]);

    /// <summary>Every code there is, in order.</summary>
    public static IReadOnlyList<string> Codes => AllCodes.Value;

    /// <summary>Null when no page has this code. Case and the prefix <c>ORCH-</c> may be left out.</summary>
    public static ErrorPage? Find(string code)
    {
        var known = Full(code);
        using var stream = typeof(ErrorPage).Assembly.GetManifestResourceStream(Folder + known);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return Parse(known, reader.ReadToEnd());
    }

    /// <summary>The code that was probably meant: of the same area where there is one.</summary>
    public static string Nearest(string code) => Codes.MinBy(known => Edits(Full(code), known))!;

    internal static ErrorPage Parse(string code, string text)
    {
        var heading = text.Split('\n', 2)[0].TrimStart('#', ' ');
        var title = heading.StartsWith(code + ": ", StringComparison.Ordinal) ? heading[(code.Length + 2)..] : heading;
        return new(code, title.Trim(), [.. Section().Matches(text).Select(match => new ErrorSection(match.Groups[1].Value, match.Groups[2].Value.Trim()))]);
    }

    private static string Full(string code)
    {
        var upper = code.Trim().ToUpperInvariant();
        return upper.StartsWith("ORCH-", StringComparison.Ordinal) ? upper : "ORCH-" + upper;
    }

    private static int Edits(string left, string right)
    {
        const int LongestCode = 64;
        if (left.Length > LongestCode) return int.MaxValue;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    [GeneratedRegex(@"^\*\*([A-Z][A-Za-z ]*)\.\*\*\s*(.*?)(?=^\*\*[A-Z][A-Za-z ]*\.\*\*|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();
}
