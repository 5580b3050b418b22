using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Archive;

/// <summary>
/// A day as a Yellowstone server would have told it to whoever follows its pools: the accounts that each slot changed, then the slot, and each creation of a pool as
/// its transaction. The day is walked back from its last accounts to its first prices, and from there forwards, swap by swap.
/// </summary>
/// <remarks>
/// The mints were plain ones: these instructions take no others. Their decimals are not in the day and no quote depends on them.
/// Of the slots between two that stand in the day some are told, so that no reader takes the step for a lie.
/// </remarks>
public sealed class DaySource : IFeedSource
{
    private const ulong StepMax = 400;

    /// <summary>Tag of the instruction that makes a pool.</summary>
    private const ulong InitializePool = 0x5fb40aac_54aee828;

    private readonly WhirlpoolDay _day;
    private readonly Dictionary<string, (DayPool Pool, DayReplay Replay)> _pools = [];
    private readonly List<string> _unexplained = [];
    private readonly HashSet<PublicKey> _mintsTold = [];
    private readonly Dictionary<string, int[]> _reaches = [];
    private ulong _writes;

    /// <param name="damage">What of the day could not be read.</param>
    public DaySource(WhirlpoolDay day, IEnumerable<string>? damage = null)
    {
        _day = day;
        _unexplained.AddRange(damage ?? []);
        foreach (var events in day.Events.GroupBy(happened => happened.Pool))
        {
            if (DayPool.AtTheEnd(events.Key, day) is not { } pool)
            {
                _unexplained.Add($"pool {events.Key}: its account at the end of the day is not there");
                continue;
            }

            var rewind = new DayRewind(pool, day);
            foreach (var happened in events.Reverse()) rewind.Undo(happened);
            _unexplained.AddRange(rewind.Unexplained);
            _pools.Add(events.Key, (pool, new DayReplay(pool, day, rewind.Price)));
        }
    }

    /// <summary>The pools that the day is about.</summary>
    public IReadOnlyCollection<PublicKey> Pools => [.. _pools.Values.Select(one => one.Pool.Address)];

    /// <summary>Their mints.</summary>
    public IReadOnlyCollection<PublicKey> Mints => [.. _pools.Values.SelectMany(one => new[] { one.Pool.End.MintA, one.Pool.End.MintB }).Distinct()];

    /// <summary>Things that happened to pools, as far as prices depend on them.</summary>
    public int Events => _day.Events.Count;

    public int Swaps => _pools.Values.Sum(one => one.Replay.Swaps);

    /// <summary>Swaps of which our own arithmetic gives the real amounts, to the base unit.</summary>
    public int Exact => _pools.Values.Sum(one => one.Replay.Exact);

    /// <summary>Slots that the day tells of.</summary>
    public int Slots { get; private set; }

    /// <remarks>A day is read once.</remarks>
    public async IAsyncEnumerable<FeedMessage> Read(ulong? fromSlot, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var why in _unexplained) yield return FeedMessage.Say(FeedMessageKind.Damaged, why);
        if (_day.Events.Count == 0) yield break;
        // What is there before the first event is there from the first slot on.
        var unborn = _day.Events.OfType<DayCreation>().Select(creation => creation.Pool).ToHashSet();
        var last = _day.Events[0].Slot - 1;
        foreach (var pool in _pools.Keys.Except(unborn))
            foreach (var message in Accounts(pool, [], last, _day.Events[0].Time)) yield return message;
        yield return Slot(last, _day.Events[0].Time);
        foreach (var slot in _day.Events.GroupBy(happened => happened.Slot))
        {
            cancel.ThrowIfCancellationRequested();
            var time = slot.First().Time;
            for (; slot.Key - last > StepMax; last += StepMax) yield return Slot(last + StepMax, time);
            last = slot.Key;
            foreach (var message in Happened(slot, time)) yield return message;
            yield return Slot(last, time);
            Slots++;
        }

        await Task.CompletedTask;
    }

    private IEnumerable<FeedMessage> Happened(IGrouping<ulong, DayEvent> slot, long time)
    {
        foreach (var events in slot.GroupBy(happened => happened.Pool))
        {
            if (!_pools.TryGetValue(events.Key, out var known)) continue;
            var touched = new HashSet<int>();
            foreach (var happened in events)
            {
                known.Replay.Do(happened);
                if (happened is DayLiquidity change && _day.Positions.TryGetValue(change.Position, out var range)) touched.UnionWith([StartOf(range.Lower, known.Pool), StartOf(range.Upper, known.Pool)]);
                if (happened is DayCreation creation) yield return FeedMessage.Of(Creation(creation, known.Pool));
            }

            foreach (var message in Accounts(events.Key, touched, slot.Key, time)) yield return message;
        }
    }

    /// <summary>The pool, its mints the first time, and the arrays in its reach that changed or came into it.</summary>
    private IEnumerable<FeedMessage> Accounts(string name, HashSet<int> touched, ulong slot, long time)
    {
        var (pool, replay) = _pools[name];
        yield return Account(pool.Address, ProgramIds.Whirlpool, pool.AccountAt(replay.SqrtPrice, replay.Tick), slot, time);
        foreach (var mint in new[] { pool.End.MintA, pool.End.MintB })
            if (_mintsTold.Add(mint)) yield return Account(mint, ProgramIds.Token, PlainMint(), slot, time);
        var reach = pool.Reach(replay.Tick);
        var before = _reaches.GetValueOrDefault(name, []);
        _reaches[name] = reach;
        foreach (var start in reach.Where(start => touched.Contains(start) || !before.Contains(start)))
        {
            var data = pool.ArrayAccountAt(start);
            yield return Account(WhirlpoolAddresses.TickArray(pool.Address, start), data.Length == 0 ? ProgramIds.System : ProgramIds.Whirlpool, data, slot, time);
        }
    }

    private static int StartOf(int tick, DayPool pool)
    {
        var width = TickArray.TickCount * pool.End.TickSpacing;
        return (int)Math.Floor(tick / (double)width) * width;
    }

    private static byte[] PlainMint()
    {
        var data = new byte[82];
        data[45] = 1;
        return data;
    }

    private FeedMessage Account(PublicKey address, PublicKey owner, byte[] data, ulong slot, long time) => Message(
        new SubscribeUpdate
        {
            Account = new SubscribeUpdateAccount
            {
                Slot = slot,
                Account = new SubscribeUpdateAccountInfo
                {
                    Pubkey = ByteString.CopyFrom(address.AsSpan()), Owner = ByteString.CopyFrom(owner.AsSpan()), Data = ByteString.CopyFrom(data), WriteVersion = ++_writes,
                },
            },
        }, time);

    private static FeedMessage Slot(ulong slot, long time) =>
        Message(new SubscribeUpdate { Slot = new SubscribeUpdateSlot { Slot = slot, Status = SlotStatus.SlotProcessed } }, time);

    private static FeedMessage Message(SubscribeUpdate update, long time)
    {
        update.CreatedAt = new Timestamp { Seconds = time };
        return FeedMessage.Of(update.ToByteArray());
    }

    private static FullTransaction Creation(DayCreation creation, DayPool pool)
    {
        var data = new byte[27];
        BinaryPrimitives.WriteUInt64BigEndian(data, InitializePool);
        data[8] = pool.End.Bump;
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(9), creation.TickSpacing);
        BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(11), creation.SqrtPrice);
        return new FullTransaction
        {
            Slot = creation.Slot, BlockTime = DateTimeOffset.FromUnixTimeSeconds(creation.Time), Signatures = [Signature.Parse(creation.Signature)], Version = MessageVersion.Legacy,
            RecentBlockhash = default, Accounts = [.. creation.Accounts.Append(ProgramIds.Whirlpool).Select(key => new ResolvedAccount(key, default, false, null, null))],
            Instructions = [new ResolvedInstruction { Program = ProgramIds.Whirlpool, Accounts = [.. creation.Accounts], Data = data }],
            // The day tells of what succeeded, and not what it cost.
            Meta = new TransactionMeta { Fee = 0, PreBalances = [], PostBalances = [] },
        };
    }
}
