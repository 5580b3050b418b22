using Microsoft.Extensions.Time.Testing;
using Orchestrator.Storage.Journals;

namespace Orchestrator.Storage.Tests.Conformance;

/// <summary>What every store owes to a journal.</summary>
public abstract class JournalSuite
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Outcomes = ["executed", "rejected", "expired"];
    private static readonly string[] Reasons = ["", "heat", "slippage", "own-capital"];
    private static readonly string[] Groups = ["arbitrage", "sniper"];

    internal abstract Task<TestStore> NewStore();

    [Fact]
    public async Task Every_filter_gives_what_a_plain_list_gives_page_by_page()
    {
        await using var store = await NewStore();
        await using var open = await Open(store);
        var journal = open.Journals.Get(StoreNames.Decisions);
        // Times repeat and go back now and then, as they do when several grains write.
        var records = Enumerable.Range(0, 400).Select(i => Record(i, Noon.AddSeconds(((i / 7) * 3) - (i % 11 == 0 ? 20 : 0)))).ToList();
        foreach (var batch in records.Chunk(37)) Assert.Equal(batch.Length, (await journal.Append(batch)).Added);

        string?[] outcomes = [null, .. Outcomes, "none"];
        string?[] reasons = [null, "heat"];
        string?[] groups = [null, "sniper"];
        DateTimeOffset?[] froms = [null, Noon.AddSeconds(30)], tos = [null, Noon.AddSeconds(90)];
        foreach (var outcome in outcomes)
            foreach (var reason in reasons)
                foreach (var group in groups)
                    foreach (var from in froms)
                        foreach (var to in tos)
                        {
                            var query = new JournalQuery { Outcome = outcome, Reason = reason, Group = group, From = from, To = to, Limit = 23 };
                            var expected = records.Select((record, i) => (record, i))
                                .Where(pair => (outcome ?? pair.record.Outcome) == pair.record.Outcome && (reason ?? pair.record.Reason) == pair.record.Reason
                                    && (group ?? pair.record.Group) == pair.record.Group && pair.record.At >= (from ?? DateTimeOffset.MinValue) && pair.record.At < (to ?? DateTimeOffset.MaxValue))
                                .OrderByDescending(pair => pair.record.At).ThenByDescending(pair => pair.i).Select(pair => pair.record.Id);
                            Assert.Equal(expected, await AllPages(journal, query));
                        }
    }

    [Fact]
    public async Task Of_many_ids_it_says_which_have_a_record()
    {
        await using var store = await NewStore();
        await using var open = await Open(store);
        var journal = open.Journals.Get(StoreNames.Decisions);
        var records = Enumerable.Range(0, 1_500).Select(i => Record(i, Noon)).ToList();
        foreach (var batch in records.Where((_, i) => i % 3 == 0).Chunk(JournalLimits.BatchMax)) await journal.Append(batch);

        var known = await journal.Known([.. records.Select(record => record.Id)]);
        Assert.Equal(records.Where((_, i) => i % 3 == 0).Select(record => record.Id).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
        Assert.Empty(await journal.Known([]));
        Assert.Empty(await open.Journals.Get("audit").Known([records[0].Id]));
    }

    [Fact]
    public async Task A_record_comes_back_by_its_id_as_it_was_given_after_a_restart()
    {
        await using var store = await NewStore();
        var record = Record(1, Noon.AddTicks(1234560)) with { Body = new byte[] { 0, 255, 1, 128 } };
        await using (var open = await Open(store)) await open.Journals.Get("audit").Append([record, Record(2, Noon)]);
        await using var again = await Open(store);
        var found = await again.Journals.Get("audit").Find(record.Id);
        Assert.Equal(record.At, found!.Record.At);
        Assert.Equal((record.Outcome, record.Reason, record.Group), (found.Record.Outcome, found.Record.Reason, found.Record.Group));
        Assert.Equal(record.Body.ToArray(), found.Record.Body.ToArray());
        Assert.Null(await again.Journals.Get("audit").Find("another"));
        Assert.Null(await again.Journals.Get("decisions").Find(record.Id));
    }

    [Fact]
    public async Task The_same_batch_again_adds_nothing_and_another_content_under_an_id_is_refused()
    {
        await using var store = await NewStore();
        await using var open = await Open(store);
        var journal = open.Journals.Get("decisions");
        Assert.Equal(new JournalAppend(JournalOutcome.Appended, 2), await journal.Append([Record(1, Noon), Record(2, Noon)]));
        Assert.Equal(new JournalAppend(JournalOutcome.Appended, 1), await journal.Append([Record(1, Noon), Record(2, Noon), Record(3, Noon)]));
        var other = Record(2, Noon) with { Outcome = "other" };
        Assert.Equal(new JournalAppend(JournalOutcome.SameIdOtherContent, 0, other.Id), await journal.Append([Record(9, Noon), other]));
        var twice = Record(8, Noon);
        Assert.Equal(new JournalAppend(JournalOutcome.SameIdOtherContent, 0, twice.Id), await journal.Append([twice, twice with { Reason = "other" }]));
        Assert.Equal(3, await journal.Count());
        Assert.Null(await journal.Find(Record(9, Noon).Id));
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_is_appended_once()
    {
        await using var store = await NewStore();
        store.Clock = new FakeTimeProvider(Noon);
        var faults = new FaultPlan();
        await using var open = await store.Open(faults);
        var journal = open.Journals.Get("decisions");
        var batch = Enumerable.Range(0, 10).Select(i => Record(i, Noon)).ToList();
        faults.FailAt(".after");
        await Assert.ThrowsAsync<InjectedFault>(() => journal.Append(batch));
        faults.Heal();
        Assert.Equal(0, (await journal.Append(batch)).Added);
        Assert.Equal(10, await journal.Count());
    }

    [Fact]
    public async Task The_oldest_records_leave_when_there_are_too_many_and_nothing_of_them_stays()
    {
        await using var store = await NewStore();
        store.Journal = new JournalLimits { RecordsMax = 100 };
        await using var open = await Open(store);
        var journal = open.Journals.Get("decisions");
        foreach (var batch in Enumerable.Range(0, 1000).Select(i => Record(i, Noon.AddSeconds(i))).Chunk(90)) await journal.Append(batch);
        Assert.Equal(100, await journal.Count());
        var expected = Enumerable.Range(900, 100).Reverse().Select(i => Record(i, Noon).Id).ToList();
        Assert.Equal(expected, await AllPages(journal, new JournalQuery { Limit = 30 }));
        Assert.Null(await journal.Find(Record(899, Noon).Id));
        var perOutcome = 0;
        foreach (var outcome in Outcomes) perOutcome += (await AllPages(journal, new JournalQuery { Outcome = outcome })).Count;
        Assert.Equal(100, perOutcome);
    }

    [Fact]
    public async Task Records_leave_when_they_are_too_old()
    {
        await using var store = await NewStore();
        var clock = new FakeTimeProvider(Noon);
        (store.Clock, store.Journal) = (clock, new JournalLimits { AgeMax = TimeSpan.FromHours(1) });
        await using var open = await store.Open();
        var journal = open.Journals.Get("decisions");
        await journal.Append([.. Enumerable.Range(0, 60).Select(i => Record(i, Noon.AddMinutes(i - 30)))]);
        Assert.Equal(60, await journal.Count());
        clock.Advance(TimeSpan.FromMinutes(45));
        await journal.Append([Record(100, Noon.AddMinutes(45))]);
        // 11:30 … 12:29 were there, 11:45 is an hour ago.
        Assert.Equal(46, await journal.Count());
        Assert.Null(await journal.Find(Record(14, Noon).Id));
        Assert.NotNull(await journal.Find(Record(15, Noon).Id));
    }

    [Fact]
    public async Task Age_counts_on_the_clock_that_dates_the_records()
    {
        await using var store = await NewStore();
        (store.Clock, store.Journal) = (new FakeTimeProvider(Noon.AddDays(300)), new JournalLimits { AgeMax = TimeSpan.FromHours(1), Clock = new FakeTimeProvider(Noon) });
        await using var open = await store.Open();
        var journal = open.Journals.Get("decisions");
        await journal.Append([Record(1, Noon.AddMinutes(-30)), Record(2, Noon.AddHours(-2))]);
        await journal.Append([Record(3, Noon)]);
        Assert.NotNull(await journal.Find(Record(1, Noon).Id));
        Assert.Null(await journal.Find(Record(2, Noon).Id));
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing_and_sequences_are_given_once()
    {
        await using var store = await NewStore();
        await using var open = await Open(store);
        var journal = open.Journals.Get("decisions");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(w => Task.Run(() => journal.Append([.. Enumerable.Range(w * 25, 25).Select(i => Record(i, Noon))]))));
        var page = await journal.Read(new JournalQuery { Limit = 1000 });
        Assert.Equal(1000, page.Entries.Select(entry => entry.Record.Id).Distinct().Count());
        Assert.Equal(1000, page.Entries.Select(entry => entry.Sequence).Distinct().Count());
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Bounds_are_checked_before_anything_is_written()
    {
        await using var store = await NewStore();
        await using var open = await Open(store);
        var journal = open.Journals.Get("decisions");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => journal.Append([Record(1, Noon), Record(2, Noon) with { Reason = new string('x', 129) }]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => journal.Append([Record(1, Noon) with { Body = new byte[(1 << 20) + 1] }]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => journal.Append([.. Enumerable.Range(0, 1001).Select(i => Record(i, Noon))]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => journal.Read(new JournalQuery { Limit = 1001 }));
        Assert.Throws<ArgumentException>(() => open.Journals.Get("a b"));
        Assert.Equal(0, await journal.Count());
    }

    private static Task<OpenedStore> Open(TestStore store)
    {
        store.Clock = new FakeTimeProvider(Noon);
        return store.Open();
    }

    private static async Task<List<string>> AllPages(IJournal journal, JournalQuery query)
    {
        var ids = new List<string>();
        while (true)
        {
            var page = await journal.Read(query);
            Assert.True(page.Next is null || page.Entries.Count == query.Limit);
            ids.AddRange(page.Entries.Select(entry => entry.Record.Id));
            if (page.Next is null) return ids;
            query = query with { After = JournalCursor.Parse(page.Next.ToString()) };
        }
    }

    private static JournalRecord Record(int i, DateTimeOffset at) =>
        new($"id-{i}", at, Outcomes[i % 3], Reasons[i % 4], Groups[i / 2 % 2], BitConverter.GetBytes(i));
}
