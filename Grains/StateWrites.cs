using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains;

internal static class StateWrites
{
    /// <summary>
    /// Stores the state. After a failed write memory and store may differ: the truth is read again for whoever waits already, and the
    /// activation ends.
    /// </summary>
    public static async Task WriteOrDeactivate<T>(this IPersistentState<T> state, IGrainBase grain)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception fault)
        {
            grain.DeactivateOnIdle();
            await ReadAgain(state, fault);
            throw;
        }
    }

    private static async Task ReadAgain<T>(IPersistentState<T> state, Exception writeFault)
    {
        try
        {
            await state.ReadStateAsync();
        }
        catch (Exception readFault)
        {
            // Nothing is known any more: whoever still reaches this activation must fail rather than be told something that is not stored.
            state.State = default!;
            throw new AggregateException(writeFault, readFault);
        }
    }
}
