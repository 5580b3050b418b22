using System.Globalization;
using Orchestrator.Cli.Drills.Channels;
using Orchestrator.Domain;
using Orchestrator.Grains.Interfaces.Channels;
using StackExchange.Redis;

namespace Orchestrator.Cli.Drills.Audits;

/// <summary>What the channels say, compared with what became of it.</summary>
internal static class ChannelAudit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>Whatever was ever commanded: the book must know how each ended.</returns>
    public static async Task<IReadOnlyList<OpportunityId>> Commanded(ChannelStore channels)
    {
        var found = new List<OpportunityId>();
        foreach (var partition in await channels.Partitions())
            foreach (var entry in await channels.After(partition, 0))
                if (entry[ChannelStore.Channel] == ChannelNames.OrchestratorCommands) found.Add(new OpportunityId(Guid.Parse((string)entry[ChannelStore.Key]!)));
        return found;
    }

    /// <summary>While the last system runs, every event comes to be delivered and settled, or is a dead letter with its reason.</summary>
    public static async Task<IReadOnlyList<Violation>> Unsettled(ChannelStore channels)
    {
        using var end = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var left = await Left(channels);
            if (left.Count == 0) return [];
            try
            {
                await timer.WaitForNextTickAsync(end.Token);
            }
            catch (OperationCanceledException)
            {
                return left;
            }
        }
    }

    private static async Task<IReadOnlyList<Violation>> Left(ChannelStore channels)
    {
        var (database, found) = (await channels.Database(), new List<Violation>());
        foreach (var partition in await channels.Partitions())
        {
            foreach (var group in await database.StreamGroupInfoAsync(partition))
            {
                var undelivered = await database.StreamRangeAsync(partition, "(" + group.LastDeliveredId, count: 1);
                if (group.PendingMessageCount > 0 || undelivered.Length > 0)
                    found.Add(new(ViolationKind.Unresolved, string.Create(CultureInfo.InvariantCulture, $"{partition}: {group.PendingMessageCount} events are not settled, {undelivered.Length} or more not delivered")));
            }
        }

        return found;
    }
}
