using Orchestrator.Domain;

namespace Orchestrator.Cli.Drills.Audits;

/// <summary>One signature that the judge gave.</summary>
/// <param name="FinalizedHeight">What the asker had proof of when it asked.</param>
internal sealed record Signed(OpportunityId Reservation, string Signature, ulong LastValidHeight, ulong FinalizedHeight)
{
    public static IReadOnlyList<Signed> Read(string file) =>
    [
        .. File.ReadAllLines(file).Select(line => line.Split(' '))
            .Select(words => new Signed(new OpportunityId(Guid.Parse(words[0])), words[1], ulong.Parse(words[2]), ulong.Parse(words[3]))),
    ];

    /// <summary>I5: another signature of one reservation needs the death of every earlier one.</summary>
    public static IEnumerable<Violation> TwoAlive(IReadOnlyList<Signed> signed, ulong margin) =>
        from reservation in signed.GroupBy(one => one.Reservation)
        from pair in reservation.Zip(reservation.Skip(1))
        where pair.First.Signature != pair.Second.Signature && pair.Second.FinalizedHeight <= pair.First.LastValidHeight + margin
        select new Violation(ViolationKind.Doubled, $"{reservation.Key}: {pair.Second.Signature} was signed while {pair.First.Signature} could live");
}
