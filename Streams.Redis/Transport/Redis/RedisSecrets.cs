using StackExchange.Redis;

namespace Orchestrator.Streams.Redis.Transport.Redis;

/// <summary>Keeps the password out of everything that is shown.</summary>
internal static class RedisSecrets
{
    private const string Hidden = "***";

    /// <returns>The connection string without its password; nothing of it when it does not parse.</returns>
    public static string Shown(string connection)
    {
        try
        {
            return ConfigurationOptions.Parse(connection).ToString(includePassword: false);
        }
        catch (ArgumentException)
        {
            return Hidden;
        }
    }

    public static string Cleaned(string message, string? password) =>
        string.IsNullOrEmpty(password) ? message : message.Replace(password, Hidden, StringComparison.Ordinal);
}
