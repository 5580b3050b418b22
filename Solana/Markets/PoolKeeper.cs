using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Markets;

/// <summary>Why a tracked pool is not in the view.</summary>
/// <param name="Reason">Name of a <see cref="DecodeRefusal"/>, <c>MissingAccounts</c> or <c>NoRoom</c>.</param>
public readonly record struct PoolTrouble(string Reason, string Detail);

/// <summary>
/// Turns account changes into the pools of a <see cref="MarketView"/>, of which it is the only writer. For one thread: the feed's.
/// A pool that cannot be read is withdrawn, named and counted, never guessed.
/// </summary>
public sealed class PoolKeeper(MarketView view, AccountBook accounts, ProgramRegistry programs)
{
    /// <summary>Pools tracked at most.</summary>
    public const int TrackedMax = MarketView.PoolsMax;

    private readonly Dictionary<PublicKey, Tracked> _tracked = [];
    private readonly Dictionary<PublicKey, HashSet<PublicKey>> _dependents = [];
    private readonly SortedDictionary<string, long> _troubles = new(StringComparer.Ordinal);

    private sealed class Tracked(PublicKey address, IPoolReader reader)
    {
        public PublicKey Address { get; } = address;
        public IPoolReader Reader { get; } = reader;
        public HashSet<PublicKey> Needs { get; set; } = [address];
        public IReadOnlyList<PublicKey> Missing { get; set; } = [];
        public ProgramCurve? Curve { get; set; }
        public bool Published { get; set; }
        public PoolTrouble? Trouble { get; set; }
    }

    public AccountBook Accounts => accounts;

    public MarketView View => view;

    public int TrackedCount => _tracked.Count;

    /// <summary>How often each trouble took or kept a pool out of the view.</summary>
    public IReadOnlyDictionary<string, long> Troubles => _troubles;

    /// <summary>Every account that a tracked pool depends on: what a feed subscribes to.</summary>
    public IReadOnlyCollection<PublicKey> Wanted => _dependents.Keys;

    /// <summary>Accounts that are wanted and not known yet: what has to be fetched once.</summary>
    public IReadOnlyCollection<PublicKey> Missing => [.. _tracked.Values.SelectMany(pool => pool.Missing).Distinct().Order()];

    /// <summary>Grows when <see cref="Wanted"/> changes.</summary>
    public long WantedVersion { get; private set; }

    public PoolTrouble? TroubleOf(PublicKey pool) => _tracked.GetValueOrDefault(pool)?.Trouble;

    /// <summary>Keeps this pool in the view from now on. False when the program has no pools here or there is no room.</summary>
    public bool Track(PublicKey pool, PublicKey program)
    {
        if (_tracked.ContainsKey(pool)) return true;
        if (_tracked.Count >= TrackedMax || programs.PoolsOf(program) is not { } reader) return false;
        var tracked = new Tracked(pool, reader);
        _tracked.Add(pool, tracked);
        Depend(tracked, pool);
        Rebuild(tracked);
        return true;
    }

    public void Untrack(PublicKey pool)
    {
        if (!_tracked.Remove(pool, out var tracked)) return;
        foreach (var address in tracked.Needs) Release(tracked, address);
        if (tracked.Published) view.Withdraw(tracked.Curve!.Pool);
    }

    /// <summary>Takes a change in and rebuilds the pools that depend on it.</summary>
    public AccountOutcome Apply(in AccountChange change)
    {
        if (!_dependents.ContainsKey(change.Address))
        {
            accounts.CountNotWanted();
            return AccountOutcome.NotWanted;
        }

        var outcome = accounts.Apply(change, view.Head.Clock.Slot);
        if (outcome == AccountOutcome.Applied) Rebuild(change.Address);
        else if (outcome is AccountOutcome.NoRoom or AccountOutcome.TooLarge && IsNews(change)) Lose(change.Address);
        return outcome;
    }

    private bool IsNews(in AccountChange change) => accounts.NewestOf(change.Address).CompareTo((change.Slot, change.WriteVersion)) < 0;

    /// <summary>What is known of the account is no longer so, and what is so could not be kept: an old price is worse than none.</summary>
    private void Lose(PublicKey address)
    {
        accounts.Forget(address);
        Rebuild(address);
    }

    /// <summary>The slot will never be part of the chain: the pools go back to what they were without it.</summary>
    public void Dead(ulong slot)
    {
        foreach (var address in accounts.Dead(slot)) Rebuild(address);
    }

    /// <summary>The slot is final.</summary>
    public void Root(ulong slot) => accounts.Root(slot);

    private void Rebuild(PublicKey address)
    {
        if (!_dependents.TryGetValue(address, out var pools)) return;
        if (pools.Count == 1)
        {
            // Nearly every account is one pool's own. A rebuild may change the set, so that the walk ends here.
            foreach (var pool in pools)
            {
                if (_tracked.TryGetValue(pool, out var only)) Rebuild(only);
                return;
            }
        }

        // A rebuild may change who depends on what; the order decides what readers see first, so it is fixed.
        foreach (var pool in pools.Order().ToArray())
            if (_tracked.TryGetValue(pool, out var tracked)) Rebuild(tracked);
    }

    private void Rebuild(Tracked tracked)
    {
        var read = tracked.Reader.Read(tracked.Address, accounts);
        tracked.Missing = read.Missing;
        if (read.Pool is not { } pool)
        {
            foreach (var missing in read.Missing) Depend(tracked, missing);
            Withdraw(tracked, read.Refusal == DecodeRefusal.None
                ? new PoolTrouble("MissingAccounts", string.Join(' ', read.Missing))
                : new PoolTrouble(read.Refusal.ToString(), read.Detail!));
            return;
        }

        tracked.Curve = tracked.Curve?.With(pool) ?? new ProgramCurve(pool);
        Replace(tracked, pool.Dependencies);
        var (slot, writeVersion) = NewestOf(pool.Dependencies);
        tracked.Published = view.Publish(tracked.Curve, slot, writeVersion);
        tracked.Trouble = tracked.Published ? null : Count(new PoolTrouble("NoRoom", $"{MarketView.PoolsMax} pools are kept already"));
    }

    private void Withdraw(Tracked tracked, PoolTrouble trouble)
    {
        if (tracked.Trouble?.Reason != trouble.Reason) Count(trouble);
        tracked.Trouble = trouble;
        if (tracked.Published) view.Withdraw(tracked.Curve!.Pool);
        tracked.Published = false;
    }

    private PoolTrouble Count(PoolTrouble trouble)
    {
        _troubles[trouble.Reason] = _troubles.GetValueOrDefault(trouble.Reason) + 1;
        return trouble;
    }

    private (ulong Slot, ulong WriteVersion) NewestOf(IReadOnlyList<PublicKey> addresses)
    {
        (ulong Slot, ulong WriteVersion) newest = default;
        foreach (var address in addresses)
            if (accounts.NewestOf(address) is var found && found.CompareTo(newest) > 0) newest = found;
        return newest;
    }

    private void Replace(Tracked tracked, IReadOnlyList<PublicKey> needs)
    {
        foreach (var address in needs) Depend(tracked, address);
        if (tracked.Needs.Count == needs.Count) return;
        foreach (var gone in tracked.Needs.Except(needs).ToArray())
        {
            if (gone == tracked.Address) continue;
            tracked.Needs.Remove(gone);
            Release(tracked, gone);
        }
    }

    private void Depend(Tracked tracked, PublicKey address)
    {
        tracked.Needs.Add(address);
        if (!_dependents.TryGetValue(address, out var pools))
        {
            _dependents.Add(address, pools = []);
            WantedVersion++;
        }

        pools.Add(tracked.Address);
    }

    private void Release(Tracked tracked, PublicKey address)
    {
        if (!_dependents.TryGetValue(address, out var pools) || !pools.Remove(tracked.Address) || pools.Count > 0) return;
        _dependents.Remove(address);
        accounts.Forget(address);
        WantedVersion++;
    }
}
