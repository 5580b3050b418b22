using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Jupiter;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Execution;

/// <summary>Completes a route whose legs are partly Jupiter's: each of these is asked for when the amount that reaches it is known.</summary>
/// <param name="client">Null: no address of Jupiter is set.</param>
internal sealed class AggregatedLegs(JupiterClient? client, TradeTerms terms)
{
    /// <summary>What routes call it.</summary>
    public const string Venue = "jupiter";

    /// <summary>Accounts that a swap may name, so that a message with a loan around it fits.</summary>
    private const byte AccountsMax = 28;

    public static bool IsNeeded(ExecutionCommand command) => command.Route.Any(leg => leg.Venue == Venue);

    /// <param name="known">The legs that are not Jupiter's, in order.</param>
    /// <returns>All legs in order, or the refusal of a plan. Jupiter's silence refuses too: what it was asked for is old when it answers later.</returns>
    public async Task<(ImmutableArray<TradeLeg> Legs, PlanOutcome? Refusal)> Complete(
        ExecutionCommand command, ImmutableArray<RouteStep> route, ImmutableArray<TradeLeg> known, ChainClock clock, CancellationToken cancel)
    {
        if (client is null) return ([], PlanOutcome.Refused(PlanRefusals.AggregatorUnavailable, "no address of Jupiter is set"));
        var amount = command.Route[0].AmountIn.Value;
        if (command.FlashLoan > Domain.Money.Lamports.Zero) amount = Math.Min(amount, (ulong)command.FlashLoan.Value);
        var (legs, own) = (ImmutableArray.CreateBuilder<TradeLeg>(route.Length), 0);
        for (var i = 0; i < route.Length; i++)
        {
            if (command.Route[i].Venue == Venue)
            {
                var (pool, refusal) = await Ask(route[i], amount, command.SlippageBound, cancel);
                if (pool is null) return ([], refusal);
                legs.Add(new TradeLeg(pool, route[i].Input, route[i].Output));
            }
            else
            {
                legs.Add(known[own++]);
            }

            var quote = legs[i].Pool.QuoteExactIn(route[i].Input, amount, clock);
            if (quote.IsRefused) return ([], PlanOutcome.Refused(PlanRefusals.NoLongerProfitable, $"leg {i}: {quote.Refusal}"));
            amount = TradeBuilder.Promised(quote.AmountOut, terms);
        }

        return (legs.MoveToImmutable(), null);
    }

    private async Task<(IPool? Pool, PlanOutcome? Refusal)> Ask(RouteStep step, ulong amount, BasisPoints slippage, CancellationToken cancel)
    {
        var bound = (ushort)Math.Clamp(slippage.Value, 0, BasisPoints.One);
        var quoted = await client!.Quote(new QuoteRequest(step.Input, step.Output, amount, bound) { MaxAccounts = AccountsMax, ForJitoBundle = true }, cancel);
        if (quoted.Value is not { } quote) return (null, Refused(quoted.Error!));
        var built = await client.SwapInstructions(
            quote, new Jupiter.SwapRequest(terms.Wallet) { WrapAndUnwrapSol = false, UseSharedAccounts = false, SkipUserAccountsRpcCalls = true }, cancel);
        if (built.Value is not { } answer) return (null, Refused(built.Error!));
        if (AggregatorCheck.First(answer, quote, terms.Wallet, out var route) is { } wrong) return (null, PlanOutcome.Refused(PlanRefusals.AggregatorAnswerRefused, wrong));
        return (new AggregatedPool(step.Input, step.Output, amount, quote.OutAmount, answer.Swap, route!, answer.LookupTables), null);
    }

    private static PlanOutcome Refused(JupiterError error) => PlanOutcome.Refused(
        error.Fault switch
        {
            JupiterFault.RateLimited or JupiterFault.Unreachable => PlanRefusals.AggregatorUnavailable,
            JupiterFault.UnexpectedAnswer => PlanRefusals.AggregatorAnswerRefused,
            _ => PlanRefusals.NoRoute,
        }, $"{error.Fault}: {error.Message}");
}
