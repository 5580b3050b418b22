using Orchestrator.Cli.Drills.Clusters;
using Orchestrator.Cli.Drills.Stages;
using Orchestrator.Cli.Running;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Domain;

namespace Orchestrator.Cli.Drills.Positions;

/// <summary>One look at the book.</summary>
/// <param name="At">When it last changed, by the market's clock.</param>
internal sealed record BookLook(DateTimeOffset At, IReadOnlyList<HeldPosition> Positions)
{
    public HeldPosition? Find(OpportunityId id) => Positions.FirstOrDefault(position => position.Id == id);
}

/// <summary>The book of a cluster as an operator sees it: through the API of whichever silo answers. Every look is held against those before.</summary>
internal sealed class WatchedBook(DrillStage stage, DrillNotes notes)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest that no silo may show the book: a hand-over, or a silo that is found to be gone.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    private long _sequence;

    /// <summary>Waits until the book is as wanted.</summary>
    /// <param name="what">What is waited for: the rest of a sentence.</param>
    /// <exception cref="TimeoutException">It has not come to it, or no silo shows the book.</exception>
    public async Task<BookLook> Until(Func<BookLook, bool> wanted, string what, TimeSpan patience)
    {
        using var timer = new PeriodicTimer(Period);
        for (var begun = DrillStage.Now; ; await timer.WaitForNextTickAsync())
        {
            var look = await Look();
            if (wanted(look)) return look;
            if (DrillStage.Now - begun > patience.TotalMilliseconds) throw new TimeoutException($"{what} did not come within {patience.TotalSeconds:0} s; the book holds {look.Positions.Count} positions.");
        }
    }

    /// <exception cref="TimeoutException">No silo shows the book, or only an older one than was shown before.</exception>
    public async Task<BookLook> Look()
    {
        using var timer = new PeriodicTimer(Period);
        for (var begun = DrillStage.Now; ; await timer.WaitForNextTickAsync())
        {
            // A silo may keep what it read for a moment; only a book that stays behind is one that went back.
            if (await Newest() is { } view && view.Sequence >= _sequence) return See(view);
            if (DrillStage.Now - begun > AnswerPatience.TotalMilliseconds) throw new TimeoutException($"No silo has shown the book at change {_sequence} or later within {AnswerPatience.TotalSeconds:0} s.");
        }
    }

    private BookLook See(SnapshotView view)
    {
        _sequence = view.Sequence;
        var look = new BookLook(view.At, [.. view.Positions.Select(HeldPosition.Of)]);
        foreach (var wrong in stage.Positions.See(look.Positions)) notes.Missed(wrong);
        return look;
    }

    private async Task<SnapshotView?> Newest()
    {
        foreach (var silo in stage.Alive)
        {
            using var api = new ApiClient(new Uri(silo.Orders.ApiAddress!), null);
            var answer = await api.Get("portfolio/snapshot", CancellationToken.None);
            if (answer.Refusal is null && answer.Read<SnapshotView>() is var view && view.Sequence >= _sequence) return view;
        }

        return null;
    }
}
