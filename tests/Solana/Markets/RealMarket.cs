using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Numerics;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Markets;

/// <summary>
/// The Whirlpools of mainnet at slot 139535179 between the ten tokens that most of them trade, with their real ticks; and markets around them, in which
/// random trades have moved each pool along its own curve.
/// </summary>
internal sealed class RealMarket
{
    private const string File = "solana/accounts/orca/whirlpool-snapshot-139535179.csv.gz";
    private const ulong Slot = 139_535_179;
    private const int TokensMax = 10;

    private readonly Dictionary<PublicKey, AccountData> _accounts = [];
    private readonly Dictionary<(PublicKey Pool, int Start), TickArray> _arrays = [];
    private readonly List<(PublicKey Address, Whirlpool State)> _pools = [];
    private readonly PoolKeeper _keeper;
    private ulong _slot = Slot;

    public RealMarket()
    {
        using var lines = new StreamReader(new GZipStream(System.IO.File.OpenRead(SharedData.PathOf(File)), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var (address, data) = (PublicKey.Parse(cells[0]), Convert.FromBase64String(cells[^1]));
            _accounts[address] = new AccountData(PublicKey.Parse(cells[1]), data);
            if (Whirlpool.TryDecode(data, out var state) == DecodeRefusal.None && state!.Liquidity > 0) _pools.Add((address, state));
            else if (TickArray.TryDecode(data, out var array) == DecodeRefusal.None) _arrays[(array!.Whirlpool, array.StartTick)] = array;
        }

        Tokens = [.. _pools.SelectMany(pool => new[] { pool.State.MintA, pool.State.MintB }).GroupBy(mint => mint).OrderByDescending(mint => mint.Count()).ThenBy(mint => mint.Key).Take(TokensMax).Select(mint => mint.Key)];
        _pools.RemoveAll(pool => !Tokens.Contains(pool.State.MintA) || !Tokens.Contains(pool.State.MintB));
        _keeper = new PoolKeeper(View, new AccountBook(), ProgramRegistry.Mainnet);
        foreach (var (address, _) in _pools) _keeper.Track(address, ProgramIds.Whirlpool);
        Fetch();
    }

    public MarketView View { get; } = new();

    /// <summary>The one that most pools trade first.</summary>
    public ImmutableArray<PublicKey> Tokens { get; }

    public int Pools => _pools.Count;

    /// <summary>Tells each pool as a random trade left it, of which the real state was the beginning.</summary>
    /// <returns>The same pools in big integers, by name.</returns>
    public IReadOnlyDictionary<string, (Mint A, Mint B, WholeWhirlpool Curve)> Move(Random chance)
    {
        var whole = new Dictionary<string, (Mint, Mint, WholeWhirlpool)>();
        View.Advance(new MarketClock(++_slot, _slot / 432_000, 1_656_000_000), DateTimeOffset.UnixEpoch);
        foreach (var (address, state) in _pools)
        {
            var moved = Traded(address, state, chance);
            var data = _accounts[address].Data.ToArray();
            BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(49), moved.Liquidity);
            BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(65), moved.SqrtPrice);
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(81), moved.TickCurrentIndex);
            _keeper.Apply(new AccountChange(address, ProgramIds.Whirlpool, data, _slot, 1));
            whole[address.ToString()] = (new Mint(moved.MintA.ToString()), new Mint(moved.MintB.ToString()), new WholeWhirlpool(moved, start => _arrays.GetValueOrDefault((address, start))));
        }

        Fetch();
        _keeper.Root(_slot);
        return whole;
    }

    /// <summary>Up to a fiftieth of what the pool holds at its price is swapped, by the program's rules; a pool that has no such swap stays as it was.</summary>
    private Whirlpool Traded(PublicKey address, Whirlpool state, Random chance)
    {
        var aToB = chance.Next(2) == 0;
        var price = (double)state.SqrtPrice / Math.Pow(2, 64);
        var held = (double)state.Liquidity * (aToB ? 1 / price : price);
        var amount = (ulong)Math.Min(1e18, held / 50 * Math.Pow(chance.NextDouble(), 3)) + 1;
        Span<int> starts = stackalloc int[TickArraySequence.ArraysMax];
        var count = TickArraySequence.StartTicks(state.TickCurrentIndex, state.TickSpacing, aToB, starts);
        TickArray[] arrays = [.. starts[..count].ToArray().Select(start => _arrays.GetValueOrDefault((address, start)) ?? TickArray.Absent(address, start))];
        return WhirlpoolSwap.TryRun(state, arrays, null, new WhirlpoolSwapInput(amount, true, aToB), 0, out var done) == QuoteRefusal.None
            ? state with { SqrtPrice = done.SqrtPrice, TickCurrentIndex = done.TickIndex, Liquidity = done.Liquidity }
            : state;
    }

    /// <summary>Arrays that the snapshot lacks did not exist; mints stand in no account of the program, and were plain ones.</summary>
    private void Fetch()
    {
        while (_keeper.Missing is { Count: > 0 } missing)
        {
            foreach (var address in missing)
            {
                var account = _accounts.TryGetValue(address, out var known) ? known : Tokens.Contains(address) ? PlainMint() : AccountData.Absent;
                _keeper.Apply(new AccountChange(address, account.Owner, account.Data, Slot, 0));
            }
        }
    }

    private static AccountData PlainMint()
    {
        var mint = new byte[82];
        mint[45] = 1;
        return new AccountData(ProgramIds.Token, mint);
    }
}
