using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Client.Api.Access;

/// <summary>
/// Keys are 256 random bits, so a plain SHA-256 keeps them: there is no dictionary to try, and no salt to add to what is unique already.
/// </summary>
public static class ApiKeys
{
    public const string Prefix = "orch_";

    /// <summary>Shorter ones are refused: they could be guessed.</summary>
    public const int LengthMin = 32;

    public const int LengthMax = 256;

    private const int RandomBytes = 32;

    /// <summary>A new key. Shown once; only its hash is kept.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>SHA-256, 64 lower-case hex digits.</summary>
    /// <exception cref="ArgumentException">The key is shorter than <see cref="LengthMin"/> or longer than <see cref="LengthMax"/> characters.</exception>
    public static string HashKey(string key) => key.Length is >= LengthMin and <= LengthMax
        ? Convert.ToHexStringLower(Hash(key))
        : throw new ArgumentException($"A key has {LengthMin} to {LengthMax} characters.", nameof(key));

    /// <summary>The line of a key file.</summary>
    public static string Line(ApiRole role, string name, string key) => $"{role.ToString().ToLowerInvariant()}:{name}:{HashKey(key)}";

    internal static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
