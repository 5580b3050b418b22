using System.Runtime.ExceptionServices;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Solana.Simulation;

/// <summary>A venue that outlives its process: every input is on disk before it is answered, and a restart replays them all.</summary>
public static class DurableVenue
{
    /// <summary>Opens the venue of this directory, or begins one there. The signer's memory lives beside it.</summary>
    /// <exception cref="InvalidDataException">Damaged data, or data written under other settings.</exception>
    /// <exception cref="IOException">Not accessible, or open in another process.</exception>
    public static SimulatedVenue Open(string directory, VenueSettings settings)
    {
        Directory.CreateDirectory(directory);
        try
        {
            return new SimulatedVenue(settings, directory);
        }
        catch (SignerFaultException fault)
        {
            if (fault is { Fault: SignerFault.MemoryInUse, InnerException: IOException held }) ExceptionDispatchInfo.Throw(held);
            throw new InvalidDataException(fault.Message, fault);
        }
    }
}
