using Orleans;

namespace Orchestrator.Domain;

/// <summary>One book with its own orchestrator, for example <c>main</c>.</summary>
[GenerateSerializer, Immutable, Alias("portfolio-id")]
public readonly record struct PortfolioId([property: Id(0)] string Value) : IComparable<PortfolioId>
{
    public int CompareTo(PortfolioId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "";
}

/// <summary>A producer of opportunities, named like its section of the settings.</summary>
[GenerateSerializer, Immutable, Alias("strategy-id")]
public readonly record struct StrategyId([property: Id(0)] string Value) : IComparable<StrategyId>
{
    public static readonly StrategyId Arbitrage = new("arbitrage.ten_token");
    public static readonly StrategyId Sniper = new("sniper.memecoin");

    /// <summary>Not a producer: an operator lends own capital by hand.</summary>
    public static readonly StrategyId Lending = new("lending.save");

    public int CompareTo(StrategyId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "";
}

/// <summary>What an opportunity trades through: two opportunities of a strategy with one route key are the same chance, seen twice.</summary>
[GenerateSerializer, Immutable, Alias("route-key")]
public readonly record struct RouteKey([property: Id(0)] string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>Grows each time an orchestrator activation takes over; an older one is refused by book, saga and signer (I8).</summary>
[GenerateSerializer, Immutable, Alias("epoch")]
public readonly record struct Epoch([property: Id(0)] long Value) : IComparable<Epoch>
{
    public static readonly Epoch None = new(0);

    public Epoch Next() => new(checked(Value + 1));

    public int CompareTo(Epoch other) => Value.CompareTo(other.Value);

    public static bool operator <(Epoch left, Epoch right) => left.Value < right.Value;

    public static bool operator >(Epoch left, Epoch right) => left.Value > right.Value;

    public static bool operator <=(Epoch left, Epoch right) => left.Value <= right.Value;

    public static bool operator >=(Epoch left, Epoch right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString();
}
