using System.Collections.Immutable;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Execution;

/// <summary>Held positions on the real chain: pools and mint in one call, at one slot, quoted by the programs' own arithmetic.</summary>
public sealed class LiveExitMarket(RpcPool rpc) : IExitMarket
{
    private readonly RouteReading _reading = new(rpc);

    public async ValueTask<ExitLook> Look(ImmutableArray<RouteLeg> route, BaseUnits units, CancellationToken cancel)
    {
        if (RouteReading.Parse(route, out var steps) is { } broken) return Nothing(broken);
        var token = steps[0].Input;
        var (legs, accounts, refusal) = await _reading.Read(steps, [token], cancel);
        if (accounts is null) return Nothing($"{refusal!.Value.Refusal}: {refusal.Value.Detail}");
        return new ExitLook(Sale(route, units, legs, accounts), MintFactsReader.Of(accounts.Find(token)!.Value));
    }

    private static LookUp<ImmutableArray<RouteLeg>> Sale(ImmutableArray<RouteLeg> route, BaseUnits units, ImmutableArray<TradeLeg> legs, ChainSnapshot accounts)
    {
        var (sale, amount, clock) = (ImmutableArray.CreateBuilder<RouteLeg>(legs.Length), units.Value, accounts.Clock());
        for (var i = 0; i < legs.Length; i++)
        {
            var quote = legs[i].Pool.QuoteExactIn(legs[i].Input, amount, clock);
            if (quote.IsRefused) return LookUp<ImmutableArray<RouteLeg>>.Failed($"leg {i}: {quote.Refusal}");
            sale.Add(route[i] with { AmountIn = new BaseUnits(amount), ExpectedOut = new BaseUnits(quote.AmountOut), PoolSlot = accounts.Slot });
            amount = quote.AmountOut;
        }

        return LookUp<ImmutableArray<RouteLeg>>.Of(sale.MoveToImmutable());
    }

    private static ExitLook Nothing(string why) => new(LookUp<ImmutableArray<RouteLeg>>.Failed(why), LookUp<MintFacts>.Failed(why));
}
