using System.IO.Compression;
using Orchestrator.Benchmarks.Solana;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Benchmarks.Arbitrage;

/// <summary>The Whirlpools of mainnet at slot 139535179 (June 2022) between the ten tokens that most of them trade, with their tick arrays, from the shared data.</summary>
internal sealed class RealPools
{
    private const string File = "data/solana/accounts/orca/whirlpool-snapshot-139535179.csv.gz";
    private const ulong Slot = 139_535_179;
    private const int TokensMax = 10;

    /// <summary>Slots after which one is final.</summary>
    private const ulong FinalAfter = 32;

    private readonly Dictionary<PublicKey, AccountData> _accounts = [];

    private RealPools()
    {
        using var packed = System.IO.File.OpenRead(Path.Combine(RealBlock.Shared(), File));
        using var lines = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            _accounts[PublicKey.Parse(cells[0])] = new AccountData(PublicKey.Parse(cells[1]), Convert.FromBase64String(cells[^1]));
        }

        var pools = new List<(PublicKey Address, Whirlpool State)>();
        foreach (var (address, account) in _accounts)
            if (Whirlpool.TryDecode(account.Data.Span, out var state) == DecodeRefusal.None && state!.Liquidity > 0) pools.Add((address, state));
        Tokens = [.. pools.SelectMany(pool => new[] { pool.State.MintA, pool.State.MintB }).GroupBy(mint => mint).OrderByDescending(mint => mint.Count()).ThenBy(mint => mint.Key).Take(TokensMax).Select(mint => mint.Key)];
        Keeper = new PoolKeeper(View, new AccountBook(), ProgramRegistry.Mainnet);
        foreach (var (address, state) in pools)
            if (Tokens.Contains(state.MintA) && Tokens.Contains(state.MintB)) Keeper.Track(address, ProgramIds.Whirlpool);
        while (Keeper.Missing is { Count: > 0 } missing)
            foreach (var address in missing) Keeper.Apply(new AccountChange(address, AccountOf(address).Owner, AccountOf(address).Data, Slot, 0));
        View.Advance(new MarketClock(Slot, Slot / 432_000, 1_656_000_000), DateTimeOffset.UnixEpoch);
        Pools = [.. View.Pools.Select(pool => (ProgramCurve)pool.Curve).OrderBy(pool => pool.Pool, StringComparer.Ordinal)];
    }

    public MarketView View { get; } = new();

    public PoolKeeper Keeper { get; }

    public IReadOnlyList<PublicKey> Tokens { get; }

    public IReadOnlyList<ProgramCurve> Pools { get; }

    public static RealPools Read() => new();

    /// <summary>The pool's account told once more, a slot later, with a little more liquidity: everything behind it is worked out anew.</summary>
    public AccountOutcome Move(ProgramCurve pool, ulong write)
    {
        var address = PublicKey.Parse(pool.Pool);
        var data = _accounts[address].Data.ToArray();
        BitConverter.TryWriteBytes(data.AsSpan(49), BitConverter.ToUInt64(data, 49) + (write % 1_000));
        View.Advance(new MarketClock(Slot + write, (Slot + write) / 432_000, 1_656_000_000), View.Head.At);
        if (write > FinalAfter) Keeper.Root(Slot + write - FinalAfter);
        return Keeper.Apply(new AccountChange(address, ProgramIds.Whirlpool, data, Slot + write, 1));
    }

    /// <summary>Arrays that the snapshot lacks did not exist; the mints stand in no Whirlpool account, and were plain ones.</summary>
    private AccountData AccountOf(PublicKey address)
    {
        if (_accounts.TryGetValue(address, out var known)) return known;
        if (!Tokens.Contains(address)) return AccountData.Absent;
        var mint = new byte[82];
        mint[45] = 1;
        return new AccountData(ProgramIds.Token, mint);
    }
}
