namespace Orchestrator.Domain.Capital;

/// <summary>A new orchestrator activation becomes the only one the book listens to.</summary>
public static class TakingOver
{
    /// <summary>Hands out the next epoch; every request of an older one is refused from here on.</summary>
    public static (CapitalBook Next, Epoch Epoch) TakeOver(this CapitalBook book)
    {
        var epoch = book.Epoch.Next();
        return (book with { Epoch = epoch, Sequence = book.Sequence + 1 }, epoch);
    }
}
