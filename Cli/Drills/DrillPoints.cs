namespace Orchestrator.Cli.Drills;

/// <summary>The points at which a drill kills: before and after each durable step of an execution.</summary>
internal static class DrillPoints
{
    /// <summary>Every step that most executions pass; {0} stands for before and after.</summary>
    public static readonly string[] Steps =
    [
        "book.commit.{0}:reserve", "book.commit.{0}:pin", "book.commit.{0}:confirm", "book.commit.{0}:post", "book.commit.{0}:void",
        "command.publish.{0}", "journal.append.{0}", "saga.accepted.{0}", "saga.simulated.{0}", "saga.pin.{0}", "saga.sign.{0}", "saga.intent.{0}",
        "saga.anchor.{0}", "saga.submitted.{0}", "saga.send.{0}", "saga.resent.{0}", "saga.confirm.{0}", "saga.confirmed.{0}", "saga.landed.{0}", "saga.reckoned.{0}",
        "saga.post.{0}", "saga.posted.{0}", "saga.void.{0}", "saga.voided.{0}", "saga.publish.{0}", "outer-head.{0}",
    ];

    /// <summary>Steps of an execution that does not come to its landing.</summary>
    private static readonly string[] Ends = ["saga.ending.{0}", "saga.expired.{0}"];

    public static IReadOnlyList<string> All { get; } = Both(Steps);

    /// <summary>All of an execution that one orchestrator drives; a step may be rare.</summary>
    public static IReadOnlyList<string> Clustered { get; } = Both([.. Steps, .. Ends]);

    private static string[] Both(string[] steps) =>
        [.. from moment in (string[])["before", "after"] from step in steps select step.Replace("{0}", moment, StringComparison.Ordinal)];
}
