using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.RaydiumCpmm;

namespace Orchestrator.Solana.Simulation;

/// <summary>Which pairs trade where, at which fee.</summary>
public static class VenuePools
{
    public static readonly IReadOnlyList<string> Venues = ["raydium", "orca", "meteora"];

    public static readonly PublicKey Authority = RaydiumCpmmAddresses.Authority;

    // Fees per million. Raydium v4 takes 0.25 % on everything; the others compete on price where a pair is busy.
    private static readonly uint[] Raydium = [2_500];
    private static readonly uint[] Orca = [400, 1_600, 3_000];
    private static readonly uint[] Meteora = [500, 1_000, 2_000];

    internal static IEnumerable<VenuePool> Build(VenueSettings settings, Func<PublicKey, int, PublicKey, int> addTokenAccount)
    {
        var chance = new Chance(settings.Seed);
        var index = 0;
        foreach (var (left, right) in Pairs())
            foreach (var venue in Venues)
            {
                var fee = Fee(chance, index, venue, left, right);
                yield return Build(index++, venue, left, right, fee, addTokenAccount);
            }
    }

    /// <summary>Where tokens are launched, and what its pools charge, per million.</summary>
    internal const string Launchpad = "raydium";
    internal const uint LaunchpadFee = 2_500;

    /// <summary>Addresses of the pools that are there from the start: the same in every market.</summary>
    public static IEnumerable<PublicKey> Addresses() => Pairs().SelectMany(pair => Venues.Select(venue => VenueLayout.Name(NameOf(venue, pair.Left, pair.Right))));

    internal static string ConfigName(string venue, uint fee) => $"config/{venue}/{fee}";

    private static string NameOf(string venue, int left, int right)
    {
        var tokens = VenueToken.All;
        return tokens[left].Key < tokens[right].Key ? $"pool/{venue}/{tokens[left].Symbol}-{tokens[right].Symbol}" : $"pool/{venue}/{tokens[right].Symbol}-{tokens[left].Symbol}";
    }

    private static VenuePool Build(int index, string venue, int left, int right, uint fee, Func<PublicKey, int, PublicKey, int> add)
    {
        var tokens = VenueToken.All;
        var (token0, token1) = tokens[left].Key < tokens[right].Key ? (left, right) : (right, left);
        var name = NameOf(venue, left, right);
        PublicKey vault0 = VenueLayout.Name(name + "/vault0"), vault1 = VenueLayout.Name(name + "/vault1");
        return new VenuePool(
            index, venue, tokens[token0], tokens[token1], fee,
            VenueLayout.Name(name), VenueLayout.Name(ConfigName(venue, fee)), VenueLayout.Name(name + "/observation"),
            vault0, vault1, add(vault0, token0, Authority), add(vault1, token1, Authority));
    }

    private static IEnumerable<(int Left, int Right)> Pairs()
    {
        for (var token = 1; token < VenueToken.All.Count; token++) yield return (VenueToken.Sol, token);
        for (var token = 2; token < VenueToken.All.Count; token++) yield return (VenueToken.Usdc, token);
        yield return (VenueToken.Jup, VenueToken.Bonk);
        yield return (VenueToken.Wif, VenueToken.Bonk);
        yield return (VenueToken.Jto, VenueToken.Jup);
    }

    private static uint Fee(Chance chance, int index, string venue, int left, int right)
    {
        if (left == VenueToken.Usdc && right == VenueToken.Usdt) return 100;
        var choice = venue switch { "raydium" => Raydium, "orca" => Orca, _ => Meteora };
        return choice[(int)(chance.Draw(Purpose.Fee, (ulong)index) % (ulong)choice.Length)];
    }
}
