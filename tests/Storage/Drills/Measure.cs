using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Storage.Records;
using Orchestrator.Storage.Tests.Redis;
using Orchestrator.Storage.Tests.Silos;
using Orchestrator.Storage.Tests.Sqlite;
using Orleans;

namespace Orchestrator.Storage.Tests.Drills;

/// <summary>One transaction on one grain beside one bare durable write of the same store, in the same run. Nothing is asserted.</summary>
internal static class Measure
{
    public const string Verb = "--measure";
    private const int Warm = 200, Counted = 2000;

    public static async Task<int> Run()
    {
        await using var sqlite = new SqliteTestStore();
        await using (var silo = await TestSilo.Start(sqlite)) await Both("sqlite", silo);
        await using var redis = (RedisTestStore)await RedisTestStore.New();
        await using (var silo = await TestSilo.Start(redis)) await Both("redis", silo);
        return 0;
    }

    private static async Task Both(string store, TestSilo silo)
    {
        var records = silo.Services.GetRequiredService<IFencedRecords>();
        var grain = silo.Grains.GetGrain<IAccountsGrain>(1);
        string? version = null;
        var body = new byte[500];
        var bare = await Times(async () => version = await records.Replace("measure", version, body));
        var transaction = await Times(() => grain.Move(1, 2, 1));
        Console.WriteLine($"{store}: bare write p50 {bare[Counted / 2]:F3} ms p99 {bare[Counted * 99 / 100]:F3} ms; transaction p50 {transaction[Counted / 2]:F3} ms p99 {transaction[Counted * 99 / 100]:F3} ms; ratio {transaction[Counted / 2] / bare[Counted / 2]:F2}");
        foreach (var callers in (int[])[10, 100])
        {
            var start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < Counted / callers * 5; i++) await grain.Move(1, 2, 1);
            })));
            Console.WriteLine($"{store}: {callers} callers {Counted * 5 / Stopwatch.GetElapsedTime(start).TotalSeconds:F0} transactions/s");
        }
    }

    private static async Task<double[]> Times(Func<Task> action)
    {
        for (var i = 0; i < Warm; i++) await action();
        var times = new double[Counted];
        for (var i = 0; i < Counted; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }
}
