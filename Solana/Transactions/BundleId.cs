using System.Security.Cryptography;
using System.Text;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>The id Jito gives a bundle: hex SHA-256 of its base58 signatures joined by commas. Known before sending.</summary>
public static class BundleId
{
    public static string Of(params ReadOnlySpan<Signature> signatures)
    {
        var text = new StringBuilder(signatures.Length * (Base58.SignatureTextMax + 1));
        foreach (var signature in signatures)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(signature.ToString());
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));
    }
}
