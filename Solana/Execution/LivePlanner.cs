using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Jupiter;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>
/// Plans on the chain as it is now: reads pools, reserve and balances at one slot, lets a draft be simulated for its compute units, and builds the message.
/// </summary>
/// <param name="jupiter">Null: no route of Jupiter's is planned.</param>
public sealed class LivePlanner(RpcPool rpc, TradeTerms terms, TipBoard board, JupiterClient? jupiter = null) : IExecutionPlanner
{
    /// <summary>Routes whose compute units are remembered.</summary>
    private const int RememberedMax = 4_096;

    private readonly TradeBuilder _builder = new(terms);
    private readonly RouteReading _reading = new(rpc);
    private readonly AggregatedLegs _aggregated = new(jupiter, terms);
    private readonly AggregatedTables _tables = new(rpc, terms);
    private readonly LendingReading _lending = new(rpc);
    private readonly LendingBuilder _lender = new(terms);
    private readonly DraftRun _draft = new(rpc);
    private readonly ConcurrentDictionary<string, uint> _units = [];

    public async ValueTask<PlanOutcome> Plan(ExecutionCommand command, CancellationToken cancel)
    {
        if (RouteReading.Parse(command.Route, out var route) is { } broken) return PlanOutcome.Refused(PlanRefusals.RouteBroken, broken);
        var hash = LatestHash(cancel);
        if (route is [var only] && terms.Reserves.Contains(only.Pool)) return await Lend(command, only, hash, cancel);
        var own = Own(route[0].Input);
        var isFlash = command.FlashLoan > Domain.Money.Lamports.Zero;
        var isAggregated = AggregatedLegs.IsNeeded(command);
        var read = isAggregated ? [.. route.Where((_, i) => command.Route[i].Venue != AggregatedLegs.Venue)] : route;
        var (legs, accounts, refusal) = await _reading.Read(read, [terms.Wallet, own, .. isFlash ? terms.Reserves : []], cancel);
        var (blockhash, lastValid) = await hash;
        if (accounts is null) return refusal!.Value;
        if (isAggregated)
        {
            (legs, var without) = await _aggregated.Complete(command, route, legs, accounts.Clock(), cancel);
            if (without is { } refused) return refused;
        }

        var state = StateOf(legs, own, accounts) with { Blockhash = blockhash };

        var shape = ShapeOf(command, state);
        // Which pools Jupiter goes through differs each time.
        if (isAggregated || !_units.TryGetValue(shape, out var units))
        {
            var draft = _builder.Build(command, state, DraftRun.Units, board);
            if (isAggregated && draft.Refusal == PlanRefusals.TooLarge)
            {
                ImmutableArray<PublicKey> named = [.. legs.Select(leg => leg.Pool).OfType<AggregatedPool>().SelectMany(pool => pool.Tables).Distinct()];
                draft = await _tables.Explain(draft, named, tables => new TradeBuilder(terms with { Tables = tables }).Build(command, state, DraftRun.Units, board), cancel);
            }

            var (found, failed) = await _draft.Of(draft, cancel);
            if (failed is { } draftFailed) return draftFailed;
            units = found;
            if (!isAggregated && _units.Count < RememberedMax) _units[shape] = units;
        }

        return OutcomeOf(_builder.Build(command, state, units, board), lastValid);
    }

    /// <summary>Own capital into a reserve, or out of it: the route's one leg names the reserve.</summary>
    private async ValueTask<PlanOutcome> Lend(ExecutionCommand command, RouteStep step, Task<(Blockhash Hash, ulong LastValid)> hash, CancellationToken cancel)
    {
        var isSupply = command.Closes is null;
        var (wrapped, token) = (Own(Mints.WrappedSol), isSupply ? step.Output : step.Input);
        var accounts = await _lending.Accounts([step.Pool, terms.Wallet, wrapped, Own(token)], cancel);
        var (blockhash, lastValid) = await hash;
        if (LendingReading.ReserveAt(step.Pool, accounts) is not { } reserve) return PlanOutcome.Refused(PlanRefusals.UnknownPool, $"{step.Pool} is no reserve");
        if (reserve.Mint != Mints.WrappedSol || reserve.CollateralMint != token || (isSupply ? step.Input : step.Output) != Mints.WrappedSol || command.FlashLoan > Domain.Money.Lamports.Zero)
            return PlanOutcome.Refused(PlanRefusals.RouteBroken, $"{step.Pool} does not lend {step.Input} for {step.Output}");
        var state = new LendingState(
            step.Pool, reserve, accounts.Lamports(terms.Wallet), LendingReading.HeldIn(wrapped, terms.Wallet, accounts), LendingReading.HeldIn(Own(token), terms.Wallet, accounts) ?? 0, blockhash);
        // Once in a while, by hand: each time by a draft of its own.
        var (units, failed) = await _draft.Of(_lender.Build(command, state, LendingBuilder.DraftUnits), cancel);
        return failed ?? OutcomeOf(_lender.Build(command, state, units), lastValid);
    }

    private static PlanOutcome OutcomeOf(TradeDraft draft, ulong lastValid) =>
        draft.Message is { } message ? PlanOutcome.Built(message.Encode(), lastValid) : PlanOutcome.Refused(draft.Refusal!, draft.Detail ?? "");

    private PublicKey Own(PublicKey mint) => ProgramAddress.AssociatedToken(terms.Wallet, mint, ProgramIds.Token);

    /// <summary>The newest hash that any node gives, with the highest last height that any node gives for it.</summary>
    private async Task<(Blockhash Hash, ulong LastValid)> LatestHash(CancellationToken cancel)
    {
        var answers = await rpc.AskEach(RpcCalls.GetLatestBlockhash(Commitment.Confirmed), cancel);
        LatestBlockhash? newest = null;
        foreach (var answer in answers)
            if (answer.IsAnswered && (newest is null || answer.Value.Value.LastValidBlockHeight > newest.LastValidBlockHeight)) newest = answer.Value.Value;
        return newest is null ? throw new ChainUnavailableException($"No node gives a blockhash: {answers[0].Error!.Message}") : (newest.Hash, newest.LastValidBlockHeight);
    }

    private TradeState StateOf(ImmutableArray<TradeLeg> legs, PublicKey own, ChainSnapshot accounts)
    {
        (PublicKey, SaveReserve)? lender = null;
        foreach (var address in terms.Reserves)
        {
            if (LendingReading.ReserveAt(address, accounts) is { } reserve && reserve.Mint == legs[0].Input)
                lender = (address, reserve);
        }

        return new TradeState(legs, accounts.Lamports(terms.Wallet), LendingReading.HeldIn(own, terms.Wallet, accounts), lender, accounts.Clock(), default);
    }

    /// <summary>What decides how much a message computes: programs, pools and how it is paid for.</summary>
    private static string ShapeOf(ExecutionCommand command, TradeState state) =>
        $"{command.FlashLoan > Domain.Money.Lamports.Zero}|{string.Join('|', state.Legs.Select(leg => $"{leg.Pool.Address}{leg.Input}"))}";
}
