using Orchestrator.Domain;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Grains.Exits;

/// <summary>The exit rules in force.</summary>
public interface IExitSettings
{
    /// <summary>Null for a strategy that holds nothing: its positions are an operator's to sell.</summary>
    ExitPolicy? For(StrategyId strategy);

    /// <summary>What a token must still be like while it is held.</summary>
    SniperPolicy Tokens { get; }
}

/// <summary>For hosts that bring no settings: nothing is sold by itself.</summary>
internal sealed class NoExits : IExitSettings
{
    public ExitPolicy? For(StrategyId strategy) => null;

    public SniperPolicy Tokens => SniperPolicy.Default;
}
