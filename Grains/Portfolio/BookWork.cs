using Orchestrator.Domain.Capital;

namespace Orchestrator.Grains.Portfolio;

/// <summary>One caller's transition. It shares its transaction with whoever waits at the same time, and hears of it after the commit.</summary>
internal abstract class BookWork(string operation)
{
    public string Operation { get; } = operation;

    public BookStep Step { get; protected set; }

    /// <summary>Decides on the book that the one before left. What it throws is its own fault: the book stays as it was for the next.</summary>
    public abstract CapitalBook Apply(CapitalBook before, DateTimeOffset now);

    public abstract void Commit();

    public abstract void Fail(Exception fault);
}

/// <inheritdoc/>
internal sealed class BookWork<T>(string operation, Func<CapitalBook, DateTimeOffset, (CapitalBook Next, T Answer)> transition) : BookWork(operation)
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T answer = default!;
    private Exception? thrown;

    public Task<T> Done => done.Task;

    public override CapitalBook Apply(CapitalBook before, DateTimeOffset now)
    {
        try
        {
            (var next, answer) = transition(before, now);
            (Step, thrown) = (BookStep.Judge(before, next, now), null);
        }
        catch (Exception fault)
        {
            (Step, thrown) = (new BookStep(before, [], false), fault);
        }

        return Step.Next;
    }

    public override void Commit()
    {
        if (thrown is { } fault) done.TrySetException(fault);
        else done.TrySetResult(answer);
    }

    public override void Fail(Exception fault) => done.TrySetException(fault);
}
