using System.Globalization;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Journals;
using Orchestrator.Storage.Sealing;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// A stream holds the records; sorted sets beside it hold its members by time, for all and for each outcome, reason and
/// group. A page walks the smallest set that fits and asks the others about each member.
/// </summary>
internal sealed class RedisJournal(RedisStore store, string name) : IJournal
{
    private const int Step = 512;
    private const int DroppedMax = 2 * JournalLimits.BatchMax;
    private readonly string _prefix = $"{store.Prefix}journal/{name}/";

    public async Task<JournalAppend> Append(IReadOnlyList<JournalRecord> records)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(records.Count, JournalLimits.BatchMax);
        var limits = store.Options.Journal;
        var values = new List<RedisValue>(5 + (7 * records.Count))
        {
            _prefix, records.Count, JournalRecord.Micros((limits.Clock ?? store.Clock).GetUtcNow() - limits.AgeMax), limits.RecordsMax, DroppedMax,
        };
        foreach (var record in records)
        {
            record.Check();
            values.AddRange([record.Id, record.AtMicros, record.Outcome, record.Reason, record.Group, record.Digest(), record.Body]);
        }
        var answer = await store.Write(RedisScripts.Append, [Stream, Ids, All], [.. values], (StorePoints.RedisJournalBefore, StorePoints.RedisJournalAfter));
        return (int)answer[0] == 1
            ? new JournalAppend(JournalOutcome.Appended, (int)answer[2])
            : new JournalAppend(JournalOutcome.SameIdOtherContent, 0, (string)answer[2]!);
    }

    public async Task<JournalEntry?> Find(string id)
    {
        store.ThrowIfBroken();
        var stands = (string?)await store.Read(database => database.HashGetAsync(Ids, id));
        if (stands is null) return null;
        return (await Entries([stands[(stands.IndexOf(':', StringComparison.Ordinal) + 1)..]])).SingleOrDefault();
    }

    public async Task<IReadOnlySet<string>> Known(IReadOnlyCollection<string> ids)
    {
        store.ThrowIfBroken();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(JournalLimits.BatchMax))
        {
            var stands = await store.Read(database => database.HashGetAsync(Ids, [.. some.Select(id => (RedisValue)id)]));
            for (var i = 0; i < some.Length; i++)
                if (!stands[i].IsNull) known.Add(some[i]);
        }

        return known;
    }

    public Task<long> Count() => store.Read(database => database.SortedSetLengthAsync(All));

    public async Task<JournalPage> Read(JournalQuery query)
    {
        query.Check();
        store.ThrowIfBroken();
        var sets = await SmallestFirst(query);
        var from = query.From is { } low ? JournalRecord.Micros(low) : 0;
        var seen = query.After;
        var entries = new List<JournalEntry>(query.Limit + 1);
        while (entries.Count <= query.Limit)
        {
            var (members, last) = await Members(sets[0], query.To, from, seen);
            if (last is null) break;
            seen = last;
            foreach (var other in sets.Skip(1))
            {
                var scores = await store.Read(database => database.SortedSetScoresAsync(other, [.. members.Select(member => (RedisValue)member)]));
                members = [.. members.Where((_, i) => scores[i] is not null)];
            }
            entries.AddRange(await Entries([.. members.Take(query.Limit + 1 - entries.Count)]));
        }
        var more = entries.Count > query.Limit;
        var page = entries.Take(query.Limit).ToList();
        return new JournalPage(page, more ? JournalCursor.Of(page[^1]) : null);
    }

    private RedisKey Stream => _prefix + "stream";

    private RedisKey Ids => _prefix + "ids";

    private RedisKey All => _prefix + "all";

    private async Task<RedisKey[]> SmallestFirst(JournalQuery query)
    {
        var keys = new List<RedisKey>();
        if (query.Outcome is { } outcome) keys.Add($"{_prefix}outcome/{outcome}");
        if (query.Reason is { } reason) keys.Add($"{_prefix}reason/{reason}");
        if (query.Group is { } group) keys.Add($"{_prefix}group/{group}");
        if (keys.Count == 0) keys.Add(All);
        if (keys.Count == 1) return [.. keys];
        var sizes = await store.Read(database => Task.WhenAll(keys.Select(key => database.SortedSetLengthAsync(key))));
        return [.. keys.Zip(sizes).OrderBy(pair => pair.Second).Select(pair => pair.First)];
    }

    /// <returns>The next members of a set, newest first, and the last one looked at; null when there is none.</returns>
    private async Task<(List<string> Members, JournalCursor? Last)> Members(RedisKey set, DateTimeOffset? to, long from, JournalCursor? after)
    {
        var high = to is { } bound ? string.Create(CultureInfo.InvariantCulture, $"({JournalRecord.Micros(bound)}") : "+inf";
        var answer = await store.Read(database => database.ScriptEvaluateAsync(RedisScripts.Page, [set],
            [high, from, Step, after is null ? "" : Member(after.Sequence), after?.AtMicros ?? 0]));
        var pairs = (RedisResult[])answer!;
        var members = new List<string>(pairs.Length / 2);
        JournalCursor? last = null;
        for (var i = 0; i < pairs.Length; i += 2)
        {
            var at = (long)(double)pairs[i + 1];
            if (at < from) break;
            var member = (string)pairs[i]!;
            members.Add(member);
            last = new JournalCursor(at, long.Parse(member, CultureInfo.InvariantCulture));
        }
        return (members, last);
    }

    private async Task<List<JournalEntry>> Entries(IReadOnlyList<string> members)
    {
        var streamed = await store.Read(database => Task.WhenAll(members.Select(member =>
        {
            var id = (RedisValue)$"{long.Parse(member, CultureInfo.InvariantCulture)}-0";
            return database.StreamRangeAsync(Stream, id, id);
        })));
        // A member without a record was dropped by the retention between the two reads.
        return [.. streamed.Where(found => found.Length == 1).Select(found => Entry(found[0]))];
    }

    private JournalEntry Entry(StreamEntry entry)
    {
        var sequence = ((string)entry.Id!).Split('-')[0];
        RedisValue Field(string field) => entry[field] is { IsNull: false } value ? value
            : throw Seal.Unreadable($"journal {name}, record {sequence}", $"{field} is missing");
        return new JournalEntry(long.Parse(sequence, CultureInfo.InvariantCulture), new JournalRecord(
            Field("id")!, JournalRecord.FromMicros((long)Field("at")), Field("outcome")!, Field("reason")!, Field("group")!, (byte[])Field("body")!));
    }

    private static string Member(long sequence) => sequence.ToString("D16", CultureInfo.InvariantCulture);
}
