using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Exits;

namespace Orchestrator.Grains.Tests.Exits;

/// <summary>A market that pays what the test says for everything that is held, and the sniper's exit rules.</summary>
public sealed class ScriptedExits : IExitMarket, IExitSettings
{
    /// <summary>Lamports for the whole position; null: no price.</summary>
    public ulong? Pays { get; set; }

    public bool IsDown { get; set; }

    public MintFacts Token { get; set; } = new(null, null, new(1_000_000), IssuerPowers.None, new(0));

    public bool SellsByItself { get; set; } = true;

    public int Looks { get; private set; }

    public ExitPolicy? For(StrategyId strategy) => strategy == StrategyId.Sniper ? ExitPolicy.Default with { FixedCosts = Lamports.Zero, SellsByItself = SellsByItself } : null;

    public SniperPolicy Tokens => SniperPolicy.Default;

    public ValueTask<ExitLook> Look(ImmutableArray<RouteLeg> route, BaseUnits units, CancellationToken cancel)
    {
        Looks++;
        if (IsDown) throw new ChainUnavailableException("down");
        var sale = Pays is { } pays
            ? LookUp<ImmutableArray<RouteLeg>>.Of([route[0] with { AmountIn = units, ExpectedOut = new BaseUnits(pays), PoolSlot = 1_000 }])
            : LookUp<ImmutableArray<RouteLeg>>.Failed("nobody quotes it");
        return ValueTask.FromResult(new ExitLook(sale, LookUp<MintFacts>.Of(Token)));
    }
}
