namespace Orchestrator.Storage.Judgement;

/// <summary>Reads the settings of the store and says what is unsafe.</summary>
public interface IStoreJudge
{
    Task<IReadOnlyList<Finding>> Judge(CancellationToken cancel = default);
}

public enum Severity
{
    Warns = 1,
    RefusesLive = 2,
}

/// <param name="Code">Stable, e.g. <c>redis.appendfsync</c>.</param>
/// <param name="What">What was found.</param>
/// <param name="Allowed">What is allowed instead.</param>
/// <param name="Remedy">What to do, as a command where there is one.</param>
public sealed record Finding(string Code, string What, string Allowed, string Remedy, Severity Severity);
