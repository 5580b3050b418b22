using System.Security.Cryptography;
using System.Text;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.World;

/// <summary>Keys made from names, so that every run has the same ones.</summary>
public static class Names
{
    public static KeyPair Wallet(string name) => KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    public static PublicKey Key(string name)
    {
        using var wallet = Wallet(name);
        return wallet.PublicKey;
    }
}
