using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>The balances of the simulated chain and the reference prices that the other traders follow.</summary>
/// <remarks>Invariant: per token the sum over all token accounts never changes, and neither does the sum of lamports.</remarks>
internal sealed class Market
{
    /// <summary>Share of all base units of a token that the crowd holds at the start, times the pools' depth.</summary>
    private const ulong CrowdDepth = 1_000;

    private readonly ulong[] _savedAmounts;
    private readonly List<ulong> _savedLamports = [];
    private readonly Dictionary<PublicKey, int> _newSystemAccounts = [];

    public Market(VenueLayout layout, VenueSettings settings)
    {
        Layout = layout;
        Lender = settings.Lender;
        Amounts = new ulong[layout.TokenAccounts.Count];
        _savedAmounts = new ulong[Amounts.Length];
        Lamports = [.. layout.SystemAccounts.Select(_ => Rent.MinimumLamports)];
        Lamports[VenueLayout.WalletAccount] = settings.Wallet.NativeLamports;
        Reference = [.. layout.Tokens.Select(t => t.OpeningPrice)];
        PoolChangedSlot = new ulong[layout.Pools.Count];
        PoolContestedSlot = new ulong[layout.Pools.Count];
        LaunchedIn = new ulong[layout.Launches.Count];
        ExitIn = new ulong[layout.Launches.Count];
        FillPools(settings);
        foreach (var reserve in layout.Reserves)
            Amounts[reserve.Supply] = reserve.State.Available;
        Amounts[layout.WalletTokens[VenueToken.Sol]] = settings.Wallet.WrappedLamports;
    }

    public VenueLayout Layout { get; }

    public LenderSettings Lender { get; }

    /// <summary>Base units per token account.</summary>
    public ulong[] Amounts { get; }

    /// <summary>Lamports per system account; accounts made by transfers are appended.</summary>
    public List<ulong> Lamports { get; }

    /// <summary>Lamports per base unit times <see cref="VenueToken.PriceUnit"/>, per token.</summary>
    public ulong[] Reference { get; }

    /// <summary>Slot of the last change, per pool.</summary>
    public ulong[] PoolChangedSlot { get; }

    /// <summary>Slot in which a launch, and its second pool, came into being; 0 before.</summary>
    public ulong[] LaunchedIn { get; }

    public ulong[] ExitIn { get; }

    /// <summary>Slot of a competitor's last trade, per pool; 0 when there was none.</summary>
    public ulong[] PoolContestedSlot { get; }

    public ulong ReserveOf(VenuePool pool, int token) => Amounts[pool.VaultOf(token)];

    public ulong Quote(VenuePool pool, int tokenIn, ulong amountIn) =>
        ConstantProduct.SwapBaseIn(ReserveOf(pool, tokenIn), ReserveOf(pool, pool.Other(tokenIn)), amountIn, pool.FeePpm);

    /// <summary>Moves base units between two accounts of one token; false when there are not enough.</summary>
    public bool TryTransfer(int from, int to, ulong amount)
    {
        if (Layout.TokenAccounts[from].Token != Layout.TokenAccounts[to].Token || Amounts[from] < amount) return false;
        if (from == to) return true;
        if (Amounts[to] > ulong.MaxValue - amount) return false;
        Amounts[from] -= amount;
        Amounts[to] += amount;
        return true;
    }

    /// <summary>Index of a system account, or -1.</summary>
    public int SystemAccount(PublicKey key) =>
        Layout.SystemAccountIndex.TryGetValue(key, out var index) || _newSystemAccounts.TryGetValue(key, out index) ? index : -1;

    public int CreateSystemAccount(PublicKey key)
    {
        Lamports.Add(0);
        _newSystemAccounts.Add(key, Lamports.Count - 1);
        return Lamports.Count - 1;
    }

    /// <summary>Remembers all balances, so that a transaction that fails can be undone as a whole.</summary>
    public void Save()
    {
        Amounts.CopyTo(_savedAmounts.AsSpan());
        _savedLamports.Clear();
        _savedLamports.AddRange(Lamports);
    }

    public void Restore()
    {
        _savedAmounts.CopyTo(Amounts.AsSpan());
        ForgetAccountsFrom(_savedLamports.Count);
        for (var i = 0; i < Lamports.Count; i++) Lamports[i] = _savedLamports[i];
    }

    /// <summary>A copy of all balances, for what must leave no trace at all.</summary>
    public MarketCheckpoint Checkpoint() => new([.. Amounts], [.. Lamports]);

    public void ReturnTo(MarketCheckpoint checkpoint)
    {
        checkpoint.Amounts.CopyTo(Amounts.AsSpan());
        ForgetAccountsFrom(checkpoint.Lamports.Length);
        for (var i = 0; i < Lamports.Count; i++) Lamports[i] = checkpoint.Lamports[i];
    }

    /// <summary>Notes that the pools a transaction names changed, when it succeeded.</summary>
    public void MarkTouched(PublicKey[] keys, string? error, ulong slot)
    {
        if (error is not null) return;
        foreach (var key in keys)
            if (Layout.PoolIndex.TryGetValue(key, out var pool)) PoolChangedSlot[pool] = slot;
    }

    /// <summary>The launch happens: SOL and tokens go where they belong. Nothing comes from nowhere.</summary>
    public void Open(VenueLaunch launch, ulong slot)
    {
        foreach (var (account, units) in launch.Opening) Must(Layout.CrowdTokens[launch.Token.Index], account, units);
        Fill(launch.Pool, slot);
    }

    /// <summary>Somebody else's pool of the token is filled.</summary>
    public void Fill(LaunchedPool launched, ulong slot)
    {
        Must(Layout.CrowdTokens[VenueToken.Sol], launched.Pool.VaultOf(VenueToken.Sol), launched.Lamports);
        PoolChangedSlot[launched.Pool.Index] = slot;
    }

    /// <summary>The creator takes the liquidity back.</summary>
    public void Pull(VenueLaunch launch, ulong slot)
    {
        var pool = launch.Pool.Pool;
        Must(pool.VaultOf(VenueToken.Sol), Layout.CrowdTokens[VenueToken.Sol], Amounts[pool.VaultOf(VenueToken.Sol)]);
        PoolChangedSlot[pool.Index] = slot;
    }

    /// <summary>Base units worth this much at the reference price.</summary>
    public ulong BaseUnitsFor(int token, ulong lamports) => (ulong)((UInt128)lamports * VenueToken.PriceUnit / Reference[token]);

    /// <summary>Lamports that a change of a token is worth at the reference price, rounded towards zero.</summary>
    public Int128 WorthOf(int token, Int128 units) => units * (Int128)Reference[token] / (Int128)VenueToken.PriceUnit;

    private void Must(int from, int to, ulong amount)
    {
        if (!TryTransfer(from, to, amount)) throw new InvalidOperationException($"The market cannot move {amount} base units into its launch.");
    }

    private void ForgetAccountsFrom(int count)
    {
        if (Lamports.Count == count) return;
        Lamports.RemoveRange(count, Lamports.Count - count);
        foreach (var key in _newSystemAccounts.Where(pair => pair.Value >= count).Select(pair => pair.Key).ToArray())
            _newSystemAccounts.Remove(key);
    }

    private void FillPools(VenueSettings settings)
    {
        var chance = new Chance(settings.Seed);
        var held = new UInt128[Layout.Tokens.Count];
        foreach (var pool in Layout.Pools.Take(Layout.EstablishedPools))
        {
            var sol = pool.Trades(VenueToken.Sol);
            var draw = chance.Draw(Purpose.Liquidity, (ulong)pool.Index);
            var depth = (ulong)Chance.Between(draw, sol ? 4_000 : 1_500, sol ? 30_000 : 9_000) * 1_000_000_000;
            depth = (ulong)((UInt128)depth * settings.OrderFlow.DepthPpm / Chance.Million);
            Amounts[pool.Vault0] = BaseUnitsFor(pool.Token0, depth);
            Amounts[pool.Vault1] = BaseUnitsFor(pool.Token1, depth);
            held[pool.Token0] += Amounts[pool.Vault0];
            held[pool.Token1] += Amounts[pool.Vault1];
        }

        for (var token = 0; token < held.Length; token++)
            Amounts[Layout.CrowdTokens[token]] = (ulong)UInt128.Min(held[token] * CrowdDepth, ulong.MaxValue / 2);
        // All that there will ever be of a launched token is the crowd's until its launch.
        foreach (var launch in Layout.Launches) Amounts[Layout.CrowdTokens[launch.Token.Index]] = launch.Supply;
    }
}

/// <summary>Balances of one moment.</summary>
internal sealed record MarketCheckpoint(ulong[] Amounts, ulong[] Lamports);
