using System.Collections.Immutable;
using System.Text;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>What remained after the last kill, judged by the runtime, by the signer's own log and by the witness of the dead processes.</summary>
/// <param name="Violations">Empty, or the drill has found a fault.</param>
/// <param name="Profit">Lamports, on the chain.</param>
internal sealed record LiveKillAudit(int Reserved, int Signed, int Landed, int Posted, int Voided, long Profit, ImmutableArray<string> Violations)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20), SettleMax = TimeSpan.FromMinutes(3);

    /// <summary>Starts the product once more, lets it settle what the dead have left, and asks everybody.</summary>
    public static async Task<LiveKillAudit> OfAsync(LiveFiles files, ChainCalls chain, LiveWorld world, string witness, long opening)
    {
        // Both before the audit's own life, which holds the log open and needs no judge of its own.
        var signed = SignedRecord.Read(Path.Combine(files.Folder, "signer", SignerMemory.FileName));
        var (reserved, released) = LifeWitness.Read(witness);
        await using var pump = new BlockPump(chain, null, 2).Start();
        await using var system = await LiveSystem.StartAsync(files, chain, world);
        var found = ImmutableArray.CreateBuilder<string>();
        if (!await SettledAsync(system, reserved)) found.Add($"{(await system.Book.Book()).Reservations.Length} reservations are still open");

        var book = await system.Book.Book();
        if (book.Halt is { } halt) found.Add($"halted: {halt.Cause} {halt.Detail}");
        found.AddRange(Conservation.Check(book).Select(violation => $"{violation.Equation} {violation.Asset}: {violation.Left} against {violation.Right}"));
        var profit = await system.OwnedAsync() - opening;
        if (book.Sol.Realised.Value != profit) found.Add($"the book gained {book.Sol.Realised} lamports, the chain {profit}");
        found.AddRange((await system.ReconcileAsync()).Select(difference => $"{difference.Asset}: book {difference.Book}, chain {difference.Chain}"));

        var landed = (await chain.LandedAsync(world.Wallet)).Select(one => (one.Signature, Of: ReservationOf(one.Bytes))).Where(one => one.Of is not null).ToLookup(one => one.Of!.Value, one => one.Signature);
        found.AddRange(landed.Where(group => group.Count() > 1).Select(group => $"{group.Key} was executed {group.Count()} times"));
        found.AddRange(landed.Where(group => !reserved.Contains(group.Key)).Select(group => $"{group.Key} was executed and never reserved"));
        found.AddRange(ReleasedAlive(signed, released));

        var (posted, voided) = (0, 0);
        foreach (var id in reserved)
        {
            var saga = await system.Grains.GetGrain<IOpportunityGrain>(id.Value).Read();
            var end = await system.Book.Void(id, VoidReason.Refused);
            if (end == VoidOutcome.AlreadyPosted) posted++;
            else if (end == VoidOutcome.AlreadyReleased) voided++;
            else found.Add($"{id}: was acknowledged and the book says {end}");
            if (saga.State is { } state && !ExecutionTransitions.IsTerminal(state)) found.Add($"{id}: the book is done with it ({end}) and its saga stays {state}");
            if (saga.State == ExecutionState.Posted != (end == VoidOutcome.AlreadyPosted)) found.Add($"{id}: saga {saga.State}, book {end}");
            var isOnChain = landed[id].Contains(saga.Signature);
            if (isOnChain != (end == VoidOutcome.AlreadyPosted)) found.Add($"{id}: {(isOnChain ? "landed" : "never landed")}, and the book says {end}");
        }

        return new(reserved.Count, signed.Select(one => one.MessageHash).Distinct().Count(), landed.Count, posted, voided, profit, found.ToImmutable());
    }

    /// <summary>I6: when capital was let go, every message that was ever signed for it was past its last block.</summary>
    public static IEnumerable<string> ReleasedAlive(IReadOnlyList<SignedRecord> signed, IEnumerable<(OpportunityId Id, ulong Height)> released) =>
        from release in released
        from message in signed
        where message.Reservation == release.Id && release.Height <= message.LastValidHeight
        select $"{release.Id} was released at block {release.Height} while {message.MessageHash[..8]} could land until {message.LastValidHeight}";

    /// <summary>The opportunity that a transaction of ours was made for: its memo says so.</summary>
    public static OpportunityId? ReservationOf(byte[] bytes)
    {
        if (VersionedTransaction.Decode(bytes, out var transaction) != WireRefusal.None) throw new InvalidDataException("The chain holds what cannot be read.");
        foreach (var instruction in transaction!.Message.Instructions)
        {
            if (transaction.Message.StaticKeys[instruction.ProgramIndex] == ProgramIds.Memo && Guid.TryParseExact(Encoding.ASCII.GetString(instruction.Data.Span), "N", out var id))
                return new OpportunityId(id);
        }

        return null;
    }

    /// <summary>True when nothing is reserved any more and every saga has its end.</summary>
    public static async Task<bool> SettledAsync(LiveSystem system, IEnumerable<OpportunityId> reserved)
    {
        using var timer = new PeriodicTimer(Look);
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < SettleMax;)
        {
            await timer.WaitForNextTickAsync();
            if (!(await system.Book.Book()).Reservations.IsEmpty) continue;
            var open = 0;
            foreach (var id in reserved)
                if ((await system.Grains.GetGrain<IOpportunityGrain>(id.Value).Read()).State is { } state && !ExecutionTransitions.IsTerminal(state)) open++;
            if (open == 0) return true;
        }

        return false;
    }
}
