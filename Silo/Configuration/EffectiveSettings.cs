using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Silo.Configuration;

/// <summary>A value in force and where it came from: <c>default</c>, <c>file:line:column</c>, a variable's name, or <c>command line</c>.</summary>
public sealed record EffectiveValue(Setting Setting, string? Text, string Origin)
{
    /// <summary>What may be shown to anyone.</summary>
    public string Shown => Setting.Secret ? (Text is null ? "(not set)" : "(secret)") : Text ?? "(not set)";
}

/// <summary>The whole configuration, valid as a whole. Immutable: an edit makes another one.</summary>
public sealed class EffectiveSettings
{
    private readonly ImmutableSortedDictionary<string, EffectiveValue> _values;

    internal EffectiveSettings(IEnumerable<EffectiveValue> values)
    {
        _values = values.ToImmutableSortedDictionary(value => value.Setting.Key, value => value, StringComparer.Ordinal);
        Hash = HashOf(_values.Values);
    }

    public IEnumerable<EffectiveValue> Values => _values.Values;

    /// <summary>First 16 hex digits of SHA-256 over every value that is not secret: stamped on every decision.</summary>
    public string Hash { get; }

    public EffectiveValue this[string key] => _values[key];

    public string? TextOrNull(string key) => _values[key].Text;

    public string Text(string key) => _values[key].Text ?? throw new InvalidOperationException($"{key} is not set and has no default.");

    public bool Switch(string key) => Text(key) == "true";

    public long Whole(string key) => long.Parse(Text(key), CultureInfo.InvariantCulture);

    public decimal Ratio(string key) => decimal.Parse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture);

    public decimal? RatioOrNull(string key) =>
        TextOrNull(key) is { } text ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    public IReadOnlyList<string> TextList(string key) => Text(key).Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Keys whose value differs, for a reload.</summary>
    public IEnumerable<EffectiveValue> ChangesTo(EffectiveSettings next) =>
        next.Values.Where(value => value.Text != _values[value.Setting.Key].Text);

    private static string HashOf(IEnumerable<EffectiveValue> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
            if (!value.Setting.Secret) text.Append(value.Setting.Key).Append('=').Append(value.Text).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}
