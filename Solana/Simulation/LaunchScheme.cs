using Orchestrator.Domain.Sniping;

namespace Orchestrator.Solana.Simulation;

/// <summary>What whoever launches a token on the simulated market is up to. Every kind but the first is a trap of its own.</summary>
public enum LaunchScheme
{
    Honest = 0,

    /// <summary>More can be minted at any time.</summary>
    MintAuthorityKept = 1,

    /// <summary>Buyers can be frozen.</summary>
    FreezeAuthorityKept = 2,

    /// <summary>Token-2022: somebody may move or burn everybody's tokens.</summary>
    PermanentDelegate = 3,

    /// <summary>Token-2022: a program decides on each transfer.</summary>
    TransferHook = 4,

    /// <summary>Token-2022: each transfer costs a twentieth.</summary>
    TransferFee = 5,

    /// <summary>Five wallets hold half of everything.</summary>
    Concentrated = 6,

    /// <summary>The pool's shares are kept, so that the liquidity can be taken away.</summary>
    SharesKept = 7,

    /// <summary>The pool holds next to nothing of the supply.</summary>
    Decoy = 8,

    /// <summary>A few SOL only.</summary>
    LittleLiquidity = 9,

    /// <summary>Looks honest; after a few seconds the liquidity is gone.</summary>
    Pulled = 10,

    /// <summary>Looks honest; its creator is the one who pulled before.</summary>
    Repeated = 11,

    /// <summary>Looks honest; its creator is on the blacklist.</summary>
    ListedCreator = 12,
}

public static class LaunchSchemes
{
    /// <summary>The filter of <see cref="SniperFilters"/> that refuses such a launch first; null: none does.</summary>
    public static string? RefusedBy(this LaunchScheme scheme) => scheme switch
    {
        LaunchScheme.Honest => null,
        LaunchScheme.MintAuthorityKept => SniperFilters.MintAuthority,
        LaunchScheme.FreezeAuthorityKept => SniperFilters.FreezeAuthority,
        LaunchScheme.PermanentDelegate or LaunchScheme.TransferHook => SniperFilters.TokenExtensions,
        LaunchScheme.TransferFee => SniperFilters.TransferFee,
        LaunchScheme.Concentrated => SniperFilters.TopHolders,
        LaunchScheme.SharesKept => SniperFilters.LpBurn,
        LaunchScheme.Decoy => SniperFilters.PoolShare,
        LaunchScheme.LittleLiquidity or LaunchScheme.Pulled => SniperFilters.InitialLiquidity,
        LaunchScheme.Repeated => SniperFilters.CreatorRecord,
        LaunchScheme.ListedCreator => SniperFilters.Blacklist,
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "There is no such scheme."),
    };
}
