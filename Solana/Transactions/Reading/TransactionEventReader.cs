using System.Buffers.Binary;
using System.Collections.Immutable;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>From a full transaction to what happened in it. Pure; never throws on any transaction.</summary>
public static class TransactionEventReader
{
    private const uint SystemTransferTag = 2;

    public static TransactionEvents Read(FullTransaction transaction, ProgramRegistry programs)
    {
        List<ResolvedInstruction> executed = [.. transaction.InExecutionOrder];
        var recorded = executed.Select(_ => new List<DecodedEvent>()).ToArray();
        var decoded = new (DecodedInstruction? Value, DecodeRefusal Refusal)[executed.Count];
        for (var i = 0; i < executed.Count; i++) decoded[i] = Decode(executed[i], programs);
        InvocationLogs.Collect(transaction.Meta?.Logs ?? [], executed, programs, recorded);
        GiveSelfCallsToTheirCaller(executed, decoded, recorded);

        var instructions = executed.Select((one, i) => new ReadInstruction(one, decoded[i].Value, decoded[i].Refusal, [.. recorded[i]])).ToImmutableArray();
        if (!transaction.Succeeded) return new(instructions, [], [], [], []);
        return new(instructions, SwapEventReader.Read(transaction, instructions), Pools(instructions), Changes(transaction), Tips(instructions));
    }

    /// <summary>Where the calls that an instruction caused end: they stand behind it, at a greater height.</summary>
    internal static int EndOfCalls(IReadOnlyList<ReadInstruction> instructions, int at)
    {
        var height = instructions[at].Instruction.StackHeight;
        var end = at + 1;
        if (height == 0) return end;
        while (end < instructions.Count && instructions[end].Instruction.StackHeight is var next && (next > height || next == 0)) end++;
        return end;
    }

    private static (DecodedInstruction?, DecodeRefusal) Decode(ResolvedInstruction instruction, ProgramRegistry programs)
    {
        if (!instruction.AccountsKnown || instruction.Data is not { } data)
            return (null, programs.Find(instruction.Program) is null ? DecodeRefusal.UnknownProgram : DecodeRefusal.TooFewAccounts);
        var refusal = programs.ReadInstruction(new InstructionView(instruction.Program, instruction.Accounts.AsSpan(), data.Span), out var decoded);
        return (decoded, refusal);
    }

    /// <summary>Anchor programs record events by calling themselves; the event belongs to the instruction that made the call.</summary>
    private static void GiveSelfCallsToTheirCaller(
        List<ResolvedInstruction> executed, (DecodedInstruction? Value, DecodeRefusal Refusal)[] decoded, List<DecodedEvent>[] recorded)
    {
        for (var i = 1; i < executed.Count; i++)
        {
            if (decoded[i].Value?.Event is not { } made) continue;
            var caller = i - 1;
            while (caller > 0 && (executed[caller].StackHeight >= executed[i].StackHeight || executed[caller].Program != executed[i].Program)) caller--;
            if (executed[caller].Program == executed[i].Program) recorded[caller].Add(made);
        }
    }

    private static ImmutableArray<PoolCreatedEvent> Pools(ImmutableArray<ReadInstruction> instructions)
    {
        var pools = ImmutableArray.CreateBuilder<PoolCreatedEvent>();
        var seen = new HashSet<PublicKey>();
        for (var i = 0; i < instructions.Length; i++)
        {
            if (instructions[i].Decoded is { Creation: { } asked } by && seen.Add(asked.Pool))
                pools.Add(new(by.Program, by.ProgramName, asked, i));
        }

        // An event tells of a pool only where the instruction that made it is not known.
        for (var i = 0; i < instructions.Length; i++)
            foreach (var told in instructions[i].Recorded)
                if (told.Creation is { } creation && seen.Add(creation.Pool))
                    pools.Add(new(told.Program, instructions[i].Decoded?.ProgramName ?? told.Program.ToString(), creation, i));
        return pools.ToImmutable();
    }

    private static ImmutableArray<TokenChange> Changes(FullTransaction transaction)
    {
        var changes = new SortedDictionary<byte, TokenChange>();
        foreach (var before in transaction.Meta!.PreTokenBalances)
            if (transaction.Accounts[before.AccountIndex].Key is { } account)
                changes[before.AccountIndex] = new(account, before.Owner, before.Mint, before.Amount, 0);
        foreach (var after in transaction.Meta.PostTokenBalances)
            if (transaction.Accounts[after.AccountIndex].Key is { } account)
            {
                // An account closed and opened again for another mint starts anew.
                var before = changes.GetValueOrDefault(after.AccountIndex) is { } known && known.Mint == after.Mint ? known.Before : 0;
                changes[after.AccountIndex] = new(account, after.Owner, after.Mint, before, after.Amount);
            }

        return [.. changes.Values.Where(change => change.Before != change.After)];
    }

    private static ImmutableArray<TipEvent> Tips(ImmutableArray<ReadInstruction> instructions)
    {
        var tips = ImmutableArray.CreateBuilder<TipEvent>();
        for (var i = 0; i < instructions.Length; i++)
        {
            var one = instructions[i].Instruction;
            if (one.Program != ProgramIds.System || one.Data is not { Length: 12 } data || one.Accounts.Length < 2) continue;
            if (BinaryPrimitives.ReadUInt32LittleEndian(data.Span) != SystemTransferTag || !TipAccounts.All.Contains(one.Accounts[1])) continue;
            tips.Add(new(one.Accounts[0], one.Accounts[1], BinaryPrimitives.ReadUInt64LittleEndian(data.Span[4..]), i));
        }

        return tips.ToImmutable();
    }
}
