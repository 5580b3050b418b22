using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Domain;
using Orchestrator.Domain.Money;

namespace Orchestrator.Client.Api.Requests;

/// <summary>
/// Reads the fields of one JSON object and collects every refusal, so that a caller hears all of them at once. What was not asked for by
/// name is refused by <see cref="RefuseOthers"/>.
/// </summary>
internal sealed class Fields(JsonElement root, string path, List<FieldProblem> refused)
{
    private const int ShownMax = 80;
    private readonly List<string> _known = [];

    public static Fields Of(RequestBody body) => new(body.Root, "", []);

    public ImmutableArray<FieldProblem> Refused => [.. refused];

    public string? Text(string name, int lengthMax, bool required = true, int lengthMin = 1)
    {
        if (Find(name, required) is not { } value) return null;
        var allowed = $"Text of {lengthMin} to {lengthMax} characters.";
        if (value.ValueKind != JsonValueKind.String) return Refuse<string>(name, "not_text", value, "It is not a text.", allowed);
        var text = value.GetString()!;
        if (text.Length < lengthMin || text.Length > lengthMax || (lengthMin > 0 && string.IsNullOrWhiteSpace(text)))
            return Refuse<string>(name, "length", value, $"It has {text.Length} characters, or nothing but blanks.", allowed);
        return text;
    }

    public T? Choice<T>(string name, T fallback) where T : struct, Enum
    {
        var allowed = "One of " + string.Join(", ", Enum.GetValues<T>().Select(known => Wire.Words.Of(known))) + ".";
        if (Find(name, required: false) is not { } value) return fallback;
        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!;
            foreach (var known in Enum.GetValues<T>())
            {
                if (Wire.Words.Of(known) == text) return known;
            }
        }

        Refuse<string>(name, "not_a_choice", value, "It is none of the words.", allowed);
        return null;
    }

    /// <summary>Whole lamports as a number or as a text of digits, because a number beyond 2^53 does not survive every JSON library.</summary>
    public Lamports Lamports(string name, Lamports? fallback = null, bool negativeAllowed = false)
    {
        var allowed = negativeAllowed ? "Whole lamports within ±(2^63 − 1), as a number or a text of digits." : "Whole lamports from 0 to 2^63 − 1, as a number or a text of digits.";
        if (Find(name, fallback is null) is not { } value) return fallback ?? default;
        if (Digits(value) is not { } digits) return Refuse(name, "not_a_number", value, "It is not an amount.", allowed, default(Lamports));
        var outcome = MoneyText.TryReadLamports(digits, negativeAllowed, out var amount);
        return outcome == MoneyTextOutcome.Read ? amount : Refuse(name, Code(outcome), value, Say(outcome), allowed, default(Lamports));
    }

    /// <summary>Whole base units of any token.</summary>
    public BaseUnits Units(string name)
    {
        const string allowed = "Whole base units from 0 to 2^64 − 1, as a number or a text of digits.";
        if (Find(name, required: true) is not { } value) return default;
        if (Digits(value) is not { } digits) return Refuse(name, "not_a_number", value, "It is not an amount.", allowed, default(BaseUnits));
        var outcome = MoneyText.TryReadUnits(digits, out var amount);
        return outcome == MoneyTextOutcome.Read ? amount : Refuse(name, Code(outcome), value, Say(outcome), allowed, default(BaseUnits));
    }

    public double Share(string name)
    {
        const string allowed = "A number from 0 to 1.";
        if (Find(name, required: true) is not { } value) return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and <= 1) return number;
        return Refuse(name, "out_of_range", value, "It is not a number within the range.", allowed, 0d);
    }

    public long Whole(string name, long from, long to)
    {
        if (Find(name, required: true) is not { } value) return from;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= from && number <= to) return number;
        return Refuse(name, "out_of_range", value, "It is not a whole number within the range.", $"A whole number from {from} to {to}.", from);
    }

    public ulong? Slot(string name, bool required)
    {
        if (Find(name, required) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var slot)) return slot;
        Refuse<string>(name, "out_of_range", value, "It is not a slot.", "A whole number from 0 to 2^64 − 1.");
        return null;
    }

    public Mint Mint(string name, Mint? fallback = null)
    {
        if (Find(name, fallback is null) is not { } value) return fallback ?? default;
        if (value.ValueKind == JsonValueKind.String && Domain.Money.Mint.TryParse(value.GetString(), out var mint)) return mint;
        return Refuse(name, "not_a_mint", value, "It is not the address of a mint.", "32 to 44 base58 characters.", default(Mint));
    }

    public OpportunityId? Id(string name)
    {
        if (Find(name, required: false) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && OpportunityId.TryParse(value.GetString(), out var id) && id.IsVersion7) return id;
        Refuse<string>(name, "not_an_id", value, "It is not an id.", "A UUID of version 7 with hyphens.");
        return null;
    }

    /// <summary>RFC 3339 with an offset, or Unix time in s, ms, µs or ns.</summary>
    public DateTimeOffset? Time(string name)
    {
        const string allowed = "RFC 3339 with an offset, such as 2026-01-31T12:00:00Z, or Unix time in s, ms, µs or ns.";
        if (Find(name, required: false) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var unix)
            && EventTime.TryRead(unix, DateTimeOffset.MaxValue, out var moment) == EventTimeOutcome.Read) return moment;
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('T', StringComparison.Ordinal) && value.TryGetDateTimeOffset(out var at)
            && HasOffset(value.GetString()!)) return at;
        Refuse<string>(name, "not_a_time", value, "It is not a time.", allowed);
        return null;
    }

    public IEnumerable<Fields> Objects(string name, int countMin, int countMax)
    {
        if (Find(name, required: countMin > 0) is not { } value) return [];
        var allowed = $"A list of {countMin} to {countMax} objects.";
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < countMin || value.GetArrayLength() > countMax || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
            return Refuse<IEnumerable<Fields>>(name, "not_a_list", value, "It is not such a list.", allowed) ?? [];
        return value.EnumerateArray().Select((item, at) => new Fields(item, $"{path}{name}[{at}].", refused)).ToArray();
    }

    public void RefuseOthers()
    {
        foreach (var property in root.EnumerateObject())
        {
            if (!_known.Contains(property.Name, StringComparer.Ordinal))
                refused.Add(new FieldProblem(path + Short(property.Name), "unknown", null, "There is no such field.", "Fields: " + string.Join(", ", _known) + "."));
        }
    }

    public void Refuse(string name, string code, string value, string message, string allowed) =>
        refused.Add(new FieldProblem(path + name, code, Short(value), message, allowed));

    private JsonElement? Find(string name, bool required)
    {
        _known.Add(name);
        if (root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null) return value;
        if (required) refused.Add(new FieldProblem(path + name, "missing", null, "It is required.", "A value."));
        return null;
    }

    private T? Refuse<T>(string name, string code, JsonElement value, string message, string allowed, T? instead = default)
    {
        refused.Add(new FieldProblem(path + name, code, Short(value.GetRawText()), message, allowed));
        return instead;
    }

    private static string? Digits(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => value.GetString(),
        _ => null,
    };

    private static bool HasOffset(string text) => text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);

    private static string Code(MoneyTextOutcome outcome) => Wire.Words.Of(outcome);

    private static string Say(MoneyTextOutcome outcome) => outcome switch
    {
        MoneyTextOutcome.Negative => "It is negative.",
        MoneyTextOutcome.Fractional => "It has a fraction of the smallest unit.",
        MoneyTextOutcome.TooLarge => "It is more than an amount can be.",
        _ => "It is not a plain number: digits only, no exponent.",
    };

    private static string Short(string text) => text.Length <= ShownMax ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..ShownMax]}… ({text.Length} characters)");
}
