using System.Text;

namespace Orchestrator.Solana.Programs;

/// <summary>TransferChecked → transfer_checked: the programs' sources name things that way.</summary>
internal static class SnakeCase
{
    public static string Of(string pascal)
    {
        var text = new StringBuilder(pascal.Length + 4);
        for (var i = 0; i < pascal.Length; i++)
        {
            if (char.IsUpper(pascal[i]) && i > 0 && !char.IsUpper(pascal[i - 1])) text.Append('_');
            text.Append(char.ToLowerInvariant(pascal[i]));
        }
        return text.ToString();
    }

    /// <summary>Names of an enum's values, computed once.</summary>
    public static Dictionary<T, string> NamesOf<T>() where T : struct, Enum =>
        Enum.GetValues<T>().Distinct().ToDictionary(v => v, v => Of(v.ToString()));
}
