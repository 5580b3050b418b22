using Orleans;

namespace Orchestrator.Storage.Tests.Conformance;

[GenerateSerializer, Alias("storage.tests.AssetKey")]
public readonly record struct AssetKey([property: Id(0)] string Mint, [property: Id(1)] int Venue);

/// <summary>The shapes that the default JSON serializer lost: a dictionary with a record struct as key.</summary>
[GenerateSerializer, Alias("storage.tests.Book")]
public sealed class Book
{
    [Id(0)] public long Total { get; set; }
    [Id(1)] public Dictionary<AssetKey, ulong> Held { get; set; } = [];
    [Id(2)] public byte[] Filling { get; set; } = [];

    public static Book Of(long total, int filling = 0)
    {
        var bytes = new byte[filling];
        for (var i = 0; i < filling; i++) bytes[i] = (byte)(i * 31 + total);
        return new Book { Total = total, Filling = bytes, Held = { [new AssetKey("SOL", (int)total)] = ulong.MaxValue - (ulong)total } };
    }

    public static void Same(Book expected, Book? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Total, actual.Total);
        Assert.Equal(expected.Held, actual.Held);
        Assert.Equal(expected.Filling, actual.Filling);
    }
}
