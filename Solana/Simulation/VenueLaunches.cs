using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// The launches of a market, drawn from its seed: each scheme once, the rest honest, in an order that the seed decides. Nobody but us trades the tokens, so a price
/// gap between an honest token's two pools waits for whoever dares.
/// </summary>
internal static class VenueLaunches
{
    /// <summary>Creator that an operator has listed before the market began.</summary>
    public static readonly PublicKey ListedCreator = VenueLayout.Name("creator/listed");

    private const ulong Supply = 1_000_000_000_000_000;
    private const byte Decimals = 6;
    private const int Holders = 10;

    /// <summary>Slots after which a pulled launch is empty: before anybody's patience is over.</summary>
    private const ulong PulledAfter = 40;

    private static readonly PublicKey Incinerator = PublicKey.Parse("1nc1nerator11111111111111111111111111111111");

    public static IEnumerable<VenueLaunch> Build(VenueSettings settings, int firstToken, int firstPool, Func<PublicKey, int, PublicKey, int> add)
    {
        var chance = new Chance(settings.Seed);
        var schemes = Order(chance, settings.Launches.Count);
        var pools = firstPool;
        for (var i = 0; i < schemes.Length; i++)
        {
            var slot = settings.Chain.FirstSlot + (ulong)settings.Launches.FirstAfterSlots + (ulong)(i * settings.Launches.EverySlots);
            yield return Build(chance, i, schemes[i], slot, firstToken + i, ref pools, add);
        }
    }

    /// <summary>Who pulls does so before the creator is met again.</summary>
    private static LaunchScheme[] Order(Chance chance, int count)
    {
        var traps = Enum.GetValues<LaunchScheme>();
        var schemes = Enumerable.Range(0, count).Select(i => i < traps.Length ? traps[i] : LaunchScheme.Honest)
            .Select((scheme, i) => (scheme, draw: chance.Draw(Purpose.Launch, (ulong)i))).OrderBy(pair => pair.draw).Select(pair => pair.scheme).ToArray();
        int pulled = Array.IndexOf(schemes, LaunchScheme.Pulled), again = Array.IndexOf(schemes, LaunchScheme.Repeated);
        if (again >= 0 && again < pulled) (schemes[pulled], schemes[again]) = (schemes[again], schemes[pulled]);
        return schemes;
    }

    private static VenueLaunch Build(Chance chance, int index, LaunchScheme scheme, ulong slot, int tokenIndex, ref int pools, Func<PublicKey, int, PublicKey, int> add)
    {
        var program = scheme is LaunchScheme.PermanentDelegate or LaunchScheme.TransferHook or LaunchScheme.TransferFee ? ProgramIds.Token2022 : ProgramIds.Token;
        var key = Key(chance, "launch/mint", index);
        var draw = chance.Draw(Purpose.Launch, (ulong)index, 1);
        var sol = scheme == LaunchScheme.LittleLiquidity ? 10 : (ulong)Chance.Between(draw, 80, 150);
        var units = scheme == LaunchScheme.Decoy ? Supply / 100 : Supply / 5;
        var lamports = sol * 1_000_000_000;
        var token = VenueToken.Launched(tokenIndex, $"NEW{index:00}", key, program, Decimals, lamports, units);
        var creator = scheme switch
        {
            LaunchScheme.ListedCreator => ListedCreator,
            LaunchScheme.Pulled or LaunchScheme.Repeated => Key(chance, "launch/puller", 0),
            _ => Key(chance, "launch/creator", index),
        };
        var pool = Pool(chance, "launch/pool", index, token, creator, lamports, units, scheme == LaunchScheme.SharesKept, pools++, add);
        LaunchedPool? exit = null;
        if (scheme == LaunchScheme.Honest)
        {
            var dearer = lamports / 100 * (ulong)Chance.Between(Chance.Next(draw), 115, 130);
            exit = Pool(chance, "launch/exit", index, token, Key(chance, "launch/exit creator", index), dearer, units, false, pools++, add);
        }

        return new VenueLaunch(
            index, scheme, slot, scheme == LaunchScheme.Pulled ? slot + PulledAfter : 0, token, creator, pool, exit, [.. Opening(chance, index, scheme, token, pool, exit, add)]);
    }

    /// <summary>Ten holders of a fiftieth each, or five of a tenth; what is left is burned.</summary>
    private static List<(int Account, ulong Units)> Opening(
        Chance chance, int index, LaunchScheme scheme, VenueToken token, LaunchedPool pool, LaunchedPool? exit, Func<PublicKey, int, PublicKey, int> add)
    {
        var opening = new List<(int, ulong)> { (pool.Pool.VaultOf(token.Index), pool.Units) };
        if (exit is not null) opening.Add((exit.Pool.VaultOf(token.Index), exit.Units));
        var (holders, share) = scheme == LaunchScheme.Concentrated ? (5, Supply / 10) : (Holders, Supply / 50);
        for (var holder = 0; holder < holders; holder++)
            opening.Add((add(Key(chance, $"launch/holding/{holder}", index), token.Index, Key(chance, $"launch/holder/{holder}", index)), share));
        var burned = opening.Aggregate(Supply, (left, one) => left - one.Item2);
        opening.Add((add(Key(chance, "launch/burned", index), token.Index, Incinerator), burned));
        return opening;
    }

    private static LaunchedPool Pool(
        Chance chance, string name, int index, VenueToken token, PublicKey creator, ulong lamports, ulong units, bool keepsShares, int poolIndex, Func<PublicKey, int, PublicKey, int> add)
    {
        var sol = VenueToken.All[VenueToken.Sol];
        var (left, right) = sol.Key < token.Key ? (sol, token) : (token, sol);
        PublicKey vault0 = Key(chance, name + "/vault0", index), vault1 = Key(chance, name + "/vault1", index);
        var pool = new VenuePool(
            poolIndex, VenuePools.Launchpad, left, right, VenuePools.LaunchpadFee, Key(chance, name, index), VenueLayout.Name(VenuePools.ConfigName(VenuePools.Launchpad, VenuePools.LaunchpadFee)),
            Key(chance, name + "/observation", index), vault0, vault1, add(vault0, left.Index, VenuePools.Authority), add(vault1, right.Index, VenuePools.Authority))
        {
            Creator = creator, ShareMint = Key(chance, name + "/shares", index), Shares = LaunchedPool.Shares + LaunchedPool.SharesNeverMinted,
        };
        return new LaunchedPool(pool, creator, lamports, units, keepsShares ? Key(chance, name + "/kept shares", index) : null);
    }

    private static PublicKey Key(Chance chance, string name, int index) => new(chance.Bytes(name, (ulong)index));
}
