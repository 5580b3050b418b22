using System.Text.Json.Nodes;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Node;

/// <summary>An account to be written, or one that was read.</summary>
public sealed record ChainAccount(PublicKey Key, ulong Lamports, PublicKey Owner, byte[] Data)
{
    /// <summary>Lamports that keep an account of this size alive: 6,960 a byte, with 128 bytes of overhead.</summary>
    public static ulong RentMinimum(int bytes) => (ulong)(bytes + 128) * 6_960;

    /// <summary>An account that holds just its rent.</summary>
    public static ChainAccount Of(PublicKey key, PublicKey owner, byte[] data) => new(key, RentMinimum(data.Length), owner, data);

    public JsonObject ToJson() => new()
    {
        ["pubkey"] = Key.ToString(), ["lamports"] = Lamports.ToString(), ["owner"] = Owner.ToString(), ["data"] = Convert.ToBase64String(Data),
    };
}
