using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Execution;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// Plans an arbitrage on the pools as they are now: sized again when it no longer gives what was expected, bounds recomputed,
/// refused when it no longer pays.
/// </summary>
public sealed class SimulatedPlanner : IExecutionPlanner
{
    private readonly VenueMachine _machine;
    private readonly Lock _gate;

    internal SimulatedPlanner(VenueMachine machine, Lock gate) => (_machine, _gate) = (machine, gate);

    public ValueTask<PlanOutcome> Plan(ExecutionCommand command, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult(PlanNow(command));
    }

    internal PlanOutcome PlanNow(ExecutionCommand command)
    {
        lock (_gate) return Plan(command);
    }

    private PlanOutcome Plan(ExecutionCommand command)
    {
        if (ReadRoute(command.Route, out var legs) is { } broken) return broken;
        var execution = _machine.Settings.Execution;
        var costs = TransactionCosts.Lamports(execution);
        var flash = command.FlashLoan > Lamports.Zero;
        if (CheckFunds(command, flash, costs, out var cap) is { } unfunded) return unfunded;

        var asFound = CycleSizing.Evaluate(_machine.Market, legs, Math.Min(cap, command.Route[0].AmountIn.Value), flash);
        var stands = !execution.GuardProfit || (Int128)asFound.Profit - costs >= command.ExpectedProfit.Value;
        var sized = stands ? asFound : Better(asFound, CycleSizing.Best(_machine.Market, legs, cap, flash));
        if (execution.GuardProfit && (Int128)sized.Profit - costs < command.MinimumProfit.Value)
            return PlanOutcome.Refused(PlanRefusals.NoLongerProfitable, $"{(Int128)sized.Profit - costs} lamports, {command.MinimumProfit.Value} wanted");
        var swaps = Swaps(command, legs, sized, costs);
        var message = ArbitrageMessage.Build(
            _machine.Layout, execution, command.Id, swaps, flash ? sized.Input : 0, _machine.Clock.Latest);
        return message is null
            ? PlanOutcome.Refused(PlanRefusals.TooLarge, $"{legs.Length} legs do not fit a packet")
            : PlanOutcome.Built(message, _machine.Clock.Height + (ulong)_machine.Settings.Chain.BlockhashLifetime);
    }

    private static SizedCycle Better(SizedCycle asFound, SizedCycle? sizedAgain) =>
        sizedAgain is { } again && again.Profit > asFound.Profit ? again : asFound;

    private PlanOutcome? ReadRoute(ImmutableArray<RouteLeg> route, out CycleLeg[] legs)
    {
        legs = [];
        if (route.IsDefaultOrEmpty || route.Length > 3) return PlanOutcome.Refused(PlanRefusals.RouteBroken, "one to three legs are expected");
        var read = new CycleLeg[route.Length];
        var token = VenueToken.Sol;
        for (var i = 0; i < read.Length; i++)
        {
            if (!_machine.Layout.PoolByText.TryGetValue(route[i].Pool, out var index))
                return PlanOutcome.Refused(PlanRefusals.UnknownPool, route[i].Pool);
            var pool = _machine.Layout.Pools[index];
            var tokens = _machine.Layout.Tokens;
            if (!pool.Trades(token) || tokens[token].Mint != route[i].Input || tokens[pool.Other(token)].Mint != route[i].Output)
                return PlanOutcome.Refused(PlanRefusals.RouteBroken, $"leg {i} does not trade {tokens[token].Symbol} as told");
            read[i] = new CycleLeg(pool, token);
            token = pool.Other(token);
        }

        if (token != VenueToken.Sol) return PlanOutcome.Refused(PlanRefusals.RouteBroken, "it does not end in SOL");
        legs = read;
        return null;
    }

    private PlanOutcome? CheckFunds(ExecutionCommand command, bool flash, long costs, out ulong cap)
    {
        var market = _machine.Market;
        cap = 0;
        if (market.Lamports[VenueLayout.WalletAccount] < (ulong)costs + Rent.MinimumLamports)
            return PlanOutcome.Refused(PlanRefusals.InsufficientBalance, "fees and tip");
        if (flash)
        {
            cap = (ulong)command.FlashLoan.Value;
            var lendable = market.Lender.FlashLoanFeeWad == ulong.MaxValue ? 0 : market.Amounts[_machine.Layout.ReserveOf(VenueToken.Sol)!.Supply];
            return cap <= lendable ? null : PlanOutcome.Refused(PlanRefusals.FlashLoanUnavailable, $"{lendable} lamports can be borrowed");
        }

        var own = market.Amounts[_machine.Layout.WalletTokens[VenueToken.Sol]];
        var allowed = command.Allocated.Value - costs;
        if (allowed <= 0) return PlanOutcome.Refused(PlanRefusals.InsufficientBalance, "the allocation does not cover the costs");
        cap = Math.Min(own, (ulong)allowed);
        return cap > 0 ? null : PlanOutcome.Refused(PlanRefusals.InsufficientBalance, "no wrapped SOL");
    }

    /// <summary>Each inner leg sells exactly what the one before promises; the last one promises the minimum profit.</summary>
    private List<PlannedSwap> Swaps(ExecutionCommand command, CycleLeg[] legs, SizedCycle sized, long costs)
    {
        var execution = _machine.Settings.Execution;
        var swaps = new List<PlannedSwap>(legs.Length);
        var amount = sized.Input;
        for (var i = 0; i < legs.Length; i++)
        {
            var expected = _machine.Market.Quote(legs[i].Pool, legs[i].TokenIn, amount);
            var promised = i < legs.Length - 1
                ? (ulong)((UInt128)expected * (Chance.Million - execution.InnerTolerancePpm) / Chance.Million)
                : LastMinimum(command, sized, expected, costs);
            swaps.Add(new PlannedSwap(legs[i], amount, promised));
            amount = promised;
        }

        return swaps;
    }

    private ulong LastMinimum(ExecutionCommand command, SizedCycle sized, ulong expected, long costs)
    {
        if (!_machine.Settings.Execution.GuardProfit) return 0;
        var breakEven = (Int128)sized.Input + sized.FlashFee + costs + command.MinimumProfit.Value;
        var bound = (Int128)expected * (BasisPoints.One - Math.Clamp(command.SlippageBound.Value, 0, BasisPoints.One)) / BasisPoints.One;
        return (ulong)Int128.Max(breakEven, bound);
    }
}
