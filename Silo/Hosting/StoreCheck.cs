using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Judgement;

namespace Orchestrator.Silo.Hosting;

/// <summary>The store answers, takes writes, can be read, and its settings keep what they promise.</summary>
internal sealed class StoreCheck(IStoreJudge judge, StoreTrouble trouble) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (trouble.Refusal is { } refusal) return HealthCheckResult.Unhealthy($"refuses writes: {refusal}");
        if (trouble.Unreadable is { Count: > 0 } unreadable) return HealthCheckResult.Unhealthy($"cannot be read: {string.Join("; ", unreadable)}");
        try
        {
            var findings = await judge.Judge(cancellationToken);
            var said = string.Join("; ", findings.Select(finding => $"{finding.Code}: {finding.What} (allowed: {finding.Allowed}; {finding.Remedy})"));
            return findings.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(said);
        }
        catch (StoreFaultException fault)
        {
            return HealthCheckResult.Unhealthy(fault.Message);
        }
    }
}
