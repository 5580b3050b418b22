namespace Orchestrator.Domain.Sniping;

/// <summary>What a look-up brought: a value, or the name of what is missing. The default is a look-up that was never made, which is missing too.</summary>
public readonly record struct LookUp<T>
{
    private readonly string? _missing;

    private LookUp(T value, bool found, string? missing) => (Value, Found, _missing) = (value, found, missing);

    public bool Found { get; }

    /// <summary>Meaningful only when it was found.</summary>
    public T Value { get; }

    /// <summary>What is missing, in words; null when nothing is.</summary>
    public string? Missing => Found ? null : _missing ?? "never looked up";

    public static LookUp<T> Of(T value) => new(value, true, null);

    public static LookUp<T> Failed(string what) => new(default!, false, what);
}
