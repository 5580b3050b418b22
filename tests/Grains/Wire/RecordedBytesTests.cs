using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Execution;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans.Serialization;

namespace Orchestrator.Grains.Tests.Wire;

/// <summary>Bytes written by an older build are read by this one: state in stores and messages between silos of a rolling update.</summary>
public sealed class RecordedBytesTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly OpportunityId Id = OpportunityId.Create(At, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    private static readonly Mint Bonk = new("DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263");

    private static readonly ExecutionCommand Command = new(
        Id, new PortfolioId("main"), new Epoch(3), StrategyId.Arbitrage, Bonk,
        [new RouteLeg("raydium", "pool", Mint.Sol, Bonk, new BaseUnits(5), new BaseUnits(6), new BasisPoints(7), 8)],
        new Lamports(9), new Lamports(10), new Lamports(11), new Lamports(12), new BasisPoints(13), At, At, Mint.Sol, Id);

    private static readonly Landing Landed = new(14, null, new Lamports(15), new Lamports(16), [new BalanceChange(Mint.Sol, new SignedUnits(-17))]);

    private static readonly ExecutionResult Result = new(
        Id, new PortfolioId("main"), new Epoch(3), StrategyId.Arbitrage, Bonk, ExecutionOutcome.Landed, "signature", new Lamports(-17), new Lamports(18),
        Landed, null, [new StageTime("plan", 0.5)], At, ["raydium"], new Lamports(19));

    private static readonly ImmutableDictionary<string, object> Samples = ImmutableDictionary<string, object>.Empty
        .Add("execution-command", Command)
        .Add("execution-result", Result)
        .Add("channel-event", new ChannelEvent(Id.Value, 1, At, "trace", [1, 2, 3]))
        .Add("reserve-request", new ReserveRequest(
            new Trade(Id, StrategyId.Sniper, Bonk, Mint.Sol, new Lamports(20), new Lamports(21), new BasisPoints(22), At, null, true), new Epoch(4)))
        .Add("saga", Saga.Of(Command, At) with { Message = [1], Transaction = [2], Signature = "signature", Landing = Landed, Result = Result })
        .Add("capital-book", Book());

    [Fact]
    public void Recorded_bytes_are_read_as_what_was_written()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var now = Samples.OrderBy(sample => sample.Key, StringComparer.Ordinal)
            .Select(sample => $"{sample.Key} {Convert.ToBase64String(serializer.SerializeToArray(sample.Value))}").ToArray();
        // After a change that was meant, and that old bytes survive: name the file in this variable and run again.
        if (Environment.GetEnvironmentVariable("WRITE_BYTES_TO") is { } path) File.WriteAllLines(path, now);

        var recorded = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Wire", "RecordedBytes.txt")).Select(line => line.Split(' ')).ToArray();

        Assert.Equal(Samples.Keys.Order(StringComparer.Ordinal), recorded.Select(line => line[0]));
        foreach (var line in recorded)
        {
            var read = serializer.Deserialize<object>(Convert.FromBase64String(line[1]))!;
            Assert.Equal(Samples[line[0]].GetType(), read.GetType());
            Assert.Equal(Text(Samples[line[0]]), Text(read));
        }
    }

    private static CapitalBook Book()
    {
        var limits = RiskLimits.Default with { TokenShareMax = new BasisPoints(10_000) };
        var (book, epoch) = CapitalBook.Empty(new PortfolioId("main")).TakeOver();
        (book, _) = book.Move(new Movement(Id, MovementKind.Deposit, Mint.Sol, new BaseUnits(1_000)), limits, BreakerLimits.Default, At);
        var trade = new Trade(Id, StrategyId.Arbitrage, Bonk, Mint.Sol, new Lamports(100), Lamports.Zero, new BasisPoints(1), At.AddMinutes(1), null, false);
        (book, _) = book.Reserve(new ReserveRequest(trade, epoch), limits, EmptySettledArchive.Instance, At);
        return book.StopTrading(HaltCause.Operator, "drill", "test", At).Next;
    }

    /// <summary>Every public value, lists included: records compare arrays by reference only.</summary>
    private static string Text(object value) => System.Text.Json.JsonSerializer.Serialize(value, Json);

    private static readonly System.Text.Json.JsonSerializerOptions Json = new() { Converters = { new WideNumber() } };

    private sealed class WideNumber : System.Text.Json.Serialization.JsonConverter<Int128>
    {
        public override Int128 Read(ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(System.Text.Json.Utf8JsonWriter writer, Int128 value, System.Text.Json.JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
