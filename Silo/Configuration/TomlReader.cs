using System.Globalization;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Orchestrator.Silo.Configuration;

/// <summary>One value as it was written, and where.</summary>
/// <param name="Kind">Null for a value of a kind that no setting has (a date, a nested list).</param>
public sealed record WrittenValue(string Key, string Text, SettingKind? Kind, string Where);

/// <summary>
/// Reads the text of a configuration file through TOML's syntax tree. The model binder is not used: it silently
/// accepts a key written twice and merges a table that is opened again, and the second value wins unseen.
/// </summary>
internal sealed class TomlReader
{
    /// <summary>A configuration is a page or two; anything larger is the wrong file.</summary>
    internal const int MaxBytes = 1 << 20;

    private readonly string _file;
    private readonly List<WrittenValue> _values = [];
    private readonly List<SettingsError> _errors = [];
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tables = new(StringComparer.Ordinal);

    private TomlReader(string file) => _file = file;

    public static (IReadOnlyList<WrittenValue> Values, IReadOnlyList<SettingsError> Errors) Read(string text, string file)
    {
        var reader = new TomlReader(file);
        try
        {
            reader.Document(SyntaxParser.Parse(text, file, false));
        }
        catch (ArgumentException fault)
        {
            // The parser throws on an escape beyond Unicode, such as "\\UFFFFFFFF", instead of reporting it.
            reader._errors.Add(new(SettingsErrorCodes.Syntax, file, null, null, fault.Message, null));
        }
        return (reader._values, reader._errors);
    }

    private void Document(DocumentSyntax document)
    {
        // The first one only: those after it are what the parser made of the rest.
        if (document.Diagnostics.FirstOrDefault() is { } first)
        {
            // The parser says no more of a number beyond 64 bits than that it cannot read it.
            var integer = first.Message.StartsWith("Unable to parse integer", StringComparison.Ordinal);
            _errors.Add(new(
                SettingsErrorCodes.Syntax, At(first.Span), null, null, first.Message, integer ? $"whole numbers from {long.MinValue} to {long.MaxValue}, and the setting's own range" : null));
            return;
        }

        foreach (var pair in document.KeyValues) Pair("", pair);
        foreach (var table in document.Tables)
        {
            var name = Name(table.Name);
            var where = At(table.Span);
            if (table is TableArraySyntax)
            {
                _errors.Add(new(SettingsErrorCodes.UnknownKey, where, name, null, $"[[{name}]] is a list of tables; no setting is", null));
                continue;
            }
            if (!_tables.TryAdd(name, where))
                _errors.Add(new(SettingsErrorCodes.DuplicateKey, where, name, null, $"table [{name}] was opened before at {_tables[name]}", "each table once"));
            foreach (var pair in table.Items) Pair(name + ".", pair);
        }
    }

    private void Pair(string prefix, KeyValueSyntax pair)
    {
        var key = prefix + Name(pair.Key);
        var where = At(pair.Span);
        if (pair.Value is InlineTableSyntax inline)
        {
            foreach (var item in inline.Items)
                if (item.KeyValue is { } inner) Pair(key + ".", inner);
            return;
        }
        if (!_keys.TryAdd(key, where))
        {
            _errors.Add(new(SettingsErrorCodes.DuplicateKey, where, key, null, $"{key} was set before at {_keys[key]}", "each key once"));
            return;
        }
        _values.Add(Value(key, pair.Value, where));
    }

    private static WrittenValue Value(string key, ValueSyntax? value, string where) => value switch
    {
        BooleanValueSyntax flag => new(key, flag.Value ? "true" : "false", SettingKind.Switch, where),
        IntegerValueSyntax whole => new(key, whole.Value.ToString(CultureInfo.InvariantCulture), SettingKind.Whole, where),
        // The token, not the double: 0.1 stays 0.1.
        FloatValueSyntax ratio => new(key, (ratio.Token?.Text ?? "").Replace("_", "", StringComparison.Ordinal), SettingKind.Ratio, where),
        StringValueSyntax text => new(key, text.Value ?? "", SettingKind.Text, where),
        ArraySyntax list when list.Items.All(item => item.Value is StringValueSyntax) =>
            new(key, string.Join(',', list.Items.Select(item => ((StringValueSyntax)item.Value!).Value)), SettingKind.TextList, where),
        _ => new(key, value?.ToString()?.Trim() ?? "", null, where),
    };

    private static string Name(KeySyntax? key)
    {
        if (key is null) return "";
        var name = Part(key.Key);
        foreach (var more in key.DotKeys) name += "." + Part(more.Key);
        return name;
    }

    private static string Part(BareKeyOrStringValueSyntax? part) => part switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax text => text.Value ?? "",
        _ => "",
    };

    private string At(SourceSpan span) => $"{_file}:{span.Start.Line + 1}:{span.Start.Column + 1}";
}
