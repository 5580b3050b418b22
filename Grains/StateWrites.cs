using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains;

internal static class StateWrites
{
    /// <summary>
    /// Stores the state. After a failed write memory and store may differ, so the activation ends and the next one reads the truth.
    /// </summary>
    public static async Task WriteOrDeactivate<T>(this IPersistentState<T> state, IGrainBase grain)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }
}
