using Orleans;

namespace Orchestrator.Domain.Exits;

/// <summary>Why a held position is sold. Judged in the order of the numbers: the first that holds names the sale.</summary>
public enum ExitRule
{
    /// <summary>Something hostile became known of the token: out, at a wider bound.</summary>
    Emergency = 1,
    StopLoss = 2,
    TakeProfit = 3,
    Time = 4,
    /// <summary>An operator sells it himself; the only rule that also sells while trading is halted.</summary>
    Operator = 5,
}

/// <summary>The rule that sells, and the figures it was judged on.</summary>
/// <param name="Detail">In words, at most <see cref="DetailLengthMax"/> characters.</param>
[GenerateSerializer, Immutable, Alias("exit-cause")]
public sealed record ExitCause([property: Id(0)] ExitRule Rule, [property: Id(1)] string Detail)
{
    public const int DetailLengthMax = 300;

    public static ExitCause Of(ExitRule rule, string detail) => new(rule, detail.Length <= DetailLengthMax ? detail : detail[..DetailLengthMax]);
}
