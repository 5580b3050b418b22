using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Buffers.Binary;
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
    /// <summary>Further rounds find out what a pool depends on; each names only accounts not named before.</summary>
    private const int RoundsMax = 6;

    /// <summary>Accounts that one call can ask for.</summary>
    private const int AccountsMax = 100;

    private const int LegsMax = 4;

    /// <summary>Routes whose dependencies and compute units are remembered.</summary>
    private const int RememberedMax = 4_096;

    /// <summary>Over what the draft used, for state that moves between draft and landing: a tenth and 5,000.</summary>
    private const uint UnitsSpare = 5_000;

    private readonly TradeBuilder _builder = new(terms);
    private readonly ConcurrentDictionary<PublicKey, ImmutableArray<PublicKey>> _dependencies = [];
    private readonly ConcurrentDictionary<string, uint> _units = [];

    public async ValueTask<PlanOutcome> Plan(ExecutionCommand command, CancellationToken cancel)
    {
        if (ReadRoute(command, out var route) is { } broken) return broken;
        var hash = LatestHash(cancel);
        var (state, refusal) = await Read(route, command.FlashLoan > Domain.Money.Lamports.Zero, cancel);
        var (blockhash, lastValid) = await hash;
        if (state is null) return refusal!.Value;
        state = state with { Blockhash = blockhash };

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

    private static PlanOutcome? ReadRoute(ExecutionCommand command, out ImmutableArray<(PublicKey Pool, PublicKey Input, PublicKey Output)> route)
    {
        route = [];
        if (command.Route.IsDefaultOrEmpty || command.Route.Length > LegsMax) return PlanOutcome.Refused(PlanRefusals.RouteBroken, $"1 to {LegsMax} legs are expected");
        var read = ImmutableArray.CreateBuilder<(PublicKey, PublicKey, PublicKey)>(command.Route.Length);
        for (var i = 0; i < command.Route.Length; i++)
        {
            var leg = command.Route[i];
            if (!PublicKey.TryParse(leg.Pool, out var pool) || !PublicKey.TryParse(leg.Input.Value, out var input) || !PublicKey.TryParse(leg.Output.Value, out var output))
                return PlanOutcome.Refused(PlanRefusals.RouteBroken, $"leg {i} names what is no address");
            if (i > 0 && command.Route[i - 1].Output != leg.Input) return PlanOutcome.Refused(PlanRefusals.RouteBroken, $"leg {i} does not begin where leg {i - 1} ends");
            read.Add((pool, input, output));
        }

        route = read.MoveToImmutable();
        return null;
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

    private async Task<(TradeState? State, PlanOutcome? Refusal)> Read(
        ImmutableArray<(PublicKey Pool, PublicKey Input, PublicKey Output)> route, bool isFlash, CancellationToken cancel)
    {
        var own = ProgramAddress.AssociatedToken(terms.Wallet, route[0].Input, ProgramIds.Token);
        var wanted = new HashSet<PublicKey> { terms.Wallet, own, Sysvars.Clock };
        if (isFlash) wanted.UnionWith(terms.Reserves);
        foreach (var (pool, _, _) in route)
        {
            wanted.Add(pool);
            if (_dependencies.TryGetValue(pool, out var known)) wanted.UnionWith(known);
        }

        for (var round = 0; round < RoundsMax; round++)
        {
            if (wanted.Count > AccountsMax) return (null, PlanOutcome.Refused(PlanRefusals.UnknownPool, $"more than {AccountsMax} accounts"));
            // All of them again in each round: only what was read at one slot belongs together.
            var accounts = await Accounts(wanted, cancel);
            var before = wanted.Count;
            var legs = ImmutableArray.CreateBuilder<TradeLeg>(route.Length);
            foreach (var (address, input, output) in route)
            {
                if (accounts.Find(address) is not { Exists: true } account || ProgramRegistry.Mainnet.PoolsOf(account.Owner) is not { } reader)
                    return (null, PlanOutcome.Refused(PlanRefusals.UnknownPool, address.ToString()));
                var read = reader.Read(address, accounts);
                if (read.Refusal != DecodeRefusal.None) return (null, PlanOutcome.Refused(PlanRefusals.UnknownPool, $"{address}: {read.Refusal} {read.Detail}"));
                wanted.UnionWith(read.Missing);
                if (read.Pool is not { } pool) continue;
                if (!Trades(pool, input, output)) return (null, PlanOutcome.Refused(PlanRefusals.RouteBroken, $"{address} does not trade {input} for {output}"));
                legs.Add(new TradeLeg(pool, input, output));
            }

            if (legs.Count < route.Length && wanted.Count > before) continue;
            if (legs.Count < route.Length) return (null, PlanOutcome.Refused(PlanRefusals.UnknownPool, "a pool names accounts that do not complete it"));
            foreach (var leg in legs)
                if (_dependencies.Count < RememberedMax) _dependencies[leg.Pool.Address] = [.. leg.Pool.Dependencies, .. Touched(wanted, leg.Pool)];
            return (StateOf(legs.MoveToImmutable(), own, accounts), null);
        }

        return (null, PlanOutcome.Refused(PlanRefusals.UnknownPool, $"its accounts are not known after {RoundsMax} rounds"));
    }

    private static bool Trades(IPool pool, PublicKey input, PublicKey output) =>
        (pool.MintA == input && pool.MintB == output) || (pool.MintB == input && pool.MintA == output);

    /// <summary>What reading it asked for beside what makes it stale, such as its mints.</summary>
    private static IEnumerable<PublicKey> Touched(HashSet<PublicKey> wanted, IPool pool) => new[] { pool.MintA, pool.MintB }.Where(wanted.Contains);

    private TradeState StateOf(ImmutableArray<TradeLeg> legs, PublicKey own, Snapshot accounts)
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

    private async Task<Snapshot> Accounts(HashSet<PublicKey> wanted, CancellationToken cancel)
    {
        var keys = wanted.ToArray();
        var answer = await rpc.Read(AccountCalls.GetMultipleAccounts(keys, Commitment.Processed), cancel);
        if (!answer.TryGet(out var found, out var error)) throw new ChainUnavailableException($"Accounts could not be read: {error.Fault}: {error.Message}");
        return new Snapshot(keys, found);
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

    private sealed class Snapshot(PublicKey[] keys, AtSlot<ImmutableArray<AccountInfo?>> found) : IAccountSource
    {
        private readonly Dictionary<PublicKey, AccountInfo?> _accounts = keys.Zip(found.Value).ToDictionary(pair => pair.First, pair => pair.Second);

        public AccountData? Find(PublicKey address) =>
            !_accounts.TryGetValue(address, out var account) ? null : account is null ? AccountData.Absent : new AccountData(account.Owner, account.Data);

        public ulong Lamports(PublicKey address) => _accounts.GetValueOrDefault(address)?.Lamports ?? 0;

        /// <summary>The chain's clock in the slot after this one, where the message can land at the earliest.</summary>
        public ChainClock Clock()
        {
            if (Find(Sysvars.Clock) is not { Data.Length: >= 40 } clock) throw new ChainUnavailableException("The node does not know the clock.");
            var data = clock.Data.Span;
            return new ChainClock(found.Slot + 1, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]), BinaryPrimitives.ReadInt64LittleEndian(data[32..]));
        }
    }
}
