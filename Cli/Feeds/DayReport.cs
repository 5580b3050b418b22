using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Archive;
using Spectre.Console;

namespace Orchestrator.Cli.Feeds;

/// <summary>A day of real pools under the scanner.</summary>
/// <param name="Events">Things that moved a price or could.</param>
/// <param name="Exact">Swaps whose amounts came out to the base unit.</param>
internal sealed record DayReport(int Events, int Slots, int Pools, int Swaps, int Exact, ImmutableArray<GapsReport> Gaps)
{
    public void Tell(Terminal terminal)
    {
        terminal.Out.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"pools     {Pools}; {Events} events in {Slots} slots, {Exact} of {Swaps} swaps reproduced to the base unit"));
        foreach (var gaps in Gaps)
        {
            terminal.Out.MarkupLine($"gaps      {gaps.Money}: {gaps.Paid} paid after all fees, {gaps.AboveThreshold} of them above 0.05 SOL, together {Sol(gaps.TogetherLamports)} SOL");
            if (gaps.Paid > 0)
                terminal.Out.MarkupLine(
                    $"            profit median {Sol(gaps.MedianLamports)}, best {Sol(gaps.BestLamports)} SOL; size median {Sol(gaps.MedianSizeLamports)}, largest {Sol(gaps.LargestSizeLamports)} SOL; open for {gaps.MedianSlots} slots in the median");
        }
    }

    private static string Sol(long lamports) => new Lamports(lamports).ToSolString();
}

/// <summary>The gaps that one kind of money would have found.</summary>
/// <param name="Paid">Cycles that were positive after the pools' fees, the loan's, signature, compute units and tip; each counted once, however long it stayed open.</param>
/// <param name="TogetherLamports">What they would have earned, each in the state that opened it.</param>
internal sealed record GapsReport(
    string Money, int Paid, int AboveThreshold, long TogetherLamports, long MedianLamports, long BestLamports, long MedianSizeLamports, long LargestSizeLamports, ulong MedianSlots)
{
    private static readonly Lamports Threshold = Lamports.FromSol(0.05m);

    public static GapsReport Of(DayGaps found)
    {
        if (found.Gaps.Count == 0) return new(found.Money.Name, 0, 0, 0, 0, 0, 0, 0, 0);
        var profits = found.Gaps.Select(gap => gap.First.ExpectedProfit).Order().ToArray();
        var sizes = found.Gaps.Select(gap => gap.First.FlashLoanAmount).Order().ToArray();
        return new(
            found.Money.Name, profits.Length, profits.Count(profit => profit >= Threshold), profits.Sum(profit => profit.Value), profits[profits.Length / 2].Value, profits[^1].Value,
            sizes[sizes.Length / 2].Value, sizes[^1].Value, found.Gaps.Select(gap => gap.Slots).Order().ElementAt(found.Gaps.Count / 2));
    }
}
