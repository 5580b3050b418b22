using System.Globalization;
using Orchestrator.Cli.Drills.Channels;
using Orchestrator.Cli.Drills.Stages;
using StackExchange.Redis;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Every event of the last seconds is told again, out of its order, while two silos trade: whoever consumes a channel knows an event by its id.</summary>
internal sealed class EventsAgain : IClusterDrill
{
    private const int SecondsMin = 5, SecondsMax = 10;

    /// <summary>How often an event is told again in one round, at most.</summary>
    private const int CopiesMax = 3;

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500), LookBack = TimeSpan.FromSeconds(3), Patience = TimeSpan.FromSeconds(60);

    public string Name => "events-again";

    public string About => "for 5 to 10 s every event on the channels is told up to three times more, late and out of order: nothing is done twice";

    public int TimesByDefault => 2;

    public bool Audited => true;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            await stage.Fill(notes);
            var (begun, length) = (DrillStage.Now, TimeSpan.FromSeconds(chance.Next(SecondsMin, SecondsMax + 1)));
            var told = new SortedDictionary<string, int>(StringComparer.Ordinal);
            using var timer = new PeriodicTimer(Round);
            while (DrillStage.Now - begun < length.TotalMilliseconds)
            {
                foreach (var partition in await stage.Channels.Partitions()) await Tell(stage.Channels, partition, chance, told);
                await timer.WaitForNextTickAsync(cancel);
            }

            notes.Fault($"told again for {length.TotalSeconds:0} s, out of order: {string.Join(", ", told.Select(pair => $"{pair.Value.ToString(CultureInfo.InvariantCulture)} {pair.Key}"))}");
            if (told.Count == 0) notes.Missed("nothing was told again");
            await stage.Commands.FirstAfter(DrillStage.Now, Patience);
        }
    }

    private static async Task Tell(ChannelStore channels, RedisKey partition, Random chance, SortedDictionary<string, int> told)
    {
        StreamEntry[] recent = [.. await channels.After(partition, DrillStage.Now - (long)LookBack.TotalMilliseconds)];
        // What this drill told comes up again in the next round: more than twice as many each time would drown the cluster.
        StreamEntry[] once = [.. recent.GroupBy(entry => (string?)entry[ChannelStore.Key] + Convert.ToHexString((byte[])entry[ChannelStore.Event]!)).Select(same => same.First())];
        StreamEntry[] again = [.. once.SelectMany(entry => Enumerable.Repeat(entry, chance.Next(CopiesMax + 1)))];
        chance.Shuffle(again);
        foreach (var entry in again)
        {
            await channels.Tell(partition, entry);
            var channel = (string)entry[ChannelStore.Channel]!;
            told[channel] = told.GetValueOrDefault(channel) + 1;
        }
    }
}
