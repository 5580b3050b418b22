using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Orchestrator.Journey.Tests.Processes;
using Orchestrator.Journey.Tests.Systems;

namespace Orchestrator.Journey.Tests.Browser;

/// <summary>A real browser looks at a real process; nothing outside of it may be asked for.</summary>
public sealed class PagesTests
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_documents_and_the_operators_page_are_drawn_without_the_internet()
    {
        Assert.SkipUnless(File.Exists(Chromium), "There is no browser here.");
        using var directory = new TemporaryDirectory();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        await using var silo = OwnProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "Orchestrator.Silo"),
            [
                "simulation.slot_ms=100", $"storage.data_directory={directory.Path}", $"api.address={address}",
                $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}",
            ]);
        await silo.Line(line => line.Contains("orchestrator took over", StringComparison.Ordinal), Patience);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium, Headless = true, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var outside = new List<string>();
        page.Request += (_, request) => { if (request.Url.StartsWith("http", StringComparison.Ordinal) && !request.Url.StartsWith(address, StringComparison.Ordinal)) outside.Add(request.Url); };
        var faults = new List<string>();
        page.PageError += (_, fault) => faults.Add(fault);

        await page.GotoAsync($"{address}/");
        await page.Locator("#state", new PageLocatorOptions { HasTextRegex = new("active|halted|reducing", RegexOptions.IgnoreCase) }).WaitForAsync();
        await page.GotoAsync($"{address}/docs");
        await page.GetByText("/health/ready").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

        Assert.Empty(outside);
        Assert.Empty(faults);
    }
}
