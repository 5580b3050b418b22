namespace Orchestrator.Silo.Configuration;

/// <summary>
/// Whom this process may speak to. Addresses come from variables that more hands can set than the file; what is on the list is decided in the file.
/// A loopback address needs no entry, and redirects are never followed, so nobody else is reached.
/// </summary>
internal static class AllowedHosts
{
    public const string Key = "network.allowed_hosts";

    /// <summary>Every key that holds addresses this process connects to, several of them with commas between.</summary>
    public static readonly string[] Addresses = ["solana.rpc", "solana.jito", "solana.jupiter", "feed.endpoints", "simulation.venue_address"];

    private const string Form = "host names with commas between; *.example.com stands for every name below example.com";

    public static IEnumerable<SettingsError> Check(IReadOnlyDictionary<string, EffectiveValue> values)
    {
        var allowed = Parts(values[Key].Text);
        foreach (var entry in allowed)
            if (Uri.CheckHostName(entry.StartsWith("*.", StringComparison.Ordinal) ? entry[2..] : entry) == UriHostNameType.Unknown)
                yield return new(SettingsErrorCodes.WrongKind, values[Key].Origin, Key, entry, $"{entry} is no host", Form);
        foreach (var key in Addresses)
            foreach (var address in Parts(values[key].Text))
            {
                // What is no address at all is refused where it is used, by what it is for.
                if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.IsLoopback) continue;
                // The host alone: path and query may be a key.
                if (!allowed.Any(entry => Names(entry, uri.Host)))
                    yield return new(
                        SettingsErrorCodes.HostNotAllowed, values[key].Origin, key, uri.Host, $"{key} names {uri.Host}, which is not on {Key}",
                        allowed.Length == 0 ? "this machine alone: the list is empty" : string.Join(", ", allowed));
            }
    }

    private static bool Names(string entry, string host) =>
        string.Equals(entry, host, StringComparison.OrdinalIgnoreCase)
        || (entry.StartsWith("*.", StringComparison.Ordinal) && host.Length > entry.Length - 1 && host.EndsWith(entry[1..], StringComparison.OrdinalIgnoreCase));

    private static string[] Parts(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
