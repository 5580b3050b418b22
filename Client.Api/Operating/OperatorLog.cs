using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;

namespace Orchestrator.Client.Api.Operating;

/// <summary>What an operator does is in the audit log before it is done. If it cannot be written, nothing is done.</summary>
internal sealed class OperatorLog(TradingCluster cluster, TimeProvider time)
{
    /// <returns>The actor, as the effect shall name him.</returns>
    public Task<string> Record(HttpContext http, string action, string detail) => Record(http, Guid.CreateVersion7(time.GetUtcNow()), action, detail);

    /// <inheritdoc cref="Record(HttpContext, string, string)"/>
    /// <param name="id">The same for each repetition of one act.</param>
    public async Task<string> Record(HttpContext http, Guid id, string action, string detail)
    {
        var caller = Caller.Of(http);
        var actor = $"{caller.Role.ToString().ToLowerInvariant()}:{caller.Name}";
        await cluster.Ask(cluster.Audit.Record(id, actor, action, detail));
        return actor;
    }
}
