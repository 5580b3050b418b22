using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Decisions;

namespace Orchestrator.Cli.Decisions;

/// <summary>
/// The decisions of the last demo, kept in a file of this user, so that they can be asked about after the demo is gone. Written as the API
/// writes them.
/// </summary>
/// <param name="Decisions">In the order in which they were made.</param>
internal sealed record KeptRun(DateTimeOffset EndedAt, ulong Seed, int Seconds, ImmutableArray<DecisionView> Decisions)
{
    /// <summary>Newest decisions kept; older ones are left out.</summary>
    public const int DecisionsMax = 10_000;

    private const string FileName = "last-demo.json";

    /// <summary>The place for state of programs (XDG base directories); null for a user without a home.</summary>
    public static string? DefaultFile
    {
        get
        {
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            if (!string.IsNullOrEmpty(state)) return Path.Combine(state, "orchestrator", FileName);
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return home.Length == 0 ? null : Path.Combine(home, ".local", "state", "orchestrator", FileName);
        }
    }

    /// <summary>Replaces the file whole: a reader sees the old run or the new one.</summary>
    /// <exception cref="IOException">The place cannot be written; <see cref="UnauthorizedAccessException"/> when it may not be.</exception>
    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = $"{file}.{Environment.ProcessId}.draft";
        using (var stream = File.Create(draft)) JsonSerializer.Serialize(stream, this with { Decisions = [.. Decisions.TakeLast(DecisionsMax)] }, JsonText.Compact);
        File.Move(draft, file, overwrite: true);
    }

    /// <returns>Nothing at all when there is no such file.</returns>
    public static (KeptRun? Run, Refusal? Refusal) Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<KeptRun>(stream, JsonText.Compact) is { Decisions.IsDefault: false } run
                ? (run, null) : (null, Unreadable(file, "it holds no decisions"));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, null);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, Unreadable(file, fault.Message));
        }
    }

    private static Refusal Unreadable(string file, string what) => new(
        RefusalCodes.RunKeptUnreadable, $"The decisions of the last demo in {file} cannot be read: {what}", null, "Run `orch demo` again; it replaces the file.", ExitCode.Error);
}

/// <summary>Answers from the last demo.</summary>
internal sealed class KeptDecisions(KeptRun run, string address) : IDecisionSource
{
    public string? Remark => $"No orchestrator is running at {address}; these are the decisions of the last demo (seed {run.Seed}, ended {run.EndedAt.LocalDateTime:yyyy-MM-dd HH:mm}).";

    public Task<(DateTimeOffset Now, Refusal? Refusal)> Now(CancellationToken cancel) =>
        Task.FromResult((run.Decisions.IsEmpty ? run.EndedAt : run.Decisions[^1].DecidedAt, (Refusal?)null));

    public Task<(ImmutableArray<DecisionSummary> Decisions, Refusal? Refusal)> List(DecisionFilter filter, CancellationToken cancel)
    {
        ImmutableArray<DecisionSummary> found =
        [
            .. run.Decisions.Reverse().Where(decision =>
                (filter.Outcome is null || decision.Outcome == filter.Outcome) && (filter.Reason is null || decision.Reason == filter.Reason)
                && (filter.Strategy is null || decision.Opportunity.Strategy == filter.Strategy) && (filter.Since is null || decision.DecidedAt >= filter.Since))
                .Take(filter.Limit).Select(Summary),
        ];
        return Task.FromResult((found, (Refusal?)null));
    }

    public Task<(DecisionView? Decision, Refusal? Refusal)> Find(string id, CancellationToken cancel) => Task.FromResult(
        run.Decisions.FirstOrDefault(decision => decision.Id == id) is { } found
            ? (found, (Refusal?)null)
            : (null, new(RefusalCodes.NotFound, $"The last demo decided nothing about {id}.", "an id of `orch decisions`", "orch decisions", ExitCode.NotFound)));

    private static DecisionSummary Summary(DecisionView decision) => new(
        decision.Id, decision.Sequence, decision.Opportunity.Strategy, decision.Opportunity.Token, decision.Outcome, decision.Reason, decision.Detail,
        decision.Score?.Score, decision.Score?.Raw, decision.Opportunity.ExpectedProfitLamports, decision.Result?.RealisedLamports, decision.DecidedAt);
}
