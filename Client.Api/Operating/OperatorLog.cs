using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;

namespace Orchestrator.Client.Api.Operating;

/// <summary>What an operator does is in the audit log before it is done. If it cannot be written, nothing is done; a halt alone does not wait for it.</summary>
internal sealed class OperatorLog(TradingCluster cluster, TimeProvider time)
{
    /// <summary>A new act.</summary>
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    public static string ActorOf(HttpContext http)
    {
        var caller = Caller.Of(http);
        return $"{caller.Role.ToString().ToLowerInvariant()}:{caller.Name}";
    }

    /// <returns>The actor, as the effect shall name him.</returns>
    public Task<string> Record(HttpContext http, string action, string detail) => Record(http, NewId(), action, detail);

    /// <inheritdoc cref="Record(HttpContext, string, string)"/>
    /// <param name="id">The same for each repetition of one act.</param>
    public async Task<string> Record(HttpContext http, Guid id, string action, string detail)
    {
        var actor = ActorOf(http);
        await cluster.Ask(cluster.Audit.Record(id, actor, action, detail));
        return actor;
    }
}
