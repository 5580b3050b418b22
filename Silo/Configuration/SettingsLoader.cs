using System.Collections;
using System.Globalization;

namespace Orchestrator.Silo.Configuration;

/// <summary>What a load gave: settings in force, or every reason why not.</summary>
public sealed record SettingsLoad(EffectiveSettings? Settings, IReadOnlyList<SettingsError> Errors);

/// <summary>
/// Lays the sources over each other: defaults, then <c>orchestrator.toml</c>, then <c>ORCH__SECTION__KEY</c> variables,
/// then the command line. Pure but for reading the file.
/// </summary>
public static class SettingsLoader
{
    public const string FileName = "orchestrator.toml";
    public const string VariablePrefix = "ORCH__";

    /// <param name="file">Path of the file, or null for none. A path that is given must exist.</param>
    /// <param name="overrides">Pairs from the command line, <c>key=value</c>.</param>
    public static SettingsLoad Load(string? file, IDictionary variables, IReadOnlyList<string> overrides)
    {
        var text = "";
        if (file is not null)
        {
            try
            {
                if (Directory.Exists(file)) return Failed(new(SettingsErrorCodes.Unreadable, file, null, null, "it is a directory", "a readable file"));
                if (new FileInfo(file).Length > TomlReader.MaxBytes)
                    return Failed(new(SettingsErrorCodes.Unreadable, file, null, null, "the file is larger than a configuration can be", $"at most {TomlReader.MaxBytes} bytes"));
                text = File.ReadAllText(file);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return Failed(new(SettingsErrorCodes.Unreadable, file, null, null, fault.Message, "a readable file"));
            }
        }
        return Merge(text, file ?? FileName, variables, overrides);
    }

    /// <summary>The merge itself, on text that was already read.</summary>
    public static SettingsLoad Merge(string text, string file, IDictionary variables, IReadOnlyList<string> overrides)
    {
        var (written, syntax) = TomlReader.Read(text, file);
        var errors = new List<SettingsError>(syntax);
        var values = SettingsSchema.All.ToDictionary(
            setting => setting.Key, setting => new EffectiveValue(setting, setting.Default, "default"), StringComparer.Ordinal);

        foreach (var value in written) Accept(value, values, errors, fromText: false, allowSecret: false);
        foreach (var value in Variables(variables)) Accept(value, values, errors, fromText: true, allowSecret: true);
        foreach (var pair in overrides) Accept(Override(pair), values, errors, fromText: true, allowSecret: false);

        if (errors.Count == 0) errors.AddRange(CrossChecks.Run(values));
        return errors.Count > 0 ? new(null, errors) : new(new EffectiveSettings(values.Values), []);
    }

    private static SettingsLoad Failed(SettingsError error) => new(null, [error]);

    private static IEnumerable<WrittenValue> Variables(IDictionary variables) =>
        from DictionaryEntry entry in variables
        let name = (string)entry.Key
        where name.StartsWith(VariablePrefix, StringComparison.Ordinal)
        orderby name
        select new WrittenValue(
            name[VariablePrefix.Length..].Replace("__", ".", StringComparison.Ordinal).ToLowerInvariant(), (string?)entry.Value ?? "", null, name);

    private static WrittenValue Override(string pair)
    {
        var cut = pair.IndexOf('=', StringComparison.Ordinal);
        return cut < 0
            ? new(pair.Trim(), "", null, "command line")
            : new(pair[..cut].Trim(), pair[(cut + 1)..].Trim(), null, "command line");
    }

    private static void Accept(
        WrittenValue value, Dictionary<string, EffectiveValue> values, List<SettingsError> errors, bool fromText, bool allowSecret)
    {
        if (!SettingsSchema.ByKey.TryGetValue(value.Key, out var setting))
        {
            var near = NearestKey.To(value.Key);
            errors.Add(new(SettingsErrorCodes.UnknownKey, value.Where, value.Key, null,
                $"{value.Key} is not a setting" + (near is null ? "" : $"; did you mean {near}?"), near ?? "the keys of `orch config show`"));
            return;
        }
        if (setting.Secret && !allowSecret)
        {
            errors.Add(new(SettingsErrorCodes.SecretInFile, value.Where, value.Key, null, $"{value.Key} is a secret and is not read from here",
                $"the variable {VariablePrefix}{value.Key.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant()}"));
            return;
        }
        if (Check(setting, value, fromText) is { } error) errors.Add(error);
        else values[value.Key] = new(setting, Canonical(setting, value.Text), value.Where);
    }

    private static SettingsError? Check(Setting setting, WrittenValue value, bool fromText)
    {
        var shown = setting.Secret ? "(secret)" : value.Text;
        SettingsError Refuse(string code, string message) => new(code, value.Where, setting.Key, shown, message, setting.Allowed);

        switch (setting.Kind)
        {
            case SettingKind.Switch:
                return (fromText || value.Kind == SettingKind.Switch) && value.Text is "true" or "false"
                    ? null : Refuse(SettingsErrorCodes.WrongKind, $"{setting.Key} = {shown} is neither true nor false");
            case SettingKind.Whole or SettingKind.Ratio:
                var whole = setting.Kind == SettingKind.Whole;
                if (!fromText && value.Kind != SettingKind.Whole && (whole || value.Kind != SettingKind.Ratio)
                    || !decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    || whole && decimal.Truncate(number) != number)
                    return Refuse(SettingsErrorCodes.WrongKind, $"{setting.Key} = {shown} is not a {(whole ? "whole " : "")}number");
                if (setting.IsSol && SolText.SplitsALamport(value.Text)) return Refuse(SettingsErrorCodes.WrongKind, $"{setting.Key} = {shown} has a fraction of a lamport");
                return number < setting.Min || number > setting.Max
                    ? Refuse(SettingsErrorCodes.OutOfRange, $"{setting.Key} = {shown} is out of range") : null;
            case SettingKind.Choice:
                return (fromText || value.Kind == SettingKind.Text) && setting.Choices.Contains(value.Text)
                    ? null : Refuse(SettingsErrorCodes.NotAChoice, $"{setting.Key} = {shown} is not one of its values");
            case SettingKind.TextList:
                var entries = value.Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                if (!fromText && value.Kind != SettingKind.TextList) return Refuse(SettingsErrorCodes.WrongKind, $"{setting.Key} is not a list of texts");
                if (entries.Distinct(StringComparer.Ordinal).Count() != entries.Length) return Refuse(SettingsErrorCodes.DuplicateKey, $"{setting.Key} names an entry twice");
                if (entries.Except(setting.Choices).FirstOrDefault() is { } odd) return Refuse(SettingsErrorCodes.NotAChoice, $"{setting.Key} names {odd}, which is not one of its values");
                return entries.Length < setting.Min || entries.Length > setting.Max
                    ? Refuse(SettingsErrorCodes.OutOfRange, $"{setting.Key} has {entries.Length} entries; {setting.Min} to {setting.Max} are allowed") : null;
            default:
                return fromText || value.Kind == SettingKind.Text ? null : Refuse(SettingsErrorCodes.WrongKind, $"{setting.Key} = {shown} is not text in quotes");
        }
    }

    /// <summary>One value has one text, so that the configuration hash does not see how it was written.</summary>
    private static string Canonical(Setting setting, string text) => setting.Kind switch
    {
        SettingKind.Whole or SettingKind.Ratio =>
            decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.##################", CultureInfo.InvariantCulture),
        SettingKind.TextList => string.Join(',', text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        _ => text,
    };
}
