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
        WalletTokens = [.. VenueToken.All.Select(t => Add(AssociatedTokenOf(wallet, t), t.Index, wallet))];
        CrowdTokens = [.. VenueToken.All.Select(t => Add(Name($"crowd/{t.Symbol}"), t.Index, Crowd))];
        Pools = [.. VenuePools.Build(settings, Add)];
        Reserves = [.. LenderAccounts.Build(settings.Lender, Add)];
        Tables = LookupTables.Build(this);
        TokenAccountIndex = Index(_tokenAccounts.Select(a => a.Key));
        SystemAccountIndex = Index(_systemAccounts);
        PoolIndex = Index(Pools.Select(p => p.Address));
        PoolByText = Pools.ToFrozenDictionary(p => p.AddressText, p => p.Index);
        ReserveIndex = Index(Reserves.Select(r => r.Address));
        Configs = Pools.Select(p => p.Config).ToFrozenSet();
        Observations = Pools.Select(p => p.Observation).ToFrozenSet();
        Mints = VenueToken.All.Select(t => t.Key).ToFrozenSet();
    }

    public PublicKey Wallet { get; }
    public PublicKey Crowd { get; }
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
        ProgramAddress.AssociatedToken(wallet, token.Key, ProgramIds.Token);

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
