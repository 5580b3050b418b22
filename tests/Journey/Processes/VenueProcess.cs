using System.Globalization;
using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Processes;

/// <summary>The judge of a drill as a child of the test: a durable venue in a process of its own, which no drill kills.</summary>
internal static class VenueProcess
{
    public const string Verb = "--venue-process";

    public static async Task<(OwnProcess Process, string Address)> Start(string directory, ulong seed, uint lostPpm = 150_000)
    {
        var process = OwnProcess.Again(Verb, [directory, seed.ToString(CultureInfo.InvariantCulture), .. DrillMarket.Real(lostPpm).Words]);
        try
        {
            return (process, JudgeVenue.AddressOf(await process.Line(JudgeVenue.IsReady, TimeSpan.FromSeconds(60))));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
