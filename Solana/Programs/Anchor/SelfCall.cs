using System.Buffers.Binary;

namespace Orchestrator.Solana.Programs.Anchor;

/// <summary>An Anchor program's call to itself that does nothing but leave an event in the transaction.</summary>
internal static class SelfCall
{
    /// <summary>sha256("anchor:event"), first eight bytes reversed, as Anchor's event_cpi writes it.</summary>
    public const ulong Tag = 0xe445a52e_51cb9a1d;

    public const string Name = "record_event";

    private static readonly string[] Roles = ["event_authority"];

    public static bool IsTagged(ReadOnlySpan<byte> data) => data.Length >= sizeof(ulong) && BinaryPrimitives.ReadUInt64BigEndian(data) == Tag;

    /// <summary>The event's own bytes, with or without the tag in front.</summary>
    public static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> data) => IsTagged(data) ? data[sizeof(ulong)..] : data;

    /// <summary>True when the instruction is such a call; then <paramref name="refusal"/> says whether its event was read.</summary>
    public static bool TryRead(IProgram program, in InstructionView view, out DecodedInstruction? decoded, out DecodeRefusal refusal)
    {
        (decoded, refusal) = (null, DecodeRefusal.None);
        if (view.Program != program.Id || !IsTagged(view.Data)) return false;
        refusal = program.ReadEvent(view.Data, out var happened);
        if (refusal == DecodeRefusal.None)
            decoded = new DecodedInstruction
            {
                Program = program.Id, ProgramName = program.Name, Name = Name, Fields = happened!.Fields, Roles = Roles, Event = happened,
            };
        return true;
    }
}
