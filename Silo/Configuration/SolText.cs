using System.Globalization;

namespace Orchestrator.Silo.Configuration;

/// <summary>An amount of SOL as settings write it, where an exponent may stand too.</summary>
internal static class SolText
{
    public const int DecimalsMax = 9;

    /// <summary>True for a fraction of a lamport. By the text itself: a decimal is rounded beyond 28 digits, and what was cut off would be lost.</summary>
    /// <param name="number">Known to be a number.</param>
    public static bool SplitsALamport(string number)
    {
        var parts = number.Trim().Split('e', 'E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        if (!digits.Any(digit => digit is >= '1' and <= '9')) return false;
        // How far right of the point the last digit stands that is not zero.
        var wholeDigits = point < 0 ? parts[0].Length : point;
        var exponent = parts.Length > 1 ? long.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        return digits.Length - wholeDigits - exponent > DecimalsMax;
    }
}
