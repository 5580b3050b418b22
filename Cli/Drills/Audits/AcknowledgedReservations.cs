using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Cli.Drills.Audits;

/// <summary>
/// Writes down, before its caller knows, that a reservation was acknowledged. A killed process leaves what it wrote with the kernel, so the
/// file needs no flush of its own to survive.
/// </summary>
internal sealed class AcknowledgedReservations(string file) : IIncomingGrainCallFilter, IDisposable
{
    private readonly FileStream _file = new(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.InterfaceMethod.DeclaringType != typeof(IPortfolioGrain) || context.Result is not ReserveResult { Outcome: ReserveOutcome.Reserved }) return;
        var request = (ReserveRequest)context.Request.GetArgument(0)!;
        lock (_file) _file.Write(System.Text.Encoding.ASCII.GetBytes($"{request.Trade.Id.Value}\n"));
    }

    public void Dispose() => _file.Dispose();

    /// <returns>Each once; a last line that the kill has cut was never acknowledged.</returns>
    public static IReadOnlyList<OpportunityId> Read(string file)
    {
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Select(line => new OpportunityId(Guid.Parse(line)))];
    }
}
