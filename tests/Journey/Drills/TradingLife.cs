using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cli.Drills.Audits;
using Orchestrator.Silo.EventTime;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>The process that is killed: takes over, trades for a while, settles what is open, and says how often it passed each point.</summary>
internal static class TradingLife
{
    public const string Verb = "--trading-life";
    public const string Settled = "settled";
    public const string Passed = "passed ";

    public static async Task<int> Run(string[] arguments)
    {
        var orders = LifeOrders.Read(arguments[0]);
        var points = new KillingPoints(orders.Kill);
        using var witness = new AcknowledgedReservations(orders.Acknowledged);
        await using var host = await orders.Open(points, witness);
        var driver = host.Services.GetRequiredService<MarketDriver>();
        await driver.RunTo(driver.Now.AddSeconds(orders.TradeSeconds), CancellationToken.None);
        var settled = await driver.Finish(EventTimeSystem.SettleTime, CancellationToken.None);
        foreach (var (point, count) in points.Passed) Console.WriteLine($"{Passed}{point} {count}");
        Console.WriteLine(settled ? Settled : "something is still open");
        await host.StopAsync();
        return settled ? 0 : 1;
    }
}
