namespace Orchestrator.Solana.Rpc;

/// <summary>
/// A provider's address, whose path, query or user part may be an API key. It prints as scheme and host only, and takes its
/// secrets out of texts that come back from the provider.
/// </summary>
public sealed class SecretAddress
{
    private const int SecretLengthMin = 8;
    private readonly string[] _secrets;

    /// <exception cref="ArgumentException">Not absolute, or of a scheme other than http, https, ws and wss. The message does not repeat it.</exception>
    public SecretAddress(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "ws" or "wss"))
            throw new ArgumentException("A provider's address must be an absolute http, https, ws or wss address.", nameof(address));
        Uri = uri;
        _secrets = [.. Parts(uri).Where(part => part.Length >= SecretLengthMin).Distinct().OrderByDescending(part => part.Length)];
    }

    internal Uri Uri { get; }

    /// <summary>The same address for WebSockets.</summary>
    internal Uri WebSocket => new UriBuilder(Uri) { Scheme = Uri.Scheme is "https" or "wss" ? "wss" : "ws", Port = Uri.IsDefaultPort ? -1 : Uri.Port }.Uri;

    /// <summary><paramref name="text"/> with every part of the address that could be a key replaced by ***.</summary>
    public string Redact(string text)
    {
        foreach (var secret in _secrets) text = text.Replace(secret, "***", StringComparison.Ordinal);
        return text;
    }

    /// <summary>Scheme, host and port; never path, query or user.</summary>
    public override string ToString() => $"{Uri.Scheme}://{Uri.Host}{(Uri.IsDefaultPort ? "" : $":{Uri.Port}")}{(Uri.PathAndQuery == "/" ? "" : "/***")}";

    private static IEnumerable<string> Parts(Uri uri)
    {
        foreach (var text in (string[])[uri.AbsoluteUri, uri.PathAndQuery, uri.UserInfo])
            yield return text.TrimEnd('/');
        foreach (var part in uri.PathAndQuery.Split(['/', '?', '&', '=', ':'], StringSplitOptions.RemoveEmptyEntries))
        {
            yield return part;
            yield return Uri.UnescapeDataString(part);
        }

        foreach (var part in uri.UserInfo.Split(':', StringSplitOptions.RemoveEmptyEntries)) yield return Uri.UnescapeDataString(part);
    }
}
