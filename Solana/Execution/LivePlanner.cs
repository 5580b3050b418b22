using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>
/// Plans on the chain as it is now: reads pools, reserve and balances at one slot, lets a draft be simulated for its compute units, and builds the message.
/// </summary>
public sealed class LivePlanner(RpcPool rpc, TradeTerms terms, TipBoard board) : IExecutionPlanner
{
    /// <summary>Routes whose compute units are remembered.</summary>
    private const int RememberedMax = 4_096;

    /// <summary>Over what the draft used, for state that moves between draft and landing: a tenth and 5,000.</summary>
    private const uint UnitsSpare = 5_000;

    private readonly TradeBuilder _builder = new(terms);
    private readonly RouteReading _reading = new(rpc);
    private readonly ConcurrentDictionary<string, uint> _units = [];

    public async ValueTask<PlanOutcome> Plan(ExecutionCommand command, CancellationToken cancel)
    {
        if (RouteReading.Parse(command.Route, out var route) is { } broken) return PlanOutcome.Refused(PlanRefusals.RouteBroken, broken);
        var hash = LatestHash(cancel);
        var own = ProgramAddress.AssociatedToken(terms.Wallet, route[0].Input, ProgramIds.Token);
        var isFlash = command.FlashLoan > Domain.Money.Lamports.Zero;
        var (legs, accounts, refusal) = await _reading.Read(route, [terms.Wallet, own, .. isFlash ? terms.Reserves : []], cancel);
        var (blockhash, lastValid) = await hash;
        if (accounts is null) return refusal!.Value;
        var state = StateOf(legs, own, accounts) with { Blockhash = blockhash };

        var shape = ShapeOf(command, state);
        if (!_units.TryGetValue(shape, out var units))
        {
            var (found, failed) = await UnitsOf(command, state, cancel);
            if (failed is { } draftFailed) return draftFailed;
            units = found;
            if (_units.Count < RememberedMax) _units[shape] = units;
        }

        var draft = _builder.Build(command, state, units, board);
        return draft.Message is { } message ? PlanOutcome.Built(message.Encode(), lastValid) : PlanOutcome.Refused(draft.Refusal!, draft.Detail ?? "");
    }

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
            if (accounts.Find(address) is { Exists: true } account && account.Owner == ProgramIds.Save
                && SaveReserve.TryDecode(account.Data.Span, out var reserve) == DecodeRefusal.None && reserve!.Mint == legs[0].Input)
                lender = (address, reserve);
        }

        ulong? held = accounts.Find(own) is { Exists: true } holding && TokenAccount.Read(holding.Owner, holding.Data.Span, out var token) == DecodeRefusal.None
            && token.Owner == terms.Wallet ? token.Amount : null;
        return new TradeState(legs, accounts.Lamports(terms.Wallet), held, lender, accounts.Clock(), default);
    }

    /// <summary>The draft asks for as much as there is; what it used bounds the message that is signed.</summary>
    private async Task<(uint Units, PlanOutcome? Failed)> UnitsOf(ExecutionCommand command, TradeState state, CancellationToken cancel)
    {
        var draft = _builder.Build(command, state, DraftUnits, board);
        if (draft.Message is not { } message) return (0, PlanOutcome.Refused(draft.Refusal!, draft.Detail ?? ""));
        var answer = await rpc.Read(TransactionCalls.SimulateTransaction(Unsigned.Of(message.Encode()), new SimulateOptions()), cancel);
        if (!answer.TryGet(out var simulated, out var error)) throw new ChainUnavailableException($"The draft could not be simulated: {error.Fault}: {error.Message}");
        if (simulated.Value.Error is { } failed) return (0, PlanOutcome.Refused(PlanRefusals.DraftFailed, failed.ToString()));
        var used = simulated.Value.UnitsConsumed ?? DraftUnits;
        return ((uint)Math.Min(ComputeBudget.UnitLimitMax, used + (used / 10) + UnitsSpare), null);
    }

    private const uint DraftUnits = 400_000;

    /// <summary>What decides how much a message computes: programs, pools and how it is paid for.</summary>
    private static string ShapeOf(ExecutionCommand command, TradeState state) =>
        $"{command.FlashLoan > Domain.Money.Lamports.Zero}|{string.Join('|', state.Legs.Select(leg => $"{leg.Pool.Address}{leg.Input}"))}";
}
