using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Solana;

/// <summary>The chain client: transactions, keys, quotes, streams. Peers run in the same run, before or after, never beside.</summary>
internal static class SolanaLoad
{
    public static async Task Run(Report report, TimeSpan duration)
    {
        var block = RealBlock.Read();
        await Peers.Install();
        await WireLoad.Run(report, duration, block);
        QuoteLoad.Run(report, duration / 10);
        await StreamLoad.Run(report, duration, block);
    }
}
