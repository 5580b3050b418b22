namespace Orchestrator.Silo.Configuration;

/// <summary>Finds what a misspelt key was probably meant to be.</summary>
internal static class NearestKey
{
    /// <summary>More edits than a third of the misspelt word are no longer a slip.</summary>
    public static string? To(string key)
    {
        var (best, edits) = SettingsSchema.All.Select(setting => (setting.Key, Edits: Distance(key, setting.Key))).MinBy(candidate => candidate.Edits);
        return edits <= Math.Max(2, Last(key).Length / 3) ? best : null;
    }

    /// <summary>A right word in the wrong table is one slip, however long the table's name is.</summary>
    private static int Distance(string written, string known) => Last(written) == Last(known) ? 1 : Edits(written, known);

    private static string Last(string key) => key[(key.LastIndexOf('.') + 1)..];

    private static int Edits(string left, string right)
    {
        if (left.Length > 200) return int.MaxValue;
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
}
