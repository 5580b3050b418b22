using System.Globalization;

namespace Orchestrator.Domain.Money;

/// <summary>Why a text is not an amount of money. Checked in this order.</summary>
public enum MoneyTextOutcome
{
    Read = 0,
    NotANumber = 1,
    Negative = 2,
    /// <summary>Finer than one lamport or one base unit.</summary>
    Fractional = 3,
    /// <summary>2^64 or more units, or more than the amount type can hold.</summary>
    TooLarge = 4,
}

/// <summary>Reads amounts as people and JSON write them. No exponent, no sign but a leading minus, no thousands separator.</summary>
public static class MoneyText
{
    /// <summary>Longer texts are refused before they are read: 2^64 lamports need 21 characters.</summary>
    public const int LengthMax = 40;

    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;

    /// <summary>Reads SOL, such as <c>0.05</c>.</summary>
    public static MoneyTextOutcome TryReadSol(string? text, bool negativeAllowed, out Lamports amount) =>
        TryRead(text, Lamports.PerSol, negativeAllowed, out amount);

    /// <summary>Reads whole lamports, such as <c>50000000</c>.</summary>
    public static MoneyTextOutcome TryReadLamports(string? text, bool negativeAllowed, out Lamports amount) =>
        TryRead(text, 1, negativeAllowed, out amount);

    /// <summary>Reads whole base units of any token; never negative.</summary>
    public static MoneyTextOutcome TryReadUnits(string? text, out BaseUnits amount)
    {
        amount = default;
        var outcome = TryScale(text, 1, negativeAllowed: false, out var units);
        if (outcome == MoneyTextOutcome.Read) amount = new BaseUnits(decimal.ToUInt64(units));
        return outcome;
    }

    private static MoneyTextOutcome TryRead(string? text, long scale, bool negativeAllowed, out Lamports amount)
    {
        amount = default;
        var outcome = TryScale(text, scale, negativeAllowed, out var units);
        if (outcome != MoneyTextOutcome.Read) return outcome;
        if (units is > long.MaxValue or < long.MinValue) return MoneyTextOutcome.TooLarge;
        amount = new Lamports(decimal.ToInt64(units));
        return MoneyTextOutcome.Read;
    }

    private static MoneyTextOutcome TryScale(string? text, long scale, bool negativeAllowed, out decimal units)
    {
        units = 0;
        if (text is null or "" || text.Length > LengthMax || text[0] == '+') return MoneyTextOutcome.NotANumber;
        var point = text.IndexOf('.');
        var decimals = point < 0 ? 0 : text.AsSpan(point + 1).TrimEnd('0').Length;
        if (!IsPlainNumber(text)) return MoneyTextOutcome.NotANumber;
        var negative = text[0] == '-';
        if (negative && !negativeAllowed) return MoneyTextOutcome.Negative;
        // A decimal rounds silently beyond 28 digits, so the text itself tells whether a unit would be split.
        if (decimals > (scale == 1 ? 0 : 9)) return MoneyTextOutcome.Fractional;
        if (!decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number)) return MoneyTextOutcome.TooLarge;
        if (number is > ulong.MaxValue or < -(decimal)ulong.MaxValue) return MoneyTextOutcome.TooLarge;
        units = number * scale;
        return units is > ulong.MaxValue or < -(decimal)ulong.MaxValue ? MoneyTextOutcome.TooLarge : MoneyTextOutcome.Read;
    }

    private static bool IsPlainNumber(string text)
    {
        var digits = 0;
        var points = 0;
        for (var i = text[0] == '-' ? 1 : 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i])) digits++;
            else if (text[i] == '.') points++;
            else return false;
        }

        return digits > 0 && points <= 1;
    }
}
