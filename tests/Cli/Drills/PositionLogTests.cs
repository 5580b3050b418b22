using Orchestrator.Cli.Drills.Positions;
using Orchestrator.Domain;

namespace Orchestrator.Cli.Tests.Drills;

public sealed class PositionLogTests
{
    private static readonly DateTimeOffset Opened = new(2026, 1, 1, 0, 0, 30, TimeSpan.Zero);

    private readonly PositionLog _log = new();

    [Fact]
    public void Positions_that_come_stay_and_go_are_all_known_and_nothing_is_wrong()
    {
        Assert.Empty(_log.See([]));
        Assert.Empty(_log.See([Position(1), Position(2)]));
        Assert.Empty(_log.See([Position(2), Position(3)]));
        Assert.Empty(_log.See([]));

        Assert.Equal([Position(1), Position(2), Position(3)], _log.Seen);
    }

    [Fact]
    public void One_whose_units_are_others_than_before_is_named()
    {
        _log.See([Position(1), Position(2)]);

        var wrong = Assert.Single(_log.See([Position(1) with { Units = 999 }, Position(2)]));

        Assert.StartsWith($"position {Position(1).Id} was ", wrong);
        Assert.Contains("999", wrong);
    }

    [Fact]
    public void One_that_had_left_and_is_there_again_is_named_each_time()
    {
        for (var time = 0; time < 2; time++)
        {
            _log.See([Position(1)]);
            _log.See([]);
            Assert.Equal([$"position {Position(1).Id} had left the book and is there again"], _log.See([Position(1)]));
            Assert.Empty(_log.See([Position(1)]));
            _log.See([]);
            Assert.Single(_log.See([Position(1)]));
        }
    }

    [Fact]
    public void One_that_is_there_twice_is_named() =>
        Assert.Equal([$"position {Position(1).Id} is in the book 2 times"], _log.See([Position(1), Position(1)]));

    private static HeldPosition Position(byte number) => new(Id(number), $"mint {number}", 1_000 + number, "SOL", 1_000_000_000, Opened);

    private static OpportunityId Id(byte number) => OpportunityId.Create(Opened, [number, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
}
