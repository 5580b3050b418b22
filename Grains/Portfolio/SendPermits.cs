using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Portfolio;

internal static class SendPermits
{
    public static SendPermit Of(CapitalBook book, OpportunityId id, Epoch epoch)
    {
        if (epoch < book.Epoch) return SendPermit.OlderEpoch;
        if (epoch > book.Epoch) return SendPermit.UnknownEpoch;
        if (book.Find(id) is not { } reservation) return SendPermit.NoSuchReservation;
        if (!reservation.Pinned) return SendPermit.NotPinned;
        var isOperatorsExit = reservation is { Closes: not null, ByOperator: true };
        return book.Halt is not null && !isOperatorsExit ? SendPermit.Halted : SendPermit.Granted;
    }
}
