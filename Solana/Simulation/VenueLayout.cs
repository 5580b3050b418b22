using System.Collections.Frozen;
using System.Text;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// The accounts of the simulated chain that exist from the start: mints, pools with their vaults, the lender, the tip accounts,
/// the wallet and a crowd that owns the rest. Addresses that are not mainnet's are hashes of their names.
/// </summary>
internal sealed class VenueLayout
{
    public const int WalletAccount = 0;
    public const int FeeCollector = 1;

    private readonly List<TokenAccountRow> _tokenAccounts = [];
    private readonly List<PublicKey> _systemAccounts = [];

    public VenueLayout(VenueSettings settings, PublicKey wallet)
    {
        Wallet = wallet;
        Crowd = Name("crowd");
        AddSystemAccounts();
        var established = VenueToken.All.Count;
        WalletTokens = [.. VenueToken.All.Select(t => Add(AssociatedTokenOf(wallet, t), t.Index, wallet))];
        CrowdTokens = [.. VenueToken.All.Select(t => Add(Name($"crowd/{t.Symbol}"), t.Index, Crowd))];
        VenuePool[] pools = [.. VenuePools.Build(settings, Add)];
        EstablishedPools = pools.Length;
        Reserves = [.. LenderAccounts.Build(settings.Lender, Add)];
        Launches = [.. VenueLaunches.Build(settings, established, pools.Length, Add)];
        Tokens = [.. VenueToken.All, .. Launches.Select(launch => launch.Token)];
        Pools = [.. pools, .. Launches.SelectMany(launch => launch.Exit is null ? [launch.Pool.Pool] : new[] { launch.Pool.Pool, launch.Exit.Pool })];
        WalletTokens = [.. WalletTokens, .. Launches.Select(launch => Add(AssociatedTokenOf(wallet, launch.Token), launch.Token.Index, wallet))];
        CrowdTokens = [.. CrowdTokens, .. Launches.Select(launch => Add(Name($"crowd/{launch.Token.Key}"), launch.Token.Index, Crowd))];
        Tables = LookupTables.Build(this);
        TokenAccountIndex = Index(_tokenAccounts.Select(a => a.Key));
        SystemAccountIndex = Index(_systemAccounts);
        PoolIndex = Index(Pools.Select(p => p.Address));
        PoolByText = Pools.ToFrozenDictionary(p => p.AddressText, p => p.Index);
        ReserveIndex = Index(Reserves.Select(r => r.Address));
        Configs = Pools.Select(p => p.Config).ToFrozenSet();
        Observations = Pools.Select(p => p.Observation).ToFrozenSet();
        Mints = Tokens.Select(t => t.Key).ToFrozenSet();
    }

    public PublicKey Wallet { get; }
    public PublicKey Crowd { get; }
    /// <summary>The tokens that are there from the start, then those that are launched.</summary>
    public IReadOnlyList<VenueToken> Tokens { get; }

    public IReadOnlyList<VenueLaunch> Launches { get; }

    /// <summary>So many of the pools are there from the start and traded by others; the rest belongs to launches, in their order.</summary>
    public int EstablishedPools { get; }

    public IReadOnlyList<VenuePool> Pools { get; }
    public IReadOnlyList<VenueReserve> Reserves { get; }
    public IReadOnlyList<LookupTable> Tables { get; }
    public int[] WalletTokens { get; }
    public int[] CrowdTokens { get; }
    public IReadOnlyList<TokenAccountRow> TokenAccounts => _tokenAccounts;
    public IReadOnlyList<PublicKey> SystemAccounts => _systemAccounts;
    public FrozenDictionary<PublicKey, int> TokenAccountIndex { get; }
    public FrozenDictionary<PublicKey, int> SystemAccountIndex { get; }
    public FrozenDictionary<PublicKey, int> PoolIndex { get; }
    public FrozenDictionary<string, int> PoolByText { get; }
    public FrozenDictionary<PublicKey, int> ReserveIndex { get; }
    public FrozenSet<PublicKey> Configs { get; }
    public FrozenSet<PublicKey> Observations { get; }
    public FrozenSet<PublicKey> Mints { get; }

    /// <summary>The address that a name stands for.</summary>
    public static PublicKey Name(string name) =>
        new(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("simulated venue/" + name)));

    public VenueReserve? ReserveOf(int token) => Reserves.FirstOrDefault(r => r.Token == token);

    private static PublicKey AssociatedTokenOf(PublicKey wallet, VenueToken token) =>
        ProgramAddress.AssociatedToken(wallet, token.Key, token.Program);

    private static FrozenDictionary<PublicKey, int> Index(IEnumerable<PublicKey> keys) =>
        keys.Select((key, index) => (key, index)).ToFrozenDictionary(pair => pair.key, pair => pair.index);

    private void AddSystemAccounts()
    {
        _systemAccounts.Add(Wallet);
        _systemAccounts.Add(Name("fee collector"));
        _systemAccounts.AddRange(TipAccounts.List);
    }

    private int Add(PublicKey key, int token, PublicKey owner)
    {
        _tokenAccounts.Add(new TokenAccountRow(key, token, owner));
        return _tokenAccounts.Count - 1;
    }
}
