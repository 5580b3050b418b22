using System.Diagnostics;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Feeds;

/// <summary>What an endless stream at full speed leaves in memory: run it for ten minutes.</summary>
internal static class FeedMemory
{
    private const double GrowthGoal = 0.05;

    /// <summary>Parts of the run, at the end of each of which the memory is read.</summary>
    private const int Parts = 20;

    public static async Task Run(Report report, TimeSpan duration)
    {
        await using var market = await Listening.StartAsync();
        await market.Flood(duration / Parts);
        var (slots, told) = (market.Slots, market.Told);
        var managed = new List<double>();
        var resident = new List<double>();
        for (var part = 0; part < Parts; part++)
        {
            await market.Flood(duration / Parts);
            managed.Add(GC.GetTotalMemory(forceFullCollection: true) / 1e6);
            using var self = Process.GetCurrentProcess();
            resident.Add(self.WorkingSet64 / 1e6);
        }

        report.Add(new(
            "feed-memory", $"managed memory over {duration.TotalMinutes:0.0} minutes of replay at full speed, {market.Slots - slots:#,0} slots, {market.Told - told:#,0} updates",
            $"{managed[^1]:0.0} MB at the end", $"{managed[0]:0.0} MB after the first twentieth, {managed.Max():0.0} MB at most", null, $"within {GrowthGoal:P0}", managed[^1] <= managed[0] * (1 + GrowthGoal)));
        report.Add(new("feed-memory", "resident memory of the process over the same time, market and server included", $"{resident[^1]:0} MB at the end", $"{resident[0]:0} MB after the first twentieth, {resident.Max():0} MB at most", null, null, null));
        report.Note($"Managed MB after each twentieth: {string.Join(' ', managed.Select(one => one.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)))}.");
    }
}
