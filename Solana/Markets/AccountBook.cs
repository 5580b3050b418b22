using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Markets;

/// <summary>
/// The accounts behind the pools, with the versions of slots that are not final yet, so that a slot that dies can be taken back.
/// Bounded in bytes, versions and slots. For one thread.
/// </summary>
public sealed class AccountBook : IAccountSource
{
    /// <summary>No account that a quote depends on is larger: tick and bin arrays have about 10 kB.</summary>
    public const int AccountBytesMax = 65_536;

    /// <summary>About 3.5 minutes: a fork that lives longer is no fork any more.</summary>
    public const int OpenSlotsMax = 512;

    /// <summary>Furthest that an account may run ahead of the slot the feed has reached.</summary>
    public const ulong SlotLeadMax = 512;

    /// <summary>The source document's bound for the whole price cache.</summary>
    public const long BytesDefault = 50_000_000;

    /// <summary>Object, dictionary entry and list of one version, in bytes, roughly.</summary>
    private const int Overhead = 160;

    private readonly long _bytesMax;
    private readonly Dictionary<PublicKey, List<Version>> _accounts = [];
    private readonly SortedDictionary<ulong, HashSet<PublicKey>> _open = [];
    private readonly SortedSet<ulong> _dead = [];
    private readonly long[] _outcomes = new long[Enum.GetValues<AccountOutcome>().Length];
    private ulong _root;

    public AccountBook(long bytesMax = BytesDefault) => _bytesMax = bytesMax;

    private readonly record struct Version(ulong Slot, ulong WriteVersion, AccountData Data)
    {
        public long Bytes => Data.Data.Length + Overhead;

        public int CompareTo(ulong slot, ulong writeVersion) =>
            Slot != slot ? Slot.CompareTo(slot) : WriteVersion.CompareTo(writeVersion);
    }

    /// <summary>Bytes held, versions included.</summary>
    public long Bytes { get; private set; }

    public int Count => _accounts.Count;

    /// <summary>Dead slots that are remembered.</summary>
    internal int DeadKept => _dead.Count;

    public long CountOf(AccountOutcome outcome) => _outcomes[(int)outcome];

    public AccountData? Find(PublicKey address) => _accounts.TryGetValue(address, out var versions) ? versions[^1].Data : null;

    /// <summary>Slot and version of the newest state; zero when nothing is known.</summary>
    public (ulong Slot, ulong WriteVersion) NewestOf(PublicKey address) =>
        _accounts.TryGetValue(address, out var versions) ? (versions[^1].Slot, versions[^1].WriteVersion) : default;

    /// <param name="head">The slot that the feed has reached; zero while it has not said so.</param>
    public AccountOutcome Apply(in AccountChange change, ulong head)
    {
        var outcome = Take(change, head);
        _outcomes[(int)outcome]++;
        return outcome;
    }

    internal void CountNotWanted() => _outcomes[(int)AccountOutcome.NotWanted]++;

    /// <summary>Takes back what a dead slot changed.</summary>
    /// <returns>Accounts whose newest state is another now, or none at all.</returns>
    public IReadOnlyList<PublicKey> Dead(ulong slot)
    {
        if (slot > _root) _dead.Add(slot);
        // Whoever names slots without end is not remembered without end: the oldest are as good as final.
        if (_dead.Count > OpenSlotsMax) _dead.Remove(_dead.Min);
        if (!_open.Remove(slot, out var touched)) return [];
        var changed = new List<PublicKey>();
        foreach (var address in touched)
        {
            var versions = _accounts[address];
            var newest = versions[^1].Slot;
            for (var i = versions.Count - 1; i >= 0; i--)
                if (versions[i].Slot == slot) RemoveAt(versions, i);
            if (versions.Count == 0) _accounts.Remove(address);
            if (newest == slot) changed.Add(address);
        }

        changed.Sort();
        return changed;
    }

    /// <summary>Nothing up to this slot can be taken back any more.</summary>
    public void Root(ulong slot)
    {
        _root = Math.Max(_root, slot);
        _dead.RemoveWhere(dead => dead <= _root);
        while (_open.Count > 0 && _open.First() is var (oldest, touched) && oldest <= _root)
        {
            foreach (var address in touched) Prune(_accounts[address]);
            _open.Remove(oldest);
        }
    }

    /// <summary>No pool needs the account any more.</summary>
    public void Forget(PublicKey address)
    {
        if (!_accounts.Remove(address, out var versions)) return;
        foreach (var version in versions)
        {
            Bytes -= version.Bytes;
            if (_open.TryGetValue(version.Slot, out var touched)) touched.Remove(address);
        }
    }

    private AccountOutcome Take(in AccountChange change, ulong head)
    {
        if (change.Data.Length > AccountBytesMax) return AccountOutcome.TooLarge;
        if (head > 0 && change.Slot > head && change.Slot - head > SlotLeadMax) return AccountOutcome.SlotTooFarAhead;
        if (_dead.Contains(change.Slot)) return AccountOutcome.DeadSlot;
        var known = _accounts.TryGetValue(change.Address, out var versions);
        var place = known ? PlaceOf(versions!, change) : 0;
        if (known && place > 0 && versions![place - 1].CompareTo(change.Slot, change.WriteVersion) == 0)
        {
            var same = versions[place - 1].Data;
            return same.Owner == change.Owner && same.Data.Span.SequenceEqual(change.Data.Span) ? AccountOutcome.Repeated : AccountOutcome.Contradiction;
        }

        if (known && place == 0 && change.Slot <= _root) return AccountOutcome.BelowRoot;
        // Within one slot only the newest write counts: a slot that dies takes all of its writes along.
        if (known && place < versions!.Count && versions[place].Slot == change.Slot) return AccountOutcome.Late;
        var replaces = known && place > 0 && versions![place - 1].Slot == change.Slot;
        var version = new Version(change.Slot, change.WriteVersion, new AccountData(change.Owner, change.Data));
        if (Bytes + version.Bytes - (replaces ? versions![place - 1].Bytes : 0) > _bytesMax) return AccountOutcome.NoRoom;
        if (replaces) RemoveAt(versions!, --place);
        if (!known) _accounts.Add(change.Address, versions = new List<Version>(1));
        versions!.Insert(place, version);
        Bytes += version.Bytes;
        var newest = place == versions.Count - 1;
        if (change.Slot > _root) Open(change.Slot, change.Address);
        else Prune(versions);
        return newest ? AccountOutcome.Applied : AccountOutcome.Late;
    }

    private static int PlaceOf(List<Version> versions, in AccountChange change)
    {
        var place = versions.Count;
        while (place > 0 && versions[place - 1].CompareTo(change.Slot, change.WriteVersion) > 0) place--;
        return place;
    }

    private void Open(ulong slot, PublicKey address)
    {
        if (!_open.TryGetValue(slot, out var touched)) _open.Add(slot, touched = []);
        touched.Add(address);
        if (_open.Count > OpenSlotsMax) Root(_open.First().Key);
    }

    /// <summary>Of the final versions only the newest is needed.</summary>
    private void Prune(List<Version> versions)
    {
        for (var i = versions.Count - 2; i >= 0; i--)
            if (versions[i + 1].Slot <= _root) RemoveAt(versions, i);
    }

    private void RemoveAt(List<Version> versions, int index)
    {
        Bytes -= versions[index].Bytes;
        versions.RemoveAt(index);
    }
}
