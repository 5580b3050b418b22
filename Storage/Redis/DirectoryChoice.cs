using Orleans.Metadata;
using Orleans.Runtime;

namespace Orchestrator.Storage.Redis;

/// <summary>Says which grains have their place in the store's directory; all others stay with Orleans' own.</summary>
internal sealed class DirectoryChoice(IReadOnlyCollection<string> types) : IGrainPropertiesProvider
{
    public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        if (types.Contains(grainType.ToString())) properties[WellKnownGrainTypeProperties.GrainDirectory] = StoreNames.Directory;
    }
}
