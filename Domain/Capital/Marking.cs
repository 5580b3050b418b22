using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Capital;

public enum MarkOutcome
{
    Marked = 0,
    /// <summary>A mark is zero, negative, in the future or for SOL, which needs none; nothing changed.</summary>
    Unusable = 10,
    /// <summary>More assets than <see cref="Marking.MarksMax"/>; nothing changed.</summary>
    TooMany = 11,
}

/// <summary>Values what the book holds besides SOL. A fall in value can trip the drawdown and daily-loss breakers.</summary>
public static class Marking
{
    public const int MarksMax = 128;

    public static (CapitalBook Next, MarkOutcome Outcome) SetMarks(
        this CapitalBook book, ImmutableArray<Mark> marks, BreakerLimits breakers, DateTimeOffset now)
    {
        foreach (var mark in marks)
        {
            if (!mark.IsUsable || mark.Asset.Value is null || mark.Asset.IsSol || EventTime.IsInFuture(mark.At, now)) return (book, MarkOutcome.Unusable);
        }

        var today = book.RollDay(now);
        var next = today.Marks;
        foreach (var mark in marks)
        {
            if (today.MarkOf(mark.Asset) is not { } known || known.At <= mark.At) next = next.With(mark);
        }

        // Only what the book owns or was just told of needs a price.
        next = next.RemoveAll(mark => !marks.Contains(mark) && !today.Owns(mark.Asset));
        if (next.Length > MarksMax) return (book, MarkOutcome.TooMany);
        return ((today with { Marks = next, Sequence = book.Sequence + 1 }).Judge(breakers, now), MarkOutcome.Marked);
    }

    internal static ImmutableArray<Mark> With(this ImmutableArray<Mark> marks, Mark next)
    {
        var at = 0;
        while (at < marks.Length && marks[at].Asset.CompareTo(next.Asset) < 0) at++;
        return at < marks.Length && marks[at].Asset == next.Asset ? marks.SetItem(at, next) : marks.Insert(at, next);
    }

    private static bool Owns(this CapitalBook book, Mint asset)
    {
        var account = book.Account(asset);
        return account.Available != SignedUnits.Zero || account.Reserved != SignedUnits.Zero || account.PositionUnits != SignedUnits.Zero;
    }
}
