using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Signing;

/// <summary>The Solana CLI's <c>id.json</c>: a JSON list of 64 numbers, the seed and then the public key, in the clear.</summary>
public static class SolanaKeyFile
{
    private const int Size = 64;

    /// <summary>Reads the seed and locks it into a keystore. Whatever held the key on the way is wiped.</summary>
    /// <exception cref="SignerFaultException">The key file is missing, readable by others or no key; or see <see cref="Keystore.Create"/>.</exception>
    public static PublicKey Import(string path, string keystore, ReadOnlySpan<byte> passphrase, KeystoreCost cost)
    {
        var text = OwnerOnlyFile.Read(path);
        Span<byte> secret = stackalloc byte[Size];
        try
        {
            if (!TryRead(text, secret) || !KeyPair.TryFromSecret(secret, out var pair))
                throw new SignerFaultException(SignerFault.KeyFileUnreadable, $"{path} is no Solana key file: a list of {Size} numbers from 0 to 255, seed and public key, is expected.");
            pair.Dispose();
            return Keystore.Create(keystore, secret[..32], passphrase, cost);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> text, Span<byte> secret)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
            for (var i = 0; i < Size; i++)
                if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetByte(out secret[i])) return false;
            return reader.Read() && reader.TokenType == JsonTokenType.EndArray && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
