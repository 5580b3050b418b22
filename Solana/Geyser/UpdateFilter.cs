using System.Collections.Frozen;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Geyser;

/// <summary>What of a stream is wanted here. Decided on the raw bytes, before anything is allocated.</summary>
/// <remarks>Servers filter too; this one is for what their filters cannot say, and for recorded and shared streams.</remarks>
public sealed class UpdateFilter
{
    /// <summary>Kinds that pass at all; pings and pongs never do. Default all.</summary>
    public FrozenSet<UpdateKind>? Kinds { get; init; }

    /// <summary>A transaction must name one of these, an account update must be of one or be owned by one. Null: any.</summary>
    public FrozenSet<PublicKey>? Accounts { get; init; }

    public bool Votes { get; init; }

    public bool Failed { get; init; }

    /// <summary>What cannot be read is wanted: somebody has to name it.</summary>
    public bool Wants(in UpdateView update)
    {
        if (update.Kind is UpdateKind.Ping or UpdateKind.Pong or UpdateKind.Unknown) return false;
        if (Kinds is not null && !Kinds.Contains(update.Kind)) return false;
        if (update.Kind == UpdateKind.Transaction)
            return !update.TryTransaction(out var transaction)
                || ((Votes || !transaction.IsVote) && (Failed || !transaction.Failed) && (Accounts is null || transaction.NamesAny(Accounts)));
        if (update.Kind == UpdateKind.Account)
            return !update.TryAccount(out var account) || Accounts is null || Accounts.Contains(account.Address) || Accounts.Contains(account.Owner);
        return true;
    }
}
