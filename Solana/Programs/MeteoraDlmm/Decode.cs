using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Anchor;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>Reads Meteora DLMM. Its events are calls to itself.</summary>
public sealed class DlmmProgram : IProgram
{
    public PublicKey Id => ProgramIds.MeteoraDlmm;

    public string Name => "Meteora DLMM";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        if (SelfCall.TryRead(this, instruction, out decoded, out var refusal)) return refusal;
        refusal = DlmmShapes.Instructions.ReadInstruction(this, instruction, out decoded);
        if (refusal != DecodeRefusal.None) return refusal;
        var read = decoded!;
        var accounts = instruction.Accounts;
        decoded = read.Name switch
        {
            "swap" or "swap2" => read with { Swaps = [Swap(accounts, true, (ulong)read.Fields[0].Value!, (ulong)read.Fields[1].Value!)] },
            "swap_exact_out" or "swap_exact_out2" => read with { Swaps = [Swap(accounts, false, (ulong)read.Fields[1].Value!, (ulong)read.Fields[0].Value!)] },
            // Its bound is on the price, not on the output.
            "swap_with_price_impact" or "swap_with_price_impact2" => read with { Swaps = [Swap(accounts, true, (ulong)read.Fields[0].Value!, 0)] },
            "initialize_lb_pair" or "initialize_lb_pair2" or "initialize_customizable_permissionless_lb_pair"
                or "initialize_customizable_permissionless_lb_pair2" => read with { Creation = Creation(accounts, 0, funder: 8) },
            "initialize_permission_lb_pair" => read with { Creation = Creation(accounts, 1, funder: 8) },
            _ => read,
        };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded) => DlmmAccounts.Read(this, data, out decoded);

    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        var refusal = DlmmShapes.Events.Read(SelfCall.Body(data), out var shape, out var fields);
        if (refusal != DecodeRefusal.None) return refusal;
        decoded = new DecodedEvent { Program = Id, Name = shape!.Name, Fields = fields };
        decoded = shape.Name switch
        {
            "swap" => decoded with { Swap = new SwapFill((PublicKey)fields[0].Value!, (ulong)fields[4].Value!, (ulong)fields[5].Value!) { AToB = (bool)fields[6].Value! } },
            "swap2" => decoded with
            {
                // The amount in is the one asked for; what was left of it stayed with the trader.
                Swap = new SwapFill((PublicKey)fields[0].Value!, Taken((ulong)fields[6].Value!, (ulong)fields[7].Value!), (ulong)fields[8].Value!) { AToB = (bool)fields[4].Value! },
            },
            _ => decoded,
        };
        return DecodeRefusal.None;
    }

    public string? ErrorName(uint code) => DlmmErrors.Name(code);

    private static ulong Taken(ulong asked, ulong left) => left > asked ? 0 : asked - left;

    private static SwapRequest Swap(ReadOnlySpan<PublicKey> accounts, bool exactIn, ulong amount, ulong limit) =>
        new(accounts[0], accounts[10], accounts[4], accounts[5], exactIn, amount, limit)
        {
            VaultA = accounts[2], VaultB = accounts[3],
            // Its source is not public: what nobody can read is not relied on.
            MayFillPartly = !exactIn,
        };

    private static PoolCreation Creation(ReadOnlySpan<PublicKey> accounts, int pair, int funder) =>
        new(accounts[pair], accounts[pair + 2], accounts[pair + 3], accounts[pair + funder]) { VaultA = accounts[pair + 4], VaultB = accounts[pair + 5] };
}
