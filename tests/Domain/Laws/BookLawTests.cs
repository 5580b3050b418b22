namespace Orchestrator.Domain.Tests.Laws;

public sealed class BookLawTests
{
    /// <summary>3,000 sequences of 40 steps: 120,000 steps in every run.</summary>
    [Fact]
    public void No_sequence_creates_or_loses_a_lamport_or_breaks_a_limit() =>
        Op.Sequence.Sample(ops => Assert.Null(BookLaw.FirstBroken(new BookRules(), ops)), iter: 3_000, threads: 2);

    [Fact(Explicit = true), Trait("soak", "true")]
    public void No_sequence_creates_or_loses_a_lamport_or_breaks_a_limit_for_long() =>
        Op.Sequence.Sample(ops => Assert.Null(BookLaw.FirstBroken(new BookRules(), ops)), iter: 100_000, threads: 2);
}
