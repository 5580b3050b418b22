using System.Collections.Concurrent;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Benchmarks.Reservations;

/// <summary>Reserve and void through the portfolio's grain, both durable, beside as many callers that write one bare record each.</summary>
internal static class ReservationLoad
{
    private static readonly int[] CallersOf = [1, 10, 100];

    public static async Task Run(Report report, TimeSpan duration)
    {
        var each = duration / 3;
        foreach (var store in TradingSystem.Stores)
        {
            await using var system = await TradingSystem.Start(store, "orchestrator.max_concurrent_opportunities=100");
            foreach (var callers in CallersOf)
            {
                var refused = new ConcurrentDictionary<ReserveOutcome, long>();
                var book = await system.Fund($"callers{callers}");
                var epoch = await book.TakeOver();
                var pairs = await Callers.Rate(callers, each, _ => () => ReserveAndVoid(system, book, epoch, refused));
                var bare = new BareWrites(system.Records);
                var writes = await Callers.Rate(callers, each, caller => bare.Writer($"caller {callers} {caller}"));
                report.Add(new(
                    "reservations", $"{store}, {callers} callers", $"{pairs:0} reservations/s ({2 * pairs:0} durable transitions/s with their voids)",
                    $"{writes:0} bare writes/s", $"{2 * pairs / writes:0.00}× transitions", null, null));
                if (!refused.IsEmpty)
                    report.Note($"{store}, {callers} callers: refused {string.Join(", ", refused.Select(pair => $"{pair.Value} {pair.Key}"))}; they are not counted as reservations of their own but took a commit each.");
            }
        }
    }

    private static async Task ReserveAndVoid(TradingSystem system, IPortfolioGrain book, Epoch epoch, ConcurrentDictionary<ReserveOutcome, long> refused)
    {
        while (true)
        {
            var trade = system.Offers.NextTrade();
            var reply = await book.Reserve(new ReserveRequest(trade, epoch));
            if (reply.Outcome == ReserveOutcome.Reserved)
            {
                var voided = await book.Void(trade.Id, VoidReason.Cancelled);
                if (voided != VoidOutcome.Voided) throw new InvalidOperationException($"{trade.Id} was not voided: {voided}");
                return;
            }

            refused.AddOrUpdate(reply.Outcome, 1, (_, count) => count + 1);
        }
    }
}
