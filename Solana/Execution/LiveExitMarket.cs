using System.Collections.Immutable;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Execution;

/// <summary>Held positions on the real chain: pools and mint in one call, at one slot, quoted by the programs' own arithmetic.</summary>
/// <param name="reserves">Of the lender: what was lent to them is sold by taking it back.</param>
public sealed class LiveExitMarket(RpcPool rpc, ImmutableArray<PublicKey> reserves) : IExitMarket
{
    private readonly RouteReading _reading = new(rpc);
    private readonly LendingReading _lending = new(rpc);

    public async ValueTask<ExitLook> Look(ImmutableArray<RouteLeg> route, BaseUnits units, CancellationToken cancel)
    {
        if (RouteReading.Parse(route, out var steps) is { } broken) return Nothing(broken);
        var token = steps[0].Input;
        if (steps is [var only] && reserves.Contains(only.Pool)) return await Lent(route[0], only, units, cancel);
        var (legs, accounts, refusal) = await _reading.Read(steps, [token], cancel);
        if (accounts is null) return Nothing($"{refusal!.Value.Refusal}: {refusal.Value.Detail}");
        return new ExitLook(Sale(route, units, legs, accounts), MintFactsReader.Of(accounts.Find(token)!.Value));
    }

    private async Task<ExitLook> Lent(RouteLeg leg, RouteStep step, BaseUnits units, CancellationToken cancel)
    {
        var accounts = await _lending.Accounts([step.Pool, step.Input], cancel);
        if (LendingReading.ReserveAt(step.Pool, accounts) is not { } reserve || reserve.CollateralMint != step.Input) return Nothing($"{step.Pool} is not the reserve of {step.Input}");
        // A reserve that is lent out owes it all the same: what cannot be had now has a worth, and the plan of its sale says why it waits.
        var sale = SaveDeposits.TryWorthOf(reserve, units.Value, out var liquidity)
            ? LookUp<ImmutableArray<RouteLeg>>.Of([leg with { AmountIn = units, ExpectedOut = new BaseUnits(liquidity), PoolSlot = accounts.Slot }])
            : LookUp<ImmutableArray<RouteLeg>>.Failed($"{step.Pool} gives no rate");
        return new ExitLook(sale, MintFactsReader.Of(accounts.Find(step.Input)!.Value));
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
