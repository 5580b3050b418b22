using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Anchor;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>Reads Orca Whirlpool.</summary>
public sealed class WhirlpoolProgram : IProgram
{
    public PublicKey Id => ProgramIds.Whirlpool;

    public string Name => "Orca Whirlpool";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        var refusal = WhirlpoolShapes.Instructions.ReadInstruction(this, instruction, out decoded);
        if (refusal != DecodeRefusal.None) return refusal;
        var read = decoded!;
        var accounts = instruction.Accounts;
        decoded = read.Name switch
        {
            "swap" => read with { Swaps = [Swap(read, accounts[2], accounts[1], accounts[3..7])] },
            "swap_v2" => read with { Swaps = [Swap(read, accounts[4], accounts[3], accounts[7..11]) with { MintIn = MintOf(read, accounts, true), MintOut = MintOf(read, accounts, false) }] },
            "two_hop_swap" => read with { Swaps = TwoHops(read, accounts) },
            "two_hop_swap_v2" => read with { Swaps = TwoHopsV2(read, accounts) },
            "initialize_pool" => read with { Creation = Creation(accounts, pool: 4, funder: 3, vaultA: 5) },
            "initialize_pool_v2" => read with { Creation = Creation(accounts, pool: 6, funder: 5, vaultA: 7) },
            "initialize_pool_with_adaptive_fee" => read with
            {
                Creation = Creation(accounts, pool: 7, funder: 5, vaultA: 9) with { OpenTime = (ulong?)Value(read, "trade_enable_timestamp") },
            },
            _ => read,
        };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded) => WhirlpoolAccounts.Read(this, data, out decoded);

    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        var refusal = WhirlpoolShapes.Events.Read(data, out var shape, out var fields);
        if (refusal != DecodeRefusal.None) return refusal;
        decoded = new DecodedEvent { Program = Id, Name = shape!.Name, Fields = fields };
        if (shape.Name == "swap")
            decoded = decoded with
            {
                Swap = new SwapFill((PublicKey)fields[0].Value!, (ulong)fields[4].Value!, (ulong)fields[5].Value!) { AToB = (bool)fields[1].Value! },
            };
        return DecodeRefusal.None;
    }

    public string? ErrorName(uint code) => WhirlpoolErrors.Name(code);

    /// <param name="sides">Owner A, vault A, owner B, vault B.</param>
    private static SwapRequest Swap(DecodedInstruction read, PublicKey pool, PublicKey trader, ReadOnlySpan<PublicKey> sides)
    {
        var aToB = (bool)Value(read, "a_to_b")!;
        var exactIn = (bool)Value(read, "amount_specified_is_input")!;
        return new SwapRequest(
            pool, trader, aToB ? sides[0] : sides[2], aToB ? sides[2] : sides[0], exactIn,
            (ulong)Value(read, "amount")!, (ulong)Value(read, "other_amount_threshold")!)
        {
            VaultA = sides[1], VaultB = sides[3],
            // The program asks for the whole of an exact output only where the instruction names no limit of the price (swap_manager.rs).
            MayFillPartly = !exactIn && (UInt128)Value(read, "sqrt_price_limit")! != 0,
        };
    }

    /// <summary>Only the outer amounts are stated: the first hop's input and the second's output.</summary>
    private static SwapRequest[] TwoHops(DecodedInstruction read, ReadOnlySpan<PublicKey> accounts)
    {
        bool one = (bool)Value(read, "a_to_b_one")!, two = (bool)Value(read, "a_to_b_two")!;
        return Hops(
            read, accounts[1], accounts[2], accounts[3],
            (one ? accounts[4] : accounts[6], one ? accounts[6] : accounts[4], accounts[5], accounts[7]),
            (two ? accounts[8] : accounts[10], two ? accounts[10] : accounts[8], accounts[9], accounts[11]));
    }

    private static SwapRequest[] TwoHopsV2(DecodedInstruction read, ReadOnlySpan<PublicKey> accounts)
    {
        // Between the hops the tokens go from vault to vault.
        var hops = Hops(
            read, accounts[14], accounts[0], accounts[1],
            (accounts[8], accounts[11], accounts[9], accounts[10]), (accounts[10], accounts[13], accounts[11], accounts[12]));
        return
        [
            hops[0] with { MintIn = accounts[2], MintOut = accounts[3] },
            hops[1] with { MintIn = accounts[3], MintOut = accounts[4] },
        ];
    }

    private static SwapRequest[] Hops(
        DecodedInstruction read, PublicKey trader, PublicKey poolOne, PublicKey poolTwo,
        (PublicKey Source, PublicKey Destination, PublicKey VaultA, PublicKey VaultB) one,
        (PublicKey Source, PublicKey Destination, PublicKey VaultA, PublicKey VaultB) two)
    {
        var exactIn = (bool)Value(read, "amount_specified_is_input")!;
        ulong amount = (ulong)Value(read, "amount")!, limit = (ulong)Value(read, "other_amount_threshold")!;
        var (amountIn, amountOut) = exactIn ? (amount, limit) : (limit, amount);
        return
        [
            new SwapRequest(poolOne, trader, one.Source, one.Destination, exactIn, exactIn ? amountIn : 0, exactIn ? 0 : amountIn)
            { VaultA = one.VaultA, VaultB = one.VaultB },
            new SwapRequest(poolTwo, trader, two.Source, two.Destination, exactIn, exactIn ? 0 : amountOut, exactIn ? amountOut : ulong.MaxValue)
            { VaultA = two.VaultA, VaultB = two.VaultB },
        ];
    }

    private static PublicKey MintOf(DecodedInstruction read, ReadOnlySpan<PublicKey> accounts, bool input) =>
        (bool)Value(read, "a_to_b")! == input ? accounts[5] : accounts[6];

    private static PoolCreation Creation(ReadOnlySpan<PublicKey> accounts, int pool, int funder, int vaultA) =>
        new(accounts[pool], accounts[1], accounts[2], accounts[funder]) { VaultA = accounts[vaultA], VaultB = accounts[vaultA + 1] };

    private static object? Value(DecodedInstruction read, string name)
    {
        foreach (var field in read.Fields)
            if (field.Name == name) return field.Value;
        throw new InvalidOperationException($"{read.Name} has no field {name}.");
    }
}
