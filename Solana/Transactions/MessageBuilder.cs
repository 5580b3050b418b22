using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>Why instructions do not make a message.</summary>
public enum BuildRefusal
{
    None,
    NoInstructions,

    /// <summary>More than 256 accounts.</summary>
    TooManyAccounts,

    /// <summary>With its signatures the transaction would exceed 1,232 bytes.</summary>
    TooLarge,
}

/// <summary>Compiles instructions into a message.</summary>
/// <remarks>
/// Accounts are grouped as the runtime wants them (writable signers, read-only signers, writable, read-only, the fee
/// payer first) and keep the order of first mention inside a group, an instruction's program before its accounts, so
/// that the same instructions always give the same bytes. An account keeps the highest role any instruction asks for.
/// With tables, accounts that neither sign nor are called are loaded from the first table that holds them.
/// </remarks>
public sealed class MessageBuilder(PublicKey feePayer)
{
    private readonly List<Instruction> _instructions = [];
    private readonly List<LookupTable> _tables = [];

    /// <summary>Index the next added instruction will have in the message.</summary>
    public int NextIndex => _instructions.Count;

    public MessageBuilder Add(Instruction instruction)
    {
        _instructions.Add(instruction);
        return this;
    }

    public MessageBuilder Add(params ReadOnlySpan<Instruction> instructions)
    {
        _instructions.AddRange(instructions);
        return this;
    }

    /// <summary>Only <see cref="BuildV0"/> loads from tables.</summary>
    public MessageBuilder Use(LookupTable table)
    {
        _tables.Add(table);
        return this;
    }

    public BuildRefusal BuildLegacy(Blockhash recent, out Message? message) => Build(MessageVersion.Legacy, recent, out message);

    public BuildRefusal BuildV0(Blockhash recent, out Message? message) => Build(MessageVersion.V0, recent, out message);

    private BuildRefusal Build(MessageVersion version, Blockhash recent, out Message? message)
    {
        message = null;
        if (_instructions.Count == 0) return BuildRefusal.NoInstructions;
        var instructions = CollectionsMarshal.AsSpan(_instructions);
        var mentions = new byte[instructions.Length + AccountsOf(instructions)];
        // One for each mention and the fee payer, unless there are more than a message may name.
        Span<AccountSlot> slots = stackalloc AccountSlot[Math.Min(mentions.Length + 1, Message.AccountsMax)];
        var accounts = new AccountPlan(slots);
        if (!accounts.Collect(feePayer, instructions, mentions)) return BuildRefusal.TooManyAccounts;
        var lookups = version == MessageVersion.V0 ? accounts.Load(_tables) : [];
        var header = accounts.Arrange(out var keys);
        accounts.Number(mentions);
        var built = new Message(version, header, keys, recent, Compile(instructions, mentions), lookups);
        var size = CompactU16.SizeOf(header.RequiredSignatures) + (header.RequiredSignatures * Signature.Size) + built.Size;
        if (size > VersionedTransaction.SizeMax) return BuildRefusal.TooLarge;
        message = built;
        return BuildRefusal.None;
    }

    private static int AccountsOf(ReadOnlySpan<Instruction> instructions)
    {
        var count = 0;
        foreach (var instruction in instructions) count += instruction.Accounts.Length;
        return count;
    }

    /// <param name="indexes">Of each instruction's program, followed by those of its accounts.</param>
    private static ImmutableArray<CompiledInstruction> Compile(ReadOnlySpan<Instruction> instructions, ReadOnlyMemory<byte> indexes)
    {
        var compiled = new CompiledInstruction[instructions.Length];
        for (var i = 0; i < compiled.Length; i++)
        {
            var accounts = instructions[i].Accounts.Length;
            compiled[i] = new(indexes.Span[0], indexes.Slice(1, accounts), instructions[i].Data);
            indexes = indexes[(accounts + 1)..];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(compiled);
    }
}
