using System.Collections.Immutable;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Capital;

/// <summary>An equation of the book that does not hold. There must never be one.</summary>
/// <param name="Asset">The asset whose base units are compared; null for sums in lamports of value.</param>
public sealed record ConservationViolation(string Equation, Mint? Asset, SignedUnits Left, SignedUnits Right);

/// <summary>I1: every equation of the book, in base units per asset. The number of violations is exported and must read 0.</summary>
public static class Conservation
{
    public static ImmutableArray<ConservationViolation> Check(CapitalBook book)
    {
        var found = ImmutableArray.CreateBuilder<ConservationViolation>();
        foreach (var account in book.Assets)
        {
            var asset = account.Asset;
            Equal(found, "available + reserved + held = deposited - withdrawn + realised", asset,
                account.Total, account.Deposited - account.Withdrawn + account.Realised);
            Equal(found, "reserved = sum of reservations", asset, account.Reserved,
                Sum(book.Reservations.Where(reservation => reservation.Asset == asset).Select(reservation => reservation.Units)));
            Equal(found, "held = sum of positions at cost", asset, account.Held,
                Sum(book.Positions.Where(position => position.CostAsset == asset).Select(position => position.Cost)));
            Equal(found, "position units = sum of positions", asset, account.PositionUnits,
                Sum(book.Positions.Where(position => position.Token == asset).Select(position => position.Units)));
        }

        var used = SignedUnits.From(book.ReservedValue() + book.HeldValue());
        Equal(found, "sum of strategies = reserved + held", null, Sum(book.Strategies.Select(account => SignedUnits.From(account.Exposure))), used);
        Equal(found, "sum of tokens = reserved + held", null, Sum(book.Tokens.Select(token => SignedUnits.From(token.Exposure))), used);
        foreach (var group in book.Reservations.GroupBy(reservation => reservation.Id).Where(group => group.Count() > 1))
            found.Add(new ConservationViolation($"a reservation exists once ({group.Key})", null, new SignedUnits(group.Count()), new SignedUnits(1)));
        foreach (var reservation in book.Reservations.Where(reservation => book.Settled.Any(settled => settled.Id == reservation.Id)))
            found.Add(new ConservationViolation($"an open reservation is not settled ({reservation.Id})", null, SignedUnits.Zero, new SignedUnits(1)));
        return found.ToImmutable();
    }

    private static void Equal(
        ImmutableArray<ConservationViolation>.Builder found, string equation, Mint? asset, SignedUnits left, SignedUnits right)
    {
        if (left != right) found.Add(new ConservationViolation(equation, asset, left, right));
    }

    private static SignedUnits Sum(IEnumerable<SignedUnits> amounts) => amounts.Aggregate(SignedUnits.Zero, (sum, amount) => sum + amount);
}
