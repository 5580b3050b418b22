using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Domain;
using Orchestrator.Domain.Money;

namespace Orchestrator.Grains.Channels;

/// <summary>An integer of base units. A fraction, an exponent or a number that does not fit is refused.</summary>
internal abstract class IntegerConverter<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number) throw new JsonException("An integer is expected.");
        return TryRead(ref reader, out var value) ? value : throw new JsonException("The integer has a fraction or does not fit.");
    }

    protected abstract bool TryRead(ref Utf8JsonReader reader, out T value);
}

internal sealed class LamportsConverter : IntegerConverter<Lamports>
{
    protected override bool TryRead(ref Utf8JsonReader reader, out Lamports value)
    {
        var fits = reader.TryGetInt64(out var number);
        value = new Lamports(number);
        return fits;
    }

    public override void Write(Utf8JsonWriter writer, Lamports value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class BaseUnitsConverter : IntegerConverter<BaseUnits>
{
    protected override bool TryRead(ref Utf8JsonReader reader, out BaseUnits value)
    {
        var fits = reader.TryGetUInt64(out var number);
        value = new BaseUnits(number);
        return fits;
    }

    public override void Write(Utf8JsonWriter writer, BaseUnits value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class SignedUnitsConverter : IntegerConverter<SignedUnits>
{
    /// <summary>Sign and 39 digits hold every 128-bit integer.</summary>
    private const int LengthMax = 40;

    protected override bool TryRead(ref Utf8JsonReader reader, out SignedUnits value)
    {
        value = default;
        if (reader.HasValueSequence || reader.ValueSpan.Length > LengthMax) return false;
        var fits = Int128.TryParse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        value = new SignedUnits(number);
        return fits;
    }

    public override void Write(Utf8JsonWriter writer, SignedUnits value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Value.ToString(CultureInfo.InvariantCulture));
}

internal sealed class BasisPointsConverter : IntegerConverter<BasisPoints>
{
    protected override bool TryRead(ref Utf8JsonReader reader, out BasisPoints value)
    {
        var fits = reader.TryGetInt32(out var number);
        value = new BasisPoints(number);
        return fits;
    }

    public override void Write(Utf8JsonWriter writer, BasisPoints value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class EpochConverter : IntegerConverter<Epoch>
{
    protected override bool TryRead(ref Utf8JsonReader reader, out Epoch value)
    {
        var fits = reader.TryGetInt64(out var number);
        value = new Epoch(number);
        return fits && number >= 0;
    }

    public override void Write(Utf8JsonWriter writer, Epoch value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

/// <summary>A name as a string; one that is not well formed is refused.</summary>
internal abstract class NameConverter<T> : JsonConverter<T>
{
    /// <summary>Longest name that is read, in characters.</summary>
    private const int LengthMax = 256;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("A string is expected.");
        var text = reader.GetString()!;
        return text.Length is > 0 and <= LengthMax && TryParse(text, out var value) ? value : throw new JsonException("The name is not well formed.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value!.ToString());

    protected abstract bool TryParse(string text, out T value);
}

internal sealed class MintConverter : NameConverter<Mint>
{
    protected override bool TryParse(string text, out Mint value) => Mint.TryParse(text, out value);
}

internal sealed class OpportunityIdConverter : NameConverter<OpportunityId>
{
    protected override bool TryParse(string text, out OpportunityId value) => OpportunityId.TryParse(text, out value);
}

internal sealed class PortfolioIdConverter : NameConverter<PortfolioId>
{
    protected override bool TryParse(string text, out PortfolioId value)
    {
        value = new PortfolioId(text);
        return true;
    }
}

internal sealed class StrategyIdConverter : NameConverter<StrategyId>
{
    protected override bool TryParse(string text, out StrategyId value)
    {
        value = new StrategyId(text);
        return true;
    }
}

internal sealed class RouteKeyConverter : NameConverter<RouteKey>
{
    protected override bool TryParse(string text, out RouteKey value)
    {
        value = new RouteKey(text);
        return true;
    }
}

/// <summary>Enumeration values as snake_case words; numbers are refused.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>Enumeration values as they are named by the source of the event; numbers are refused.</summary>
internal sealed class SameNameConverter<T>() : JsonStringEnumConverter<T>(null, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>Writes ISO 8601 in UTC; reads that, or Unix seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude.</summary>
internal sealed class MomentConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var at)) return at.ToUniversalTime();
        // Whether a time lies in the future is judged by the reader of the event, who has the clock.
        if (reader.TokenType == JsonTokenType.Number
            && reader.TryGetInt64(out var unix)
            && EventTime.TryRead(unix, DateTimeOffset.MaxValue, out at) == EventTimeOutcome.Read)
            return at;
        throw new JsonException("A time is expected: ISO 8601, or Unix s, ms, us or ns.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToUniversalTime());
}
