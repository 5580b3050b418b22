using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Execution;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// Plans a trade on the pools as they are now. A trip that returns to SOL is sized again when it no longer gives what was expected, and refused when it no longer
/// pays; a purchase or a sale is bounded by its slippage alone.
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
        if (RouteReader.Read(_machine.Layout, command.Route, out var legs) is { } broken)
            return PlanOutcome.Refused(broken.PoolUnknown ? PlanRefusals.UnknownPool : PlanRefusals.RouteBroken, broken.Detail);
        return (legs[0].TokenIn, legs[^1].TokenOut) switch
        {
            (VenueToken.Sol, VenueToken.Sol) => RoundTrip(command, legs),
            (VenueToken.Sol, _) or (_, VenueToken.Sol) when command.FlashLoan == Lamports.Zero => OneWay(command, legs),
            _ => PlanOutcome.Refused(PlanRefusals.RouteBroken, "it neither returns to SOL nor buys or sells with own capital"),
        };
    }

    private PlanOutcome RoundTrip(ExecutionCommand command, CycleLeg[] legs)
    {
        var execution = _machine.Settings.Execution;
        var costs = TransactionCosts.Lamports(execution);
        var flash = command.FlashLoan > Lamports.Zero;
        if (CheckFunds(command, flash, costs, out var cap) is { } unfunded) return unfunded;

        var asFound = CycleSizing.Evaluate(_machine.Market, legs, Math.Min(cap, command.Route[0].AmountIn.Value), flash);
        var stands = !execution.GuardProfit || (Int128)asFound.Profit - costs >= command.ExpectedProfit.Value;
        var sized = stands ? asFound : Better(asFound, CycleSizing.Best(_machine.Market, legs, cap, flash));
        if (execution.GuardProfit && (Int128)sized.Profit - costs < command.MinimumProfit.Value)
            return PlanOutcome.Refused(PlanRefusals.NoLongerProfitable, $"{(Int128)sized.Profit - costs} lamports, {command.MinimumProfit.Value} wanted");
        return Build(command, Swaps(legs, sized.Input, expected => LastMinimum(command, sized, expected, costs)), flash ? sized.Input : 0);
    }

    /// <summary>Buys a token that is held, or sells it.</summary>
    private PlanOutcome OneWay(ExecutionCommand command, CycleLeg[] legs)
    {
        var costs = TransactionCosts.Lamports(_machine.Settings.Execution);
        if (CheckFees(costs) is { } unpaid) return unpaid;
        var amount = Math.Min(command.Route[0].AmountIn.Value, _machine.Market.Amounts[_machine.Layout.WalletTokens[legs[0].TokenIn]]);
        if (legs[0].TokenIn == VenueToken.Sol) amount = Math.Min(amount, (ulong)Math.Max(0, command.Allocated.Value - costs));
        if (amount == 0) return PlanOutcome.Refused(PlanRefusals.InsufficientBalance, "nothing to trade with");
        var swaps = Swaps(legs, amount, expected => Bound(command, expected));
        return swaps[^1].MinimumOut == 0 ? PlanOutcome.Refused(PlanRefusals.NoLongerProfitable, $"{amount} base units bring nothing") : Build(command, swaps, 0);
    }

    private PlanOutcome Build(ExecutionCommand command, List<PlannedSwap> swaps, ulong borrow)
    {
        var message = ArbitrageMessage.Build(_machine.Layout, _machine.Settings.Execution, command.Id, swaps, borrow, _machine.Clock.Latest);
        return message is null
            ? PlanOutcome.Refused(PlanRefusals.TooLarge, $"{swaps.Count} legs do not fit a packet")
            : PlanOutcome.Built(message, _machine.Clock.Height + (ulong)_machine.Settings.Chain.BlockhashLifetime);
    }

    private static SizedCycle Better(SizedCycle asFound, SizedCycle? sizedAgain) =>
        sizedAgain is { } again && again.Profit > asFound.Profit ? again : asFound;

    private PlanOutcome? CheckFees(long costs) => _machine.Market.Lamports[VenueLayout.WalletAccount] < (ulong)costs + Rent.MinimumLamports
        ? PlanOutcome.Refused(PlanRefusals.InsufficientBalance, "fees and tip") : null;

    private PlanOutcome? CheckFunds(ExecutionCommand command, bool flash, long costs, out ulong cap)
    {
        var market = _machine.Market;
        cap = 0;
        if (CheckFees(costs) is { } unpaid) return unpaid;
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

    /// <summary>Each inner leg sells exactly what the one before promises; the last one promises what the trade must bring.</summary>
    private List<PlannedSwap> Swaps(CycleLeg[] legs, ulong input, Func<ulong, ulong> last)
    {
        var execution = _machine.Settings.Execution;
        var swaps = new List<PlannedSwap>(legs.Length);
        var amount = input;
        for (var i = 0; i < legs.Length; i++)
        {
            var expected = _machine.Market.Quote(legs[i].Pool, legs[i].TokenIn, amount);
            var promised = i < legs.Length - 1
                ? (ulong)((UInt128)expected * (Chance.Million - execution.InnerTolerancePpm) / Chance.Million)
                : last(expected);
            swaps.Add(new PlannedSwap(legs[i], amount, promised));
            amount = promised;
        }

        return swaps;
    }

    private ulong LastMinimum(ExecutionCommand command, SizedCycle sized, ulong expected, long costs)
    {
        if (!_machine.Settings.Execution.GuardProfit) return 0;
        var breakEven = (Int128)sized.Input + sized.FlashFee + costs + command.MinimumProfit.Value;
        return (ulong)Int128.Max(breakEven, Bound(command, expected));
    }

    private static ulong Bound(ExecutionCommand command, ulong expected) =>
        (ulong)((UInt128)expected * (uint)(BasisPoints.One - Math.Clamp(command.SlippageBound.Value, 0, BasisPoints.One)) / BasisPoints.One);
}
