using System.Globalization;
using Orleans;

namespace Orchestrator.Domain.Money;

/// <summary>A ratio in ten-thousandths: 500 is 5 %, 30,000 is three times.</summary>
[GenerateSerializer, Immutable, Alias("basis-points")]
public readonly record struct BasisPoints([property: Id(0)] int Value) : IComparable<BasisPoints>
{
    public const int One = 10_000;

    public static bool operator <(BasisPoints left, BasisPoints right) => left.Value < right.Value;

    public static bool operator >(BasisPoints left, BasisPoints right) => left.Value > right.Value;

    public static bool operator <=(BasisPoints left, BasisPoints right) => left.Value <= right.Value;

    public static bool operator >=(BasisPoints left, BasisPoints right) => left.Value >= right.Value;

    /// <summary>Exact: a ratio finer than a basis point throws.</summary>
    /// <exception cref="ArgumentException">The ratio has a fraction of a basis point.</exception>
    public static BasisPoints FromRatio(decimal ratio)
    {
        var points = ratio * One;
        if (decimal.Truncate(points) != points) throw new ArgumentException($"{ratio} has a fraction of a basis point.", nameof(ratio));
        return new BasisPoints(decimal.ToInt32(points));
    }

    public decimal ToRatio() => Value / (decimal)One;

    /// <summary>This share of an amount, rounded towards minus infinity, so that a limit is never rounded up.</summary>
    public Lamports Of(Lamports amount) => new(ExactMath.MulDivFloor(amount.Value, Value, One));

    public int CompareTo(BasisPoints other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture) + " bps";
}
