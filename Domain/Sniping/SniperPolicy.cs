using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Sniping;

/// <summary>The limits of the sniper. Immutable; one set judges a whole analysis.</summary>
[GenerateSerializer, Immutable, Alias("sniper-policy")]
public sealed record SniperPolicy
{
    public static readonly SniperPolicy Default = new();

    /// <summary>Share of the liquidity's share token that must be burned.</summary>
    [Id(0)] public BasisPoints LpBurnMin { get; init; } = new(9_000);

    /// <summary>Whether a pool whose positions are not fungible passes the burn filter.</summary>
    [Id(1)] public bool AcceptUnburnable { get; init; }

    /// <summary>Whether locked shares count as burned.</summary>
    [Id(2)] public bool LocksCountAsBurned { get; init; }

    /// <summary>The five largest owners hold less than this share of the supply.</summary>
    [Id(3)] public BasisPoints TopFiveBelow { get; init; } = new(3_000);

    /// <summary>SOL side at creation.</summary>
    [Id(4)] public Lamports LiquidityMin { get; init; } = new(50_000_000_000);

    /// <summary>Share of the supply that the pool must hold: a decoy holds next to nothing.</summary>
    [Id(5)] public BasisPoints PoolShareMin { get; init; } = new(500);

    /// <summary>Whether a kept freeze authority refuses. A kept mint authority always does.</summary>
    [Id(6)] public bool FreezeAuthorityRevoked { get; init; } = true;

    [Id(7)] public BasisPoints TransferFeeMax { get; init; } = new(100);

    /// <summary>A transfer fee can change two epochs later at the earliest: days after any trade here is over.</summary>
    [Id(8)] public IssuerPowers RefusedPowers { get; init; } =
        (IssuerPowers)(((int)IssuerPowers.Unknown << 1) - 1) & ~IssuerPowers.TransferFeeAuthority;

    /// <summary>Launches of one creator that may have been emptied.</summary>
    [Id(9)] public int RugsMax { get; init; }

    [Id(10)] public TimeSpan AgeMin { get; init; } = TimeSpan.FromSeconds(30);

    [Id(11)] public TimeSpan AgeMax { get; init; } = TimeSpan.FromHours(2);

    [Id(12)] public bool UseFlashLoan { get; init; } = true;

    /// <summary>Largest input, borrowed or own.</summary>
    [Id(13)] public Lamports InputMax { get; init; } = new(50_000_000_000);

    /// <summary>Profit over all costs, in basis points: 20,000 is twice the costs.</summary>
    [Id(14)] public BasisPoints ProfitMultiple { get; init; } = new(20_000);

    /// <summary>Tip, priority fee and signatures of one trade.</summary>
    [Id(15)] public Lamports FixedCosts { get; init; } = new(1_020_000);

    /// <summary>Longest time that one analysis may take once its accounts are here.</summary>
    [Id(16)] public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an approved launch is offered.</summary>
    [Id(17)] public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Worst price that the plan accepts against what was simulated.</summary>
    [Id(18)] public BasisPoints SlippageBound { get; init; } = new(100);

    /// <summary>Buy from own capital and hold until an exit rule sells, instead of buying and selling in one transaction.</summary>
    [Id(19)] public bool Hold { get; init; }

    /// <summary>Own capital of one held snipe.</summary>
    [Id(20)] public Lamports HoldInput { get; init; } = new(1_000_000_000);

    /// <summary>The goal of a held snipe over its cost: that of the exit rule.</summary>
    [Id(21)] public BasisPoints TakeProfit { get; init; } = new(5_000);
}
