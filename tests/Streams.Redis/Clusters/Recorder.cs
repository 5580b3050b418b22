using Orchestrator.Streams.Redis.Batches;

namespace Orchestrator.Streams.Redis.Tests.Clusters;

/// <summary>One event as a consumer got it.</summary>
public sealed record Heard(string Who, string Event, EntryToken Token);

/// <summary>What every consumer of a cluster heard, and how consumers behave. Shared by its silos, which live in this process.</summary>
public sealed class Recorder
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<Heard> _heard = [];
    private readonly List<(Func<IReadOnlyList<Heard>, bool> Enough, TaskCompletionSource Told)> _waiting = [];

    /// <summary>Runs before an event counts as heard; may throw or hang.</summary>
    public Func<string, string, Task> Behaviour { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs while a grain with this key is activated; may throw or hang.</summary>
    public Func<string, Task> Activating { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<Heard> All
    {
        get
        {
            lock (_gate) return [.. _heard];
        }
    }

    public string[] Of(string who) => [.. All.Where(each => each.Who == who).Select(each => each.Event)];

    public EntryToken TokenOf(string who, string what) => All.First(each => each.Who == who && each.Event == what).Token;

    public async Task Hear(string who, string what, EntryToken token)
    {
        await Behaviour(who, what);
        TaskCompletionSource[] told;
        lock (_gate)
        {
            _heard.Add(new Heard(who, what, token));
            told = [.. _waiting.Where(each => each.Enough(_heard)).Select(each => each.Told)];
        }

        foreach (var each in told) each.TrySetResult();
    }

    public Task Until(string who, int count) => Until(heard => heard.Where(each => each.Who == who).Select(each => each.Event).Distinct().Count() >= count, $"{who} hears {count}");

    /// <exception cref="TimeoutException">It did not come; says what did.</exception>
    public async Task Until(Func<IReadOnlyList<Heard>, bool> enough, string what)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (enough(_heard)) return;
            _waiting.Add((enough, told));
        }

        try
        {
            await told.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            var counts = string.Join(", ", All.GroupBy(each => each.Who).Select(group => $"{group.Key}: {group.Count()} ({group.Select(each => each.Event).Distinct().Count()} distinct, last {group.Last().Event})"));
            throw new TimeoutException($"Waited for: {what}. Heard: {counts}");
        }
    }
}
