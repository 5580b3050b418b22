using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Grains.Interfaces.Channels;
using StackExchange.Redis;

namespace Orchestrator.Cli.Drills.Channels;

/// <summary>One command as Redis dated it.</summary>
/// <param name="At">Unix milliseconds of the server's clock, which is this machine's.</param>
internal readonly record struct CommandTime(long At, long Epoch);

/// <summary>When the cluster commanded what: read from the channel itself, so that no silo is believed about its own gap.</summary>
internal sealed partial class CommandTimes(ChannelStore channels)
{
    /// <returns>Commands after this moment, oldest first.</returns>
    public async Task<IReadOnlyList<CommandTime>> After(long milliseconds)
    {
        var found = new List<CommandTime>();
        foreach (var partition in await channels.Partitions())
            foreach (var entry in await channels.After(partition, milliseconds))
                if (entry[ChannelStore.Channel] == ChannelNames.OrchestratorCommands && entry[ChannelStore.Event] is { IsNull: false } payload)
                    found.Add(new(MillisecondsOf(entry.Id), EpochOf((byte[])payload!)));
        found.Sort((left, right) => left.At.CompareTo(right.At));
        return found;
    }

    /// <summary>Waits until something is commanded after this moment.</summary>
    /// <param name="wanted">Null takes any.</param>
    /// <exception cref="TimeoutException">Nothing was.</exception>
    public async Task<CommandTime> FirstAfter(long milliseconds, TimeSpan patience, Func<CommandTime, bool>? wanted = null)
    {
        using var end = new CancellationTokenSource(patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            do
            {
                foreach (var command in await Try(milliseconds))
                    if (wanted?.Invoke(command) ?? true) return command;
            }
            while (await timer.WaitForNextTickAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Nothing was commanded within {patience.TotalSeconds:0} s.");
        }

        throw new InvalidOperationException("The timer ended.");
    }

    /// <param name="from">When the fault was ordered.</param>
    /// <returns>Null when nothing was commanded until then, nor for a while before: then there is nothing to measure from.</returns>
    public Task<long?> LastBefore(long from, long until) => LastOf(long.MaxValue, from, until);

    /// <param name="epoch">Of the orchestrator that ended; what a newer one commands does not count.</param>
    /// <inheritdoc cref="LastBefore"/>
    public async Task<long?> LastOf(long epoch, long from, long until)
    {
        const int LookBack = 10_000;
        return (await After(from - LookBack)).Where(command => command.Epoch <= epoch && command.At <= until).Select(command => (long?)command.At).LastOrDefault();
    }

    /// <summary>A server that is away while it is asked has commanded nothing.</summary>
    private async Task<IReadOnlyList<CommandTime>> Try(long milliseconds)
    {
        try
        {
            return await After(milliseconds);
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return [];
        }
    }

    private static long MillisecondsOf(RedisValue id) => long.Parse(((string)id!).Split('-')[0], CultureInfo.InvariantCulture);

    /// <summary>The body is JSON within the event's bytes; the name stands in it once.</summary>
    private static long EpochOf(byte[] payload) =>
        EpochField().Match(System.Text.Encoding.Latin1.GetString(payload)) is { Success: true } match ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("\"epoch\":([0-9]+)")]
    private static partial Regex EpochField();
}
