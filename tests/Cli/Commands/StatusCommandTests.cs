using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class StatusCommandTests
{
    private const string Status = """
        {"portfolio":"main","epoch":3,"mode":"paper","trading_state":"active","state_reason":null,"queue_size":2,"queue_capacity":10,"running":1,"running_limit":10,"received":9,
        "executed":4,"rejected":5,"expired":6,"dropped":7,"shed_profit_lamports":0,"decision_p50_ms":1,"decision_p99_ms":2.5,"tick_lateness_p99_ms":1,"reasons":{},"dead_lettered":0,
        "config_hash":"cafe","now":"2026-10-05T12:00:00+00:00","activated_at":"2026-10-05T11:00:00+00:00"}
        """;

    private const string Book = """
        {"portfolio":"main","sequence":1,"epoch":3,"at":"2026-10-05T12:00:00+00:00","state":"active","total_lamports":0,"available_lamports":0,"reserved_lamports":0,"held_lamports":0,
        "realised_lamports":250000000,"equity_lamports":1000000000,"strategies":[]}
        """;

    private const string Feed = """{"feed":"main","condition":"live","slot":1,"strategies":[]}""";

    [Fact]
    public async Task What_is_of_the_book_and_what_is_of_this_start_is_told_apart()
    {
        var (answer, _) = await AnsweredCommand.Run([Status, Book, Feed], "status");

        Assert.Equal((ExitCode.Ok, ""), (answer.Code, answer.Error));
        Assert.Contains("realised 0.25 SOL in the book's life", answer.Output, StringComparison.Ordinal);
        Assert.Contains("since the take-over at 2026-10-05 11:00:00: executed 4  rejected 5  expired 6  p99 2.50 ms", answer.Output, StringComparison.Ordinal);
    }
}
