using System.Text.Json;
using Orchestrator.Journey.Tests.Drills;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>What one life of the live process is told. Key, nodes and engine come by variables, as an operator gives them.</summary>
/// <param name="Overrides">Pairs of <c>key=value</c>.</param>
/// <param name="Chain">Addresses of the chain: RPC, block engine, controls.</param>
/// <param name="Number">Which trade it offers; two lives never offer the same.</param>
/// <param name="Witness">File that outlives it; see <see cref="LifeWitness"/>.</param>
/// <param name="Kill">Null: it lives until all is settled.</param>
internal sealed record LifeOrders(string[] Overrides, Uri[] Chain, int Number, LifeScene Scene, string Witness, Kill? Kill)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static LifeOrders Read(string text) => JsonSerializer.Deserialize<LifeOrders>(text)!;
}
