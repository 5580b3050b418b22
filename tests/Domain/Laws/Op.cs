namespace Orchestrator.Domain.Tests.Laws;

internal enum OpKind
{
    Reserve, ReserveSniper, ReserveClose, ReserveAgain, ReserveOtherContent, ReserveOlderEpoch,
    Pin, PinOlderEpoch, Post, PostAgain, Void, VoidProven, Wait, WaitLong, Expire, Load,
    Deposit, Withdraw, Halt, Resume, TakeOver, Confirm, Mark,
}

/// <summary>One step: what, of which earlier trade, how much.</summary>
internal readonly record struct Op(OpKind Kind, int Pick, int Amount)
{
    /// <summary>Trading steps are drawn more often than the rare ones, so that sequences reach deep states.</summary>
    private static readonly Gen<OpKind> Kinds = Gen.Frequency(
        (8, Gen.Const(OpKind.Reserve)), (4, Gen.Const(OpKind.ReserveSniper)), (3, Gen.Const(OpKind.ReserveClose)), (6, Gen.Const(OpKind.Pin)),
        (7, Gen.Const(OpKind.Post)), (10, Gen.Int[0, (int)OpKind.Mark].Select(kind => (OpKind)kind)));

    public static readonly Gen<Op[]> Sequence = Gen.Select(Kinds, Gen.Int[0, 1_000], Gen.Int[1, 1_000_000], (kind, pick, amount) => new Op(kind, pick, amount)).Array[40];
}
