namespace Orchestrator.Storage.Faults;

/// <summary>A fault of the store: what is wrong, and what an operator can do about it.</summary>
public sealed class StoreFaultException : Exception
{
    public StoreFaultException(StoreFault fault, string what, string remedy, Exception? cause = null)
        : base($"{fault}: {what} {remedy}", cause)
    {
        Fault = fault;
        What = what;
        Remedy = remedy;
    }

    public StoreFault Fault { get; }

    public string What { get; }

    public string Remedy { get; }
}
