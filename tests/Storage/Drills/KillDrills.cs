using System.Diagnostics;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Tests.Conformance;
using Orchestrator.Storage.Tests.Redis;
using Orchestrator.Storage.Tests.Sqlite;

namespace Orchestrator.Storage.Tests.Drills;

public sealed class KillDrills
{
    [Fact]
    public async Task What_SQLite_acknowledged_survives_the_kill_of_its_process()
    {
        await using var store = new SqliteTestStore();
        await KillAndCheck(store, rounds: 4, () => WritingProcess.Start("sqlite", store.Directory));
    }

    [Fact]
    public async Task What_Redis_acknowledged_survives_the_kill_of_its_client()
    {
        await using var store = await RedisTestStore.New();
        var server = ((RedisTestStore)store).Server;
        await KillAndCheck(store, rounds: 3, () => WritingProcess.Start("redis", store.Directory, $"{server.Port}"));
    }

    [Fact]
    public async Task What_Redis_acknowledged_survives_the_kill_of_the_server()
    {
        await using var store = await RedisTestStore.New();
        var server = ((RedisTestStore)store).Server;
        using var process = WritingProcess.Start("redis", store.Directory, $"{server.Port}");
        long said = 0;
        while (said < 100) said = long.Parse((await process.StandardOutput.ReadLineAsync())!);
        await server.Kill();
        said = await LastSaid(process, said);
        await process.WaitForExitAsync();
        // The write that met the dead server was a fault, whichever of the three it was.
        Assert.Equal(3, process.ExitCode);
        await server.Start();
        await Check(store, said);
    }

    [Fact]
    public async Task A_second_process_is_refused_and_told_who_holds_the_directory()
    {
        await using var store = new SqliteTestStore();
        await using var open = await store.Open();
        using var second = WritingProcess.Start("sqlite", store.Directory);
        var said = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();
        Assert.Equal(3, second.ExitCode);
        Assert.Contains($"{nameof(StoreFault.DirectoryInUse)}: ", said, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", said, StringComparison.Ordinal);
        // The refused one has left the holder's name and data as they were.
        Book.Same(new Book(), (await GrainStateSuite.Read(open, WritingProcess.Grain)).State);
    }

    private static async Task KillAndCheck(TestStore store, int rounds, Func<Process> start)
    {
        long said = 0;
        for (var round = 0; round < rounds; round++)
        {
            using var process = start();
            var until = said + 40 + (round * 17);
            while (said < until) said = long.Parse((await process.StandardOutput.ReadLineAsync())!);
            process.Kill();
            said = await LastSaid(process, said);
            await process.WaitForExitAsync();
            said = await Check(store, said);
        }
    }

    private static async Task<long> LastSaid(Process process, long said)
    {
        // The last line may have been cut by the kill; only a whole one was said.
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (long.TryParse(line, out var n) && n == said + 1) said = n;
        return said;
    }

    /// <returns>The step that stands: the one said last, or the one that was under way.</returns>
    private static async Task<long> Check(TestStore store, long said)
    {
        store.Journal = WritingProcess.Kept;
        await using var open = await store.Open();
        var state = await open.Transactions().Load();
        Assert.InRange(state.CommittedSequenceId, said, said + 1);
        Assert.Equal(state.CommittedSequenceId, state.CommittedState.Total);
        Assert.InRange((await GrainStateSuite.Read(open, WritingProcess.Grain)).State!.Total, said, said + 1);
        var journal = open.Journals.Get("decisions");
        Assert.InRange(await journal.Count(), said, said + 1);
        for (var n = 1; n <= said; n++) Assert.NotNull(await journal.Find($"id-{n}"));
        return state.CommittedSequenceId;
    }
}
