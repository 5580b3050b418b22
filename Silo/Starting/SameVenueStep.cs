using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Silo.Starting;

/// <summary>
/// A book belongs to the market it was traded on. A venue whose directory is gone is begun anew at the present moment, so that it began after the book last heard of its market; on it
/// the book's positions do not exist, and what the book holds was never paid in.
/// </summary>
internal sealed class SameVenueStep(IVenue venue, IGrainFactory grains, LiveSettings settings) : IStartStep
{
    /// <summary>The moment in an id has no more than milliseconds.</summary>
    private static readonly TimeSpan IdPrecision = TimeSpan.FromMilliseconds(1);

    public string Name => "book and venue belong together";

    public async Task Run(CancellationToken cancel)
    {
        // A venue in another process begins at one moment of market time whenever it is begun, so nothing tells a new one.
        if (venue is not SimulatedVenue here) return;
        var portfolio = settings.Current.Text("orchestrator.portfolio");
        var book = await grains.GetGrain<IPortfolioGrain>(portfolio).Book();
        if (LastHeard(book) is not { } heard || heard + IdPrecision > here.Settings.Genesis) return;
        throw new StartFault(
            StartFaultCodes.VenueBegunAnew,
            $"The simulated venue began at {here.Settings.Genesis:u}, and the book of {portfolio} was traded on one until {heard:u}: its venue is gone, and another was begun in its place.",
            "Bring the venue's directory back, or start both anew with a fresh storage.data_directory.");
    }

    private static DateTimeOffset? LastHeard(CapitalBook book) =>
        book.Marks.Select(mark => mark.At)
            .Concat(book.Movements.Select(movement => movement.Id.CreatedAt))
            .Concat(book.Settled.Select(settled => settled.At))
            .Cast<DateTimeOffset?>().Max();
}
