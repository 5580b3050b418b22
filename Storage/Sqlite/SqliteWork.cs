namespace Orchestrator.Storage.Sqlite;

/// <summary>One caller's part of a commit. It is applied again, alone, when a neighbour spoilt the shared transaction.</summary>
internal abstract class SqliteWork
{
    public abstract void Apply(SqliteSession session);

    /// <summary>Tells the caller, after the commit that made it durable.</summary>
    public abstract void Done();

    public abstract void Failed(Exception cause);
}

internal sealed class SqliteWork<T>(Func<SqliteSession, T> apply) : SqliteWork
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Answer => _answer.Task;

    public override void Apply(SqliteSession session) => _result = apply(session);

    public override void Done() => _answer.TrySetResult(_result);

    public override void Failed(Exception cause) => _answer.TrySetException(cause);
}
