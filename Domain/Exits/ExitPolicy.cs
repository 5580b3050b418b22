using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Exits;

/// <summary>When positions of one strategy are sold. Immutable; bounds are those of the settings.</summary>
public sealed record ExitPolicy
{
    public static readonly ExitPolicy Default = new();

    /// <summary>False: it is valued, and only an operator sells it.</summary>
    public bool SellsByItself { get; init; } = true;

    /// <summary>Gain over cost that is taken, basis points.</summary>
    public BasisPoints TakeProfit { get; init; } = new(5_000);

    /// <summary>Fall below cost that is not borne, basis points below 10,000.</summary>
    public BasisPoints StopLoss { get; init; } = new(2_000);

    /// <summary>Longest that a position is held.</summary>
    public TimeSpan AgeMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How much less than quoted a sale may bring.</summary>
    public BasisPoints SlippageBound { get; init; } = new(300);

    /// <summary>The same for an emergency and for an operator: getting out is worth more than the price.</summary>
    public BasisPoints EmergencySlippageBound { get; init; } = new(500);

    /// <summary>Tip, priority fee and signature of a sale, lamports.</summary>
    public Lamports FixedCosts { get; init; } = new(1_020_000);

    /// <summary>How long one sale is offered, and the latest moment of its first send.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two looks at a position.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);
}
