using Orleans.Storage;
using Orleans.Transactions;

namespace Orchestrator.Grains.Portfolio;

/// <summary>
/// Counts the transactions in a row that the store spoilt, and says when an activation must begin no more of them. Orleans ends an activation after ten
/// such faults, or at once when another activation has written; from then on its own messages to itself wait for the activation to be idle, so that
/// a transaction that is begun nevertheless hangs until its call times out.
/// </summary>
internal sealed class BookFaults
{
    /// <summary>A fault can count twice with Orleans: once for the write, once for reading the state again.</summary>
    internal const int Most = 4;

    /// <summary>Attempts at one transaction within this activation. A third party may have broken its lock, or an answer was lost.</summary>
    internal const int AttemptsMax = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private int inRow;

    /// <summary>This activation begins no further transaction; the next one reads the truth.</summary>
    public bool IsOver { get; private set; }

    public void Succeeded() => inRow = 0;

    /// <returns>How long to wait before the next attempt; null when there is none here.</returns>
    public TimeSpan? Failed(OrleansTransactionException fault, int attempt)
    {
        inRow++;
        IsOver |= inRow >= Most || IsConflict(fault);
        return IsOver || attempt >= AttemptsMax ? null : Pause * (1 << (attempt - 1));
    }

    private static bool IsConflict(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
            if (fault is InconsistentStateException) return true;
        return false;
    }
}

/// <summary>The book's activation goes because the store failed it; asked again, the next one answers.</summary>
[GenerateSerializer, Alias("book-going")]
public sealed class BookGoingException(string message) : Exception(message);
