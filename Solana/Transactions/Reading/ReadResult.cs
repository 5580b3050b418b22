using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>Why input is not a transaction.</summary>
public enum ReadRefusal
{
    None,
    Empty,

    /// <summary>Longer than the reader takes.</summary>
    TooLarge,

    /// <summary>Neither JSON nor base64.</summary>
    NotJson,

    /// <summary>JSON of no known form, or a member of the wrong kind.</summary>
    UnexpectedShape,

    /// <summary>The source says that there is no such transaction.</summary>
    NotFound,

    /// <summary>The source answered with an error of its own; the detail gives its code and text.</summary>
    SourceError,

    /// <summary>The transaction itself breaks the wire rules; the detail names the <see cref="WireRefusal"/>.</summary>
    BadWire,

    /// <summary>Metadata that contradicts the message: an index beyond its accounts, or another number of balances or loaded addresses.</summary>
    Contradiction,

    /// <summary>Not the protobuf message that was expected.</summary>
    NotProtobuf,
}

/// <summary>A transaction, or why there is none.</summary>
public readonly record struct ReadResult(FullTransaction? Transaction, ReadRefusal Refusal, string? Detail)
{
    public static ReadResult Of(FullTransaction transaction) => new(transaction, ReadRefusal.None, null);

    public static ReadResult Refused(ReadRefusal refusal, string? detail = null) => new(null, refusal, detail);

    public bool TryGet([NotNullWhen(true)] out FullTransaction? transaction)
    {
        transaction = Transaction;
        return transaction is not null;
    }
}
