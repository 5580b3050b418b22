using System.Buffers;
using Orleans;

namespace Orchestrator.Domain.Money;

/// <summary>A token, named by the base58 address of its mint (32 bytes: 32 to 44 characters). Native SOL is the wrapped SOL mint.</summary>
[GenerateSerializer, Immutable, Alias("mint")]
public readonly record struct Mint : IComparable<Mint>
{
    public const int LengthMin = 32;
    public const int LengthMax = 44;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

    /// <summary>Wrapped SOL (the SPL token program's native mint); native and wrapped SOL count together.</summary>
    public static readonly Mint Sol = new("So11111111111111111111111111111111111111112");

    /// <exception cref="ArgumentException">The text is not 32 to 44 base58 characters.</exception>
    public Mint(string value) => Value = IsWellFormed(value)
        ? value
        : throw new ArgumentException($"'{value}' is not a mint: {LengthMin} to {LengthMax} base58 characters are expected.", nameof(value));

    [Id(0)]
    public string Value { get; }

    public bool IsSol => string.Equals(Value, Sol.Value, StringComparison.Ordinal);

    public static bool TryParse(string? text, out Mint mint)
    {
        var wellFormed = IsWellFormed(text);
        mint = wellFormed ? new Mint(text!) : default;
        return wellFormed;
    }

    public int CompareTo(Mint other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "";

    private static bool IsWellFormed(string? text) =>
        text is { Length: >= LengthMin and <= LengthMax } && !text.AsSpan().ContainsAnyExcept(Alphabet);
}
