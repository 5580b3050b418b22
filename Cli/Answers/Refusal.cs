namespace Orchestrator.Cli.Answers;

/// <summary>Why a command did not do what was asked.</summary>
/// <param name="Code">Stable, with a page of its own: <c>orch explain CODE</c>.</param>
/// <param name="Message">What was wrong, and where.</param>
/// <param name="Allowed">What would be accepted; null when the question makes no sense.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Exit">One of <see cref="ExitCode"/>.</param>
internal sealed record Refusal(string Code, string Message, string? Allowed, string? Remedy, int Exit);

/// <summary>The codes of what the command line itself refuses.</summary>
internal static class RefusalCodes
{
    public const string Unreadable = "ORCH-CLI-0001";
    public const string NotRunning = "ORCH-CLI-0002";
    public const string NotFound = "ORCH-CLI-0003";
    public const string NoAnswerInTime = "ORCH-CLI-0004";
    public const string AnswerUnreadable = "ORCH-CLI-0005";
    public const string NotAuthorised = "ORCH-CLI-0006";
    public const string Unexpected = "ORCH-CLI-0007";
    public const string Stopped = "ORCH-CLI-0008";
    public const string RunKeptUnreadable = "ORCH-CLI-0009";
    public const string RefusedBySafety = "ORCH-CLI-0010";
    public const string TransactionUnreadable = "ORCH-INSPECT-0001";
    public const string AccountUnreadable = "ORCH-INSPECT-0002";
    public const string QuoteRefused = "ORCH-QUOTE-0001";
    public const string QuoteAccountsMissing = "ORCH-QUOTE-0002";
    public const string QuoteUnreadable = "ORCH-QUOTE-0003";
    public const string DemoDiffers = "ORCH-DEMO-0001";
    public const string DemoSelfCheck = "ORCH-DEMO-0002";
    public const string DemoDataExists = "ORCH-DEMO-0003";
    public const string FeedDamaged = "ORCH-FEED-0001";
    public const string FeedRefused = "ORCH-FEED-0002";
    public const string RecordNotWritten = "ORCH-FEED-0003";
    public const string NothingRecorded = "ORCH-FEED-0004";
    public const string VenueData = "ORCH-VENUE-0001";
    public const string DrillNeedsPart = "ORCH-DRILL-0001";
    public const string VenueNotWritten = "ORCH-VENUE-0002";
}
