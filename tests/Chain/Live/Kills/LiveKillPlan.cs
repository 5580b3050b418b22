using Orchestrator.Journey.Tests.Drills;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>One life: what the chain does with its trade, and where it dies.</summary>
internal sealed record LifeEnd(LifeScene Scene, Kill Kill)
{
    public override string ToString() => $"{Kill.Point} ({Scene})";
}

/// <summary>Every arrow of the saga, and every commit of the book that belongs to one, before and after.</summary>
internal static class LiveKillPlan
{
    private static readonly string[] Landing =
    [
        "book.commit.{0}:reserve", "saga.accepted.{0}", "saga.simulated.{0}", "saga.pin.{0}", "book.commit.{0}:pin", "saga.sign.{0}", "saga.intent.{0}", "saga.submitted.{0}",
        "saga.send.{0}", "saga.confirm.{0}", "book.commit.{0}:confirm", "saga.confirmed.{0}", "saga.landed.{0}", "saga.reckoned.{0}", "saga.post.{0}", "book.commit.{0}:post",
        "saga.posted.{0}", "saga.publish.{0}",
    ];

    private static readonly string[] Dropping = ["saga.resent.{0}", "saga.expired.{0}", "saga.void.{0}", "book.commit.{0}:void", "saga.voided.{0}"];

    private static readonly string[] Closing = ["saga.ending.{0}"];

    /// <summary>Each point once. A takeover is a life after one that left something open.</summary>
    public static IReadOnlyList<LifeEnd[]> Round() =>
    [
        .. Both(Landing).Select(point => Single(LifeScene.Lands, point)), .. Both(Dropping).Select(point => Single(LifeScene.Drops, point)),
        .. Both(Closing).Select(point => Single(LifeScene.Closed, point)),
        .. Both(["saga.adopted.{0}"]).Select(point => (LifeEnd[])[new(LifeScene.Lands, new Kill("saga.intent.after", 1)), new(LifeScene.Lands, new Kill(point, 1))]),
    ];

    private static LifeEnd[] Single(LifeScene scene, string point) => [new(scene, new Kill(point, 1))];

    private static IEnumerable<string> Both(string[] points) =>
        from point in points from moment in (string[])["before", "after"] select point.Replace("{0}", moment, StringComparison.Ordinal);
}
