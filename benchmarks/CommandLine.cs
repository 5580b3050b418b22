using System.Globalization;
using Orchestrator.Benchmarks.Arbitrage;
using Orchestrator.Benchmarks.Decisions;
using Orchestrator.Benchmarks.Execution;
using Orchestrator.Benchmarks.Feeds;
using Orchestrator.Benchmarks.Memory;
using Orchestrator.Benchmarks.Queues;
using Orchestrator.Benchmarks.Reads;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Reservations;
using Orchestrator.Benchmarks.Solana;
using Orchestrator.Benchmarks.Streams;

namespace Orchestrator.Benchmarks;

/// <summary>Which loads run, for how long, and where the report goes.</summary>
internal static class CommandLine
{
    /// <summary>Long enough for a p99 of some thousand decisions, short enough that all loads end within five minutes.</summary>
    private const int SecondsDefault = 10;

    private static readonly (string Name, Func<Report, TimeSpan, Task> Run)[] Loads =
    [
        ("decisions", DecisionLoad.Run),
        ("arbitrage", ScanLoad.Run),
        ("feed", FeedLoad.Run),
        ("feed-memory", FeedMemory.Run),
        ("queue", QueueLoad.Run),
        ("reservations", ReservationLoad.Run),
        ("portfolios", CrowdLoad.Run),
        ("reads", ReadLoad.Run),
        ("memory", DemoMemory.Run),
        ("metrics", MetricsMemory.Run),
        ("solana", SolanaLoad.Run),
        ("execution", PlanLoad.Run),
        ("streams", StreamsLoad.Run),
        ("streams-beside", StreamsLoad.RunBesideBadConsumers),
    ];

    public static async Task<int> Run(string[] args)
    {
        if (args is [UpdateServer.Command, var recording]) return await UpdateServer.Serve(recording);
        var (seconds, file) = (SecondsDefault, (string?)null);
        var wanted = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--seconds" && i + 1 < args.Length && int.TryParse(args[++i], CultureInfo.InvariantCulture, out seconds) && seconds is >= 1 and <= 600) continue;
            if (args[i] == "--report" && i + 1 < args.Length) file = args[++i];
            else if (args[i] == "all" || Loads.Any(load => load.Name == args[i])) wanted.Add(args[i]);
            else return Usage();
        }

        if (wanted.Count == 0) return Usage();
        ThreadPool.SetMinThreads(16, 16);
        var report = new Report($"dotnet run -c Release --project benchmarks -- {string.Join(' ', args)}");
        var failed = 0;
        foreach (var (name, run) in Loads)
        {
            if (!wanted.Contains(name) && !wanted.Contains("all")) continue;
            Console.WriteLine($"== {name}");
            try
            {
                await run(report, TimeSpan.FromSeconds(seconds));
            }
            catch (Exception fault)
            {
                // The other figures still count; the exit code tells that one is missing.
                failed++;
                report.Note($"{name}: no result, {fault.GetType().Name}: {fault.Message}");
            }

            // A run that is cut short keeps what it measured.
            if (file is not null) await File.WriteAllTextAsync(file, report.ToMarkdown());
        }

        return failed == 0 ? 0 : 1;
    }

    private static int Usage()
    {
        Console.Error.WriteLine($"benchmarks all|{string.Join('|', Loads.Select(load => load.Name))} [--seconds 1..600] [--report FILE]");
        return 2;
    }
}
