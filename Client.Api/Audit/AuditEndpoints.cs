using System.Collections.Immutable;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Audit;

/// <param name="NextCursor">Give it as <c>cursor</c> for the entries after these; null when there were no more.</param>
public sealed record AuditPage(ImmutableArray<AuditEntryView> Items, string? NextCursor);

/// <param name="Hash">SHA-256 over the previous hash and this entry's fields.</param>
public sealed record AuditEntryView(long Sequence, string Id, DateTimeOffset At, string Actor, string Action, string Detail, string PreviousHash, string Hash)
{
    internal static AuditEntryView Of(AuditEntry entry) =>
        new(entry.Sequence, entry.Id.ToString(), entry.At, entry.Actor, entry.Action, entry.Detail, entry.PreviousHash, entry.Hash);
}

/// <param name="FirstBroken">Sequence of the first entry that does not follow from the one before; null when the chain holds.</param>
public sealed record AuditVerification(bool Holds, long? FirstBroken);

/// <summary>What operators did.</summary>
internal static class AuditEndpoints
{
    private const int PageMax = 500;
    private const int PageDefault = 100;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/audit", List).For(ApiRole.Operator).Query("cursor", "limit").WithName("audit").WithSummary("Operator actions, oldest first.").Produces<AuditPage>();
        api.MapGet("/audit/verification", Verify).For(ApiRole.Operator).WithName("audit-verification").WithSummary("Recomputes the chain of hashes.").Produces<AuditVerification>();
    }

    private static async Task<IResult> List(string? cursor, string? limit, TradingCluster cluster)
    {
        var parameters = new Parameters();
        var after = parameters.Cursor("cursor", cursor) ?? 0;
        var take = parameters.Whole("limit", limit, 1, PageMax, PageDefault);
        if (parameters.Problem is { } problem) return problem;
        var entries = await cluster.Ask(cluster.Audit.Read(after, take));
        return ApiJson.Ok(
            new AuditPage([.. entries.Select(AuditEntryView.Of)], entries.Length < take ? null : Words.Cursor(entries[^1].Sequence)), ApiJson.Default.AuditPage);
    }

    private static async Task<IResult> Verify(TradingCluster cluster)
    {
        var broken = await cluster.Ask(cluster.Audit.Verify());
        return ApiJson.Ok(new AuditVerification(broken is null, broken), ApiJson.Default.AuditVerification);
    }
}
