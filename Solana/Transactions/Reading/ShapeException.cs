namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>JSON that is not of the expected shape. Never leaves this assembly: readers turn it into a typed refusal.</summary>
internal sealed class ShapeException(string what) : Exception(what);
