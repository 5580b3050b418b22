using System.Globalization;
using Orleans;

namespace Orchestrator.Domain.Money;

/// <summary>An amount of SOL in lamports (10^-9 SOL), negative for a loss. Arithmetic is checked: an overflow throws and never wraps.</summary>
[GenerateSerializer, Immutable, Alias("lamports")]
public readonly record struct Lamports([property: Id(0)] long Value) : IComparable<Lamports>
{
    public const long PerSol = 1_000_000_000;

    public static readonly Lamports Zero = new(0);
    public static readonly Lamports OneSol = new(PerSol);

    public bool IsNegative => Value < 0;

    public static Lamports operator +(Lamports left, Lamports right) => new(checked(left.Value + right.Value));

    public static Lamports operator -(Lamports left, Lamports right) => new(checked(left.Value - right.Value));

    public static Lamports operator -(Lamports amount) => new(checked(-amount.Value));

    public static Lamports operator *(Lamports amount, long times) => new(checked(amount.Value * times));

    public static bool operator <(Lamports left, Lamports right) => left.Value < right.Value;

    public static bool operator >(Lamports left, Lamports right) => left.Value > right.Value;

    public static bool operator <=(Lamports left, Lamports right) => left.Value <= right.Value;

    public static bool operator >=(Lamports left, Lamports right) => left.Value >= right.Value;

    public static Lamports Min(Lamports left, Lamports right) => left.Value <= right.Value ? left : right;

    public static Lamports Max(Lamports left, Lamports right) => left.Value >= right.Value ? left : right;

    /// <summary>Exact: a SOL amount with more than nine decimals, or beyond what lamports can hold, throws.</summary>
    /// <exception cref="OverflowException">The amount does not fit.</exception>
    /// <exception cref="ArgumentException">The amount has a fraction of a lamport.</exception>
    public static Lamports FromSol(decimal sol)
    {
        var lamports = sol * PerSol;
        if (decimal.Truncate(lamports) != lamports) throw new ArgumentException($"{sol} SOL has a fraction of a lamport.", nameof(sol));
        return new Lamports(decimal.ToInt64(lamports));
    }

    /// <summary>The same amount in SOL, exact.</summary>
    public decimal ToSol() => Value / (decimal)PerSol;

    /// <summary>SOL for scores and prices only; never for money that is kept.</summary>
    public double ToApproximateSol() => Value / (double)PerSol;

    public int CompareTo(Lamports other) => Value.CompareTo(other.Value);

    /// <summary>SOL with as many decimals as are needed, for example <c>1.5</c>.</summary>
    public string ToSolString() => ToSol().ToString("0.#########", CultureInfo.InvariantCulture);

    public override string ToString() => ToSolString() + " SOL";
}
