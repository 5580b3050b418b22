using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// Without lookup tables a three-leg arbitrage does not fit a packet. One table holds what every transaction uses, one the pools' own accounts, one those of launches.
/// Signers, programs and tip accounts stay static, as the network asks.
/// </summary>
internal static class LookupTables
{
    public static IReadOnlyList<LookupTable> Build(VenueLayout layout)
    {
        var shared = new List<PublicKey> { VenuePools.Authority, ProgramIds.Token, Sysvars.Instructions, LenderAccounts.Market, LenderAccounts.Authority };
        shared.AddRange(VenueToken.All.Select(t => t.Key));
        shared.AddRange(layout.WalletTokens.Take(VenueToken.All.Count).Select(index => layout.TokenAccounts[index].Key));
        shared.AddRange(layout.Reserves.SelectMany(r => new[] { r.Address, r.SupplyKey, r.FeeReceiverKey, r.HostFeeReceiverKey }));
        shared.AddRange(layout.Pools.Select(p => p.Config).Distinct());
        var pools = layout.Pools.Take(layout.EstablishedPools).SelectMany(Own);
        var launched = layout.Pools.Skip(layout.EstablishedPools).SelectMany(Own)
            .Concat(layout.Launches.SelectMany(launch => new[] { launch.Token.Key, layout.TokenAccounts[layout.WalletTokens[launch.Token.Index]].Key }));
        return
        [
            new LookupTable(VenueLayout.Name("lookup table/shared"), [.. shared]),
            new LookupTable(VenueLayout.Name("lookup table/pools"), [.. pools]),
            .. layout.Launches.Count == 0 ? [] : new[] { new LookupTable(VenueLayout.Name("lookup table/launches"), [.. launched]) },
        ];
    }

    private static PublicKey[] Own(VenuePool pool) => [pool.Address, pool.VaultKey0, pool.VaultKey1, pool.Observation];

    /// <summary>All keys of a message in index order; null when a table is unknown or too short.</summary>
    public static PublicKey[]? Resolve(Message message, IReadOnlyList<LookupTable> tables)
    {
        var keys = new PublicKey[message.AccountCount];
        message.StaticKeys.CopyTo(keys);
        var writableAt = message.StaticKeys.Length;
        var readOnlyAt = writableAt + message.WritableLoaded;
        foreach (var lookup in message.Lookups)
        {
            var table = tables.FirstOrDefault(t => t.Key == lookup.Table);
            if (table is null) return null;
            if (!Load(table.Addresses, lookup.WritableIndexes.Span, keys, ref writableAt)) return null;
            if (!Load(table.Addresses, lookup.ReadOnlyIndexes.Span, keys, ref readOnlyAt)) return null;
        }

        return keys;
    }

    private static bool Load(ImmutableArray<PublicKey> addresses, ReadOnlySpan<byte> positions, PublicKey[] keys, ref int at)
    {
        foreach (var position in positions)
        {
            if (position >= addresses.Length) return false;
            keys[at++] = addresses[position];
        }

        return true;
    }
}
