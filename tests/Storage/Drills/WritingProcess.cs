using System.Diagnostics;
using Orchestrator.Storage.Journals;
using Orchestrator.Storage.Tests.Conformance;
using Orchestrator.Storage.Tests.Redis;
using Orchestrator.Storage.Tests.Sqlite;
using Orleans.Runtime;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Storage.Tests.Drills;

/// <summary>
/// A process that writes until it is killed: step n commits a transactional state with total n, appends record n and
/// writes grain state n, and only then says n.
/// </summary>
internal static class WritingProcess
{
    public const string Verb = "--write-until-killed";
    public static readonly GrainId Grain = GrainId.Create("book", "1");
    public static readonly JournalLimits Kept = new() { AgeMax = TimeSpan.FromDays(36_500) };
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddYears(50);

    public static Process Start(string kind, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Verb, kind, .. arguments]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public static async Task<int> Run(string[] arguments)
    {
        TestStore store = arguments[0] == "sqlite" ? new SqliteTestStore(arguments[1]) : RedisTestStore.At(arguments[1], int.Parse(arguments[2]));
        store.Journal = Kept;
        try
        {
            await using var open = await store.Open();
            var state = open.Transactions();
            var loaded = await state.Load();
            var version = loaded.ETag;
            var journal = open.Journals.Get("decisions");
            // The step that was under way when the last process was killed is finished first.
            if (loaded.CommittedSequenceId > 0) await Finish(loaded.CommittedSequenceId);
            for (var n = loaded.CommittedSequenceId + 1; ; n++)
            {
                version = await state.Store(version, loaded.Metadata, [Step(n)], n, null);
                await Finish(n);
                Console.WriteLine(n);
            }

            async Task Finish(long n)
            {
                await journal.Append([Record(n)]);
                await GrainStateSuite.Write(open, Grain, Book.Of(n));
            }
        }
        catch (Exception fault)
        {
            Console.Error.WriteLine(fault.Message);
            return 3;
        }
    }

    public static JournalRecord Record(long n) => new($"id-{n}", At.AddSeconds(n), "executed", "", "arbitrage", BitConverter.GetBytes(n));

    private static PendingTransactionState<Book> Step(long n) =>
        new() { SequenceId = n, TransactionId = $"t{n}", TimeStamp = At.UtcDateTime.AddSeconds(n), State = Book.Of(n, 500) };
}
