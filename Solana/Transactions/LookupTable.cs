using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>The usable addresses of an on-chain lookup table, at most 256, in their on-chain order.</summary>
public sealed class LookupTable
{
    private readonly Dictionary<PublicKey, byte> _positions;

    /// <exception cref="ArgumentException">More than 256 addresses.</exception>
    public LookupTable(PublicKey key, ImmutableArray<PublicKey> addresses)
    {
        if (addresses.Length > Message.AccountsMax)
            throw new ArgumentException($"A lookup table holds at most {Message.AccountsMax} addresses.", nameof(addresses));
        Key = key;
        Addresses = addresses;
        _positions = new(addresses.Length);
        for (var i = 0; i < addresses.Length; i++) _positions.TryAdd(addresses[i], (byte)i);
    }

    public PublicKey Key { get; }

    public ImmutableArray<PublicKey> Addresses { get; }

    /// <summary>The first position of an address.</summary>
    public bool TryFind(PublicKey address, out byte position) => _positions.TryGetValue(address, out position);
}
