using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Domain;

namespace Orchestrator.Cli.Drills.Positions;

/// <summary>One position as the API shows it. What it is worth changes; what is here must not while it is held.</summary>
/// <param name="Id">The opportunity that opened it.</param>
/// <param name="Units">Base units of the token.</param>
/// <param name="CostUnits">Base units of what paid for it.</param>
internal sealed record HeldPosition(OpportunityId Id, string Mint, decimal Units, string CostMint, decimal CostUnits, DateTimeOffset OpenedAt)
{
    public static HeldPosition Of(PositionView view) => new(new OpportunityId(Guid.Parse(view.Id)), view.Mint, view.Units, view.CostMint, view.CostUnits, view.OpenedAt);
}
