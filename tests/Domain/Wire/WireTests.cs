using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Tests.Capital;
using Orleans.Serialization;

namespace Orchestrator.Domain.Tests.Wire;

public sealed class WireTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<string> WireTypes => [.. Samples.WireTypes().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void What_is_written_is_read_back_whole(string name)
    {
        var sample = Samples.Of(typeof(OpportunityId).Assembly.GetType(name)!);
        var bytes = Serializer.SerializeToArray(sample);
        var read = Serializer.Deserialize<object>(bytes)!;
        Assert.Equal(sample.GetType(), read.GetType());
        Assert.Equal(JsonSerializer.Serialize(sample, sample.GetType()), JsonSerializer.Serialize(read, read.GetType()));
        Assert.Equal(bytes, Serializer.SerializeToArray(read));
    }

    [Fact]
    public void Every_wire_type_has_a_name_of_its_own()
    {
        var names = Samples.WireTypes().Select(type => type.GetCustomAttribute<Orleans.AliasAttribute>()?.Alias).ToArray();
        Assert.All(names, Assert.NotNull);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void A_busy_book_is_written_in_less_than_20_kilobytes()
    {
        var ledger = Ledger.With(100);
        for (var i = 0; i < SettledMemory.ArchiveFrom; i++)
        {
            var done = ledger.Trade(0.5m);
            ledger.Reserve(done);
            ledger.Now += TimeSpan.FromSeconds(31);
            ledger.Post(done, 0.01m);
        }

        for (var i = 0; i < 10; i++) Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1)).Outcome);
        var bytes = Serializer.SerializeToArray(ledger.Book);
        Assert.InRange(bytes.Length, 1_000, 20_000);
        var read = Serializer.Deserialize<CapitalBook>(bytes)!;
        Assert.Empty(Conservation.Check(read));
        Assert.Equal(10, read.Reservations.Length);
    }
}
