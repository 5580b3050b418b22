namespace Orchestrator.Storage.Heads;

/// <summary>Which store, and how far it has come.</summary>
/// <param name="StoreId">Given to the store when it is made; 32 hexadecimal digits.</param>
/// <param name="Commits">Grows with every durable write.</param>
public sealed record StoreHead(string StoreId, long Commits);
