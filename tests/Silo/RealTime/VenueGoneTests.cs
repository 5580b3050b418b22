using Orchestrator.Silo.Starting;

namespace Orchestrator.Silo.Tests.RealTime;

/// <summary>A store that holds a book, and a simulated venue that does not lie beside it any more.</summary>
public sealed class VenueGoneTests
{
    [Fact]
    public async Task A_book_whose_venue_is_gone_is_refused_by_name_until_the_venue_is_back()
    {
        var directory = Directory.CreateTempSubdirectory("orch-test-");
        var (venue, aside) = (Path.Combine(directory.FullName, "paper", "venue"), Path.Combine(directory.FullName, "aside"));
        try
        {
            await using (var host = await RunTests.Start(directory.FullName))
            {
                await RunTests.Until(host, status => status.Executed >= 1);
                await host.StopAsync(TestContext.Current.CancellationToken);
            }

            Directory.Move(venue, aside);
            Assert.Contains("its venue is gone", await Refusal(directory.FullName), StringComparison.Ordinal);
            // The one that the refused start began in its place is no better.
            Assert.True(Directory.Exists(venue));
            await Refusal(directory.FullName);

            Directory.Delete(venue, recursive: true);
            Directory.Move(aside, venue);
            await using var again = await RunTests.Start(directory.FullName);
            await RunTests.Until(again, status => status.Executed >= 1);
            await again.StopAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<string> Refusal(string directory)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var host = await RunTests.Start(directory);
        });
        var start = StartFault.Explain(fault);
        Assert.True(start?.Code == StartFaultCodes.VenueBegunAnew, fault.ToString());
        return start.Message;
    }
}
