using Orleans;

namespace Orchestrator.Domain.Money;

/// <summary>An amount of any token in its smallest unit, as the chain holds it. Never negative; arithmetic is checked.</summary>
[GenerateSerializer, Immutable, Alias("base-units")]
public readonly record struct BaseUnits([property: Id(0)] ulong Value) : IComparable<BaseUnits>
{
    public static readonly BaseUnits Zero = new(0);

    public static BaseUnits operator +(BaseUnits left, BaseUnits right) => new(checked(left.Value + right.Value));

    public static BaseUnits operator -(BaseUnits left, BaseUnits right) => new(checked(left.Value - right.Value));

    public static bool operator <(BaseUnits left, BaseUnits right) => left.Value < right.Value;

    public static bool operator >(BaseUnits left, BaseUnits right) => left.Value > right.Value;

    public static bool operator <=(BaseUnits left, BaseUnits right) => left.Value <= right.Value;

    public static bool operator >=(BaseUnits left, BaseUnits right) => left.Value >= right.Value;

    public SignedUnits ToSigned() => new(Value);

    public int CompareTo(BaseUnits other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

/// <summary>A change, or a sum that may be negative, in base units. Wide enough for the difference of any two balances; arithmetic is checked.</summary>
[GenerateSerializer, Immutable, Alias("signed-units")]
public readonly record struct SignedUnits([property: Id(0)] Int128 Value) : IComparable<SignedUnits>
{
    public static readonly SignedUnits Zero = new(0);

    public static SignedUnits From(Lamports amount) => new(amount.Value);

    public static SignedUnits operator +(SignedUnits left, SignedUnits right) => new(checked(left.Value + right.Value));

    public static SignedUnits operator -(SignedUnits left, SignedUnits right) => new(checked(left.Value - right.Value));

    public static SignedUnits operator -(SignedUnits amount) => new(checked(-amount.Value));

    public static bool operator <(SignedUnits left, SignedUnits right) => left.Value < right.Value;

    public static bool operator >(SignedUnits left, SignedUnits right) => left.Value > right.Value;

    public static bool operator <=(SignedUnits left, SignedUnits right) => left.Value <= right.Value;

    public static bool operator >=(SignedUnits left, SignedUnits right) => left.Value >= right.Value;

    /// <summary>The amount as lamports; only for an amount of SOL.</summary>
    /// <exception cref="OverflowException">More than lamports can hold.</exception>
    public Lamports ToLamports() => new(checked((long)Value));

    public int CompareTo(SignedUnits other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}
