using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Client.Api.Problems;

namespace Orchestrator.Client.Api.Requests;

/// <summary>The query parameters a path knows. A misspelt filter must not answer with everything.</summary>
internal sealed record QueryRule(ImmutableArray<string> Names);

internal static class QueryRules
{
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder builder, params ImmutableArray<string> names) => builder.WithMetadata(new QueryRule(names));

    /// <summary>Refuses parameters that the path does not know, and any that comes twice.</summary>
    public static ApiProblem? Judge(HttpContext http)
    {
        var names = http.GetEndpoint()?.Metadata.GetMetadata<QueryRule>()?.Names ?? [];
        var refused = ImmutableArray.CreateBuilder<FieldProblem>();
        foreach (var (name, values) in http.Request.Query)
        {
            var allowed = names.IsEmpty ? "No parameters." : string.Join(", ", names);
            if (!names.Contains(name)) refused.Add(new FieldProblem(name, "unknown", null, "There is no such parameter.", allowed));
            else if (values.Count > 1) refused.Add(new FieldProblem(name, "twice", null, "It comes more than once.", "Once."));
        }

        return refused.Count == 0 ? null : Refused(refused.ToImmutable());
    }

    public static ApiProblem Refused(ImmutableArray<FieldProblem> errors) =>
        new(ApiCodes.QueryRefused, string.Join(" ", errors.Select(error => $"{error.Field}: {error.Message}"))) { Errors = errors };
}

/// <summary>Reads parameters and collects every refusal.</summary>
internal sealed partial class Parameters
{
    private readonly List<FieldProblem> _refused = [];

    public ApiProblem? Problem => _refused.Count == 0 ? null : QueryRules.Refused([.. _refused]);

    public int Whole(string name, string? text, int from, int to, int fallback)
    {
        if (text is null) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to)
            return number;
        Refuse(name, text, $"A whole number from {from} to {to}.");
        return fallback;
    }

    public long? Cursor(string name, string? text)
    {
        if (text is null) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor)) return cursor;
        Refuse(name, text, "The next_cursor of an earlier page.");
        return null;
    }

    /// <summary>A cursor of the journal: a time and a sequence, handed on as it came. Anything else would silently begin anew.</summary>
    public string? JournalCursor(string name, string? text)
    {
        if (text is null || JournalCursorShape().IsMatch(text)) return text;
        Refuse(name, text, "The next_cursor of an earlier page.");
        return null;
    }

    public DateTimeOffset? Time(string name, string? text)
    {
        if (text is null) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && text.Contains('T', StringComparison.Ordinal))
            return at;
        Refuse(name, text, "RFC 3339, such as 2026-01-31T12:00:00Z.");
        return null;
    }

    public string? Word(string name, string? text, params ReadOnlySpan<string> words)
    {
        if (text is null || words.Contains(text)) return text;
        Refuse(name, text, "One of " + string.Join(", ", words!) + ".");
        return null;
    }

    public string? Name(string name, string? text, int lengthMax)
    {
        if (text is null || (text.Length is > 0 && text.Length <= lengthMax)) return text;
        Refuse(name, text, $"1 to {lengthMax} characters.");
        return null;
    }

    private void Refuse(string name, string text, string allowed) =>
        _refused.Add(new FieldProblem(name, "refused", text.Length <= 80 ? text : text[..80], "It is refused.", allowed));

    [GeneratedRegex(@"^[0-9]{1,18}\.[0-9]{1,18}$")]
    private static partial Regex JournalCursorShape();
}
