using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Execution;

/// <summary>One leg of a route as addresses.</summary>
internal readonly record struct RouteStep(PublicKey Pool, PublicKey Input, PublicKey Output);

/// <summary>Reads the pools of a route, and whatever is asked for beside them, at one slot.</summary>
internal sealed class RouteReading(RpcPool rpc)
{
    public const int LegsMax = 4;

    /// <summary>Further rounds find out what a pool depends on; each names only accounts not named before.</summary>
    private const int RoundsMax = 6;

    /// <summary>Accounts that one call can ask for.</summary>
    private const int AccountsMax = 100;

    /// <summary>Pools whose dependencies are remembered.</summary>
    private const int RememberedMax = 4_096;

    private readonly ConcurrentDictionary<PublicKey, ImmutableArray<PublicKey>> _dependencies = [];

    /// <returns>Null with the steps; else how the route is broken.</returns>
    public static string? Parse(ImmutableArray<RouteLeg> route, out ImmutableArray<RouteStep> steps)
    {
        steps = [];
        if (route.IsDefaultOrEmpty || route.Length > LegsMax) return $"1 to {LegsMax} legs are expected";
        var read = ImmutableArray.CreateBuilder<RouteStep>(route.Length);
        for (var i = 0; i < route.Length; i++)
        {
            var leg = route[i];
            // Jupiter's legs go through pools that it names when it is asked.
            var pool = ProgramIds.Jupiter;
            if ((leg.Venue != AggregatedLegs.Venue && !PublicKey.TryParse(leg.Pool, out pool)) || !PublicKey.TryParse(leg.Input.Value, out var input) || !PublicKey.TryParse(leg.Output.Value, out var output))
                return $"leg {i} names what is no address";
            if (i > 0 && route[i - 1].Output != leg.Input) return $"leg {i} does not begin where leg {i - 1} ends";
            read.Add(new(pool, input, output));
        }

        steps = read.MoveToImmutable();
        return null;
    }

    /// <param name="beside">Accounts to read at the same slot.</param>
    /// <returns>Legs and accounts; or the refusal of a plan.</returns>
    /// <exception cref="ChainUnavailableException">No node answers.</exception>
    public async Task<(ImmutableArray<TradeLeg> Legs, ChainSnapshot? Accounts, PlanOutcome? Refusal)> Read(
        ImmutableArray<RouteStep> route, IEnumerable<PublicKey> beside, CancellationToken cancel)
    {
        var wanted = new HashSet<PublicKey>(beside) { Sysvars.Clock };
        foreach (var step in route)
        {
            wanted.Add(step.Pool);
            if (_dependencies.TryGetValue(step.Pool, out var known)) wanted.UnionWith(known);
        }

        for (var round = 0; round < RoundsMax; round++)
        {
            if (wanted.Count > AccountsMax) return Refused(PlanRefusals.UnknownPool, $"more than {AccountsMax} accounts");
            // All of them again in each round: only what was read at one slot belongs together.
            var accounts = await Accounts(wanted, cancel);
            var before = wanted.Count;
            var legs = ImmutableArray.CreateBuilder<TradeLeg>(route.Length);
            foreach (var (address, input, output) in route)
            {
                if (accounts.Find(address) is not { Exists: true } account || ProgramRegistry.Mainnet.PoolsOf(account.Owner) is not { } reader)
                    return Refused(PlanRefusals.UnknownPool, address.ToString());
                var read = reader.Read(address, accounts);
                if (read.Refusal != DecodeRefusal.None) return Refused(PlanRefusals.UnknownPool, $"{address}: {read.Refusal} {read.Detail}");
                wanted.UnionWith(read.Missing);
                if (read.Pool is not { } pool) continue;
                if (!Trades(pool, input, output)) return Refused(PlanRefusals.RouteBroken, $"{address} does not trade {input} for {output}");
                legs.Add(new TradeLeg(pool, input, output));
            }

            if (legs.Count < route.Length && wanted.Count > before) continue;
            if (legs.Count < route.Length) return Refused(PlanRefusals.UnknownPool, "a pool names accounts that do not complete it");
            foreach (var leg in legs)
                if (_dependencies.Count < RememberedMax) _dependencies[leg.Pool.Address] = [.. leg.Pool.Dependencies, .. Touched(wanted, leg.Pool)];
            return (legs.MoveToImmutable(), accounts, null);
        }

        return Refused(PlanRefusals.UnknownPool, $"its accounts are not known after {RoundsMax} rounds");
    }

    private static (ImmutableArray<TradeLeg>, ChainSnapshot?, PlanOutcome?) Refused(string code, string detail) => ([], null, PlanOutcome.Refused(code, detail));

    private static bool Trades(IPool pool, PublicKey input, PublicKey output) =>
        (pool.MintA == input && pool.MintB == output) || (pool.MintB == input && pool.MintA == output);

    /// <summary>What reading it asked for beside what makes it stale, such as its mints.</summary>
    private static IEnumerable<PublicKey> Touched(HashSet<PublicKey> wanted, IPool pool) => new[] { pool.MintA, pool.MintB }.Where(wanted.Contains);

    private async Task<ChainSnapshot> Accounts(HashSet<PublicKey> wanted, CancellationToken cancel)
    {
        var keys = wanted.ToArray();
        var answer = await rpc.Read(AccountCalls.GetMultipleAccounts(keys, Commitment.Processed), cancel);
        if (!answer.TryGet(out var found, out var error)) throw new ChainUnavailableException($"Accounts could not be read: {error.Fault}: {error.Message}");
        return new ChainSnapshot(keys, found);
    }
}

/// <summary>Accounts as one node had them at one slot.</summary>
internal sealed class ChainSnapshot(PublicKey[] keys, AtSlot<ImmutableArray<AccountInfo?>> found) : IAccountSource
{
    private readonly Dictionary<PublicKey, AccountInfo?> _accounts = keys.Zip(found.Value).ToDictionary(pair => pair.First, pair => pair.Second);

    public ulong Slot => found.Slot;

    public AccountData? Find(PublicKey address) =>
        !_accounts.TryGetValue(address, out var account) ? null : account is null ? AccountData.Absent : new AccountData(account.Owner, account.Data);

    public ulong Lamports(PublicKey address) => _accounts.GetValueOrDefault(address)?.Lamports ?? 0;

    /// <summary>The chain's clock in the slot after this one, where a message can land at the earliest.</summary>
    public ChainClock Clock()
    {
        if (Find(Sysvars.Clock) is not { Data.Length: >= 40 } clock) throw new ChainUnavailableException("The node does not know the clock.");
        var data = clock.Data.Span;
        return new ChainClock(found.Slot + 1, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]), BinaryPrimitives.ReadInt64LittleEndian(data[32..]));
    }
}
