using Google.Protobuf;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Feed;

/// <summary>
/// Reads one source: removes repetitions, keeps the history of slots, finds launches, passes account changes on. Belongs to one thread at a
/// time. Never throws on what a message holds; memory is bounded whatever arrives.
/// </summary>
/// <param name="near">Slot near which the source is expected to begin; null: its first word is taken as it is.</param>
public sealed class FeedReader(IFeedSink sink, ProgramRegistry programs, TimeProvider clock, ulong? near = null)
{
    /// <summary>Pieces of damage whose text is kept.</summary>
    public const int DamageKept = 16;

    private const int SlotsRemembered = 128;
    private const int UpdatesRemembered = 200_000;

    /// <summary>What one message says of slots as a whole.</summary>
    private readonly record struct SlotTurn(ulong? Dead, ulong? Ended);

    private readonly RecentUpdates _recent = new(SlotsRemembered, UpdatesRemembered);
    private readonly Queue<string> _damage = new();
    private readonly SlotHead _head = new(near);

    public FeedCounts Counts { get; } = new();

    public SlotHistory History { get; } = new();

    /// <summary>The newest pieces of damage.</summary>
    public IReadOnlyCollection<string> Damage => _damage;

    /// <summary>Reads the source to its end, or until cancelled.</summary>
    public async Task Run(IFeedSource source, ulong? fromSlot, CancellationToken cancel)
    {
        await foreach (var message in source.Read(fromSlot, cancel)) await Take(message);
    }

    public async ValueTask Take(FeedMessage message)
    {
        switch (message.Kind)
        {
            case FeedMessageKind.Update:
                Counts.Received++;
                if (Judge(message.Bytes.Span, out var slots, out var whole)) await Launches(whole);
                if (slots.Dead is { } dead) await sink.Died(dead);
                if (slots.Ended is { } ended) await sink.Ended(ended, UpdateView.CreatedAt(message.Bytes.Span));
                break;
            case FeedMessageKind.Transaction:
                Counts.Received++;
                if (message.Transaction!.Slot is { } known) History.See(known);
                await Launches([message.Transaction]);
                break;
            case FeedMessageKind.Damaged:
                Counts.Received++;
                Refuse(message.Detail ?? "damaged");
                break;
            case FeedMessageKind.Lost:
                Counts.Losses++;
                break;
            default:
                Counts.Gaps++;
                _head.Forget();
                await sink.Missed(message.Detail ?? message.Kind.ToString());
                break;
        }
    }

    /// <returns>True when there are transactions to look into.</returns>
    private bool Judge(ReadOnlySpan<byte> bytes, out SlotTurn slots, out IReadOnlyList<FullTransaction> whole)
    {
        (slots, whole) = (default, []);
        if (!UpdateView.TryRead(bytes, out var update)) return Refuse("no protobuf");
        if (update.Kind is UpdateKind.Ping or UpdateKind.Pong or UpdateKind.Unknown)
        {
            Counts.Filtered++;
            return false;
        }

        if (!_head.Take(update.Slot)) return Refuse($"slot {update.Slot} is more than {SlotHead.LeadMax} ahead of {_head.Last ?? near}");
        if (!_recent.IsNew(update))
        {
            Counts.Repeated++;
            return false;
        }

        // A status tells of the past by design; only data that goes back is remarkable.
        if (update.Kind != UpdateKind.Slot) History.See(update.Slot);
        switch (update.Kind)
        {
            case UpdateKind.Slot: return Slot(update.Payload, out slots);
            case UpdateKind.BlockMeta:
                Counts.BlockMetas++;
                return false;
            case UpdateKind.Entry:
                Counts.Entries++;
                return false;
            case UpdateKind.Account: return Account(update);
            case UpdateKind.Transaction: return Transaction(update, bytes, out whole);
            case UpdateKind.Block: return Block(bytes, out whole);
            default:
                Counts.Filtered++;
                return false;
        }
    }

    private bool Slot(ReadOnlySpan<byte> payload, out SlotTurn slots)
    {
        slots = default;
        ulong slot = 0, status = 0;
        var walker = new ProtoWalker(payload);
        while (walker.Next())
        {
            if (walker.Field == 1) slot = walker.Number;
            else if (walker.Field == 3) status = walker.Number;
        }

        if (walker.IsBroken) return Refuse("a slot update that is no protobuf");
        Counts.Slots++;
        var reached = (SlotStatus)Math.Min(status, int.MaxValue);
        slots = new(History.Reach(slot, reached) ? slot : null, reached == SlotStatus.SlotProcessed ? slot : null);
        return false;
    }

    private bool Account(in UpdateView update)
    {
        if (!update.TryAccount(out var account)) return Refuse("an account update without address or owner");
        Counts.Accounts++;
        sink.Changed(account, update.Slot);
        return false;
    }

    private bool Transaction(in UpdateView update, ReadOnlySpan<byte> bytes, out IReadOnlyList<FullTransaction> whole)
    {
        whole = [];
        if (!update.TryTransaction(out var transaction)) return Refuse("a transaction update without signature or message");
        if (transaction.IsVote || transaction.Failed || !transaction.NamesAny(LaunchReader.Programs))
        {
            Counts.Filtered++;
            return false;
        }

        var read = YellowstoneTransaction.Read(bytes);
        if (!read.TryGet(out var full)) return Refuse($"{read.Refusal}: {read.Detail}");
        whole = [full];
        return true;
    }

    private bool Block(ReadOnlySpan<byte> bytes, out IReadOnlyList<FullTransaction> whole)
    {
        whole = [];
        SubscribeUpdateBlock block;
        try
        {
            block = SubscribeUpdate.Parser.ParseFrom(bytes).Block;
        }
        catch (InvalidProtocolBufferException fault)
        {
            return Refuse(fault.Message);
        }

        var read = new List<FullTransaction>();
        foreach (var info in block.Transactions)
        {
            if (info.IsVote) continue;
            var one = YellowstoneTransaction.Read(info, block.Slot);
            if (one.TryGet(out var full)) read.Add(full);
            else Refuse($"{one.Refusal}: {one.Detail}");
        }

        whole = read;
        return true;
    }

    private async ValueTask Launches(IReadOnlyList<FullTransaction> transactions)
    {
        foreach (var transaction in transactions)
        {
            Counts.Transactions++;
            foreach (var launch in LaunchReader.Read(transaction, programs, clock.GetUtcNow()))
            {
                Counts.Launches++;
                await sink.Launched(launch);
            }
        }
    }

    private bool Refuse(string why)
    {
        Counts.Damaged++;
        if (_damage.Count == DamageKept) _damage.Dequeue();
        _damage.Enqueue(why.Length <= 200 ? why : why[..200]);
        return false;
    }
}
