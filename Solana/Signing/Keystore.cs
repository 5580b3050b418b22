using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NSec.Cryptography;
using Orchestrator.Solana.Keys;
using PublicKey = Orchestrator.Solana.Keys.PublicKey;

namespace Orchestrator.Solana.Signing;

/// <summary>What trying one passphrase costs.</summary>
/// <param name="MemoryKib">KiB; 8,192 to 1,048,576.</param>
/// <param name="Passes">1 to 16.</param>
public readonly record struct KeystoreCost(int MemoryKib, int Passes)
{
    /// <summary>256 MiB and three passes: about a second.</summary>
    public static readonly KeystoreCost Default = new(256 * 1024, 3);

    /// <summary>The least that is accepted: a tenth of a second and less. For tests and weak machines.</summary>
    public static readonly KeystoreCost Least = new(8 * 1024, 1);

    internal bool IsInRange => MemoryKib is >= 8 * 1024 and <= 1024 * 1024 && Passes is >= 1 and <= 16;
}

/// <summary>
/// A key under a passphrase: Argon2id makes the key that XChaCha20-Poly1305 locks the seed with. What stands beside it in the file (version, public key, cost)
/// is authenticated with it.
/// </summary>
public static class Keystore
{
    public const int PassphraseMin = 12;

    private const int Version = 1;
    private const int SeedSize = 32;
    private const int SaltSize = 16;
    private const int NonceSize = 24;

    /// <summary>Locks a seed into a new file that only its owner may read.</summary>
    /// <exception cref="SignerFaultException">The file exists, or the passphrase is too short.</exception>
    public static PublicKey Create(string path, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> passphrase, KeystoreCost cost)
    {
        if (!cost.IsInRange) throw new ArgumentOutOfRangeException(nameof(cost), cost, "Outside of the accepted range.");
        if (passphrase.Length < PassphraseMin)
            throw new SignerFaultException(SignerFault.PassphraseTooShort, $"A passphrase has at least {PassphraseMin} bytes, not {passphrase.Length}.");
        using var pair = KeyPair.FromSeed(seed);
        var (salt, nonce) = (RandomNumberGenerator.GetBytes(SaltSize), RandomNumberGenerator.GetBytes(NonceSize));
        using var key = Derive(passphrase, salt, cost);
        var locked = AeadAlgorithm.XChaCha20Poly1305.Encrypt(key, nonce, Header(pair.PublicKey, cost), seed);
        var file = new KeystoreFile(
            Version, pair.PublicKey.ToString(), "argon2id", cost.MemoryKib, cost.Passes, Convert.ToBase64String(salt),
            "xchacha20-poly1305", Convert.ToBase64String(nonce), Convert.ToBase64String(locked), "");
        OwnerOnlyFile.Create(path, JsonSerializer.SerializeToUtf8Bytes(file with { Check = CheckOf(file) }, KeystoreJson.Default.KeystoreFile));
        return pair.PublicKey;
    }

    /// <summary>The public key that a file says it holds; needs no passphrase and proves nothing.</summary>
    /// <exception cref="SignerFaultException">The file cannot be read as a keystore.</exception>
    public static PublicKey Show(string path) => Read(path).Wallet;

    /// <param name="expected">The wallet that is wanted; null takes the one of the file.</param>
    /// <exception cref="SignerFaultException">By name: missing, readable by others, damaged, wrong passphrase, foreign.</exception>
    public static KeyPair Open(string path, ReadOnlySpan<byte> passphrase, PublicKey? expected = null)
    {
        var (wallet, file) = Read(path);
        if (expected is { } wanted && wanted != wallet) throw new SignerFaultException(SignerFault.ForeignKey, $"{path} holds {wallet}, and {wanted} is wanted.");
        var cost = new KeystoreCost(file.MemoryKib, file.Passes);
        using var key = Derive(passphrase, Convert.FromBase64String(file.Salt), cost);
        Span<byte> seed = stackalloc byte[SeedSize];
        try
        {
            // The check sum has said that the file is whole, so what does not open was locked with another passphrase.
            if (!AeadAlgorithm.XChaCha20Poly1305.Decrypt(key, Convert.FromBase64String(file.Nonce), Header(wallet, cost), Convert.FromBase64String(file.Locked), seed))
                throw new SignerFaultException(SignerFault.WrongPassphrase, $"{path} does not open with this passphrase.");
            var pair = KeyPair.FromSeed(seed);
            if (pair.PublicKey == wallet) return pair;
            pair.Dispose();
            throw new SignerFaultException(SignerFault.ForeignKey, $"{path} holds another key than the {wallet} it names.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static (PublicKey Wallet, KeystoreFile File) Read(string path)
    {
        var bytes = OwnerOnlyFile.Read(path);
        try
        {
            var file = JsonSerializer.Deserialize(bytes, KeystoreJson.Default.KeystoreFile) ?? throw new FormatException("no keystore");
            if (file.Version != Version || file.Kdf != "argon2id" || file.Cipher != "xchacha20-poly1305")
                throw new SignerFaultException(SignerFault.KeystoreVersion, $"{path} is of version {file.Version} ({file.Kdf}, {file.Cipher}); this build reads version {Version}.");
            // Before anything is reckoned with it: a forged cost must not eat the machine.
            if (!new KeystoreCost(file.MemoryKib, file.Passes).IsInRange) throw new FormatException("a cost outside of the accepted range");
            if (file.Check != CheckOf(file)) throw new FormatException("its check sum does not match");
            if (Convert.FromBase64String(file.Salt).Length != SaltSize || Convert.FromBase64String(file.Nonce).Length != NonceSize
                || Convert.FromBase64String(file.Locked).Length != SeedSize + AeadAlgorithm.XChaCha20Poly1305.TagSize)
                throw new FormatException("a field of the wrong length");
            return (PublicKey.Parse(file.PublicKey), file);
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            throw new SignerFaultException(SignerFault.KeystoreDamaged, $"{path} cannot be read as a keystore: {fault.Message}");
        }
    }

    private static Key Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, KeystoreCost cost)
    {
        var argon = PasswordBasedKeyDerivationAlgorithm.Argon2id(
            new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = cost.MemoryKib, NumberOfPasses = cost.Passes });
        return argon.DeriveKey(passphrase, salt, AeadAlgorithm.XChaCha20Poly1305);
    }

    private static byte[] Header(PublicKey wallet, KeystoreCost cost) =>
        Encoding.ASCII.GetBytes($"orchestrator keystore {Version} {wallet} argon2id {cost.MemoryKib} {cost.Passes}");

    private static string CheckOf(KeystoreFile file) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Version}|{file.PublicKey}|{file.Kdf}|{file.MemoryKib}|{file.Passes}|{file.Salt}|{file.Cipher}|{file.Nonce}|{file.Locked}")))[..16];
}

/// <summary>A keystore as it lies on disk.</summary>
/// <param name="Locked">Base64 of the seed under cipher and tag.</param>
/// <param name="Check">Tells a damaged file from a wrong passphrase.</param>
internal sealed record KeystoreFile(
    int Version, string PublicKey, string Kdf, int MemoryKib, int Passes, string Salt, string Cipher, string Nonce, string Locked, string Check);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(KeystoreFile))]
internal sealed partial class KeystoreJson : JsonSerializerContext;
