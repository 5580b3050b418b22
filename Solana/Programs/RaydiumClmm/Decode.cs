using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Anchor;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>Reads Raydium CLMM.</summary>
public sealed class RaydiumClmmProgram : IProgram
{
    public PublicKey Id => ProgramIds.RaydiumClmm;

    public string Name => "Raydium CLMM";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        var refusal = ClmmShapes.Instructions.ReadInstruction(this, instruction, out decoded);
        if (refusal != DecodeRefusal.None || decoded is null) return refusal;
        var accounts = instruction.Accounts;
        var data = instruction.Data[Shape.DiscriminatorSize..];
        decoded = decoded.Name switch
        {
            "swap" => decoded with { Swaps = [Request(accounts, data)] },
            "swap_v2" => decoded with { Swaps = [Request(accounts, data) with { MintIn = accounts[11], MintOut = accounts[12] }] },
            "create_pool" => decoded with
            {
                Creation = new PoolCreation(accounts[2], accounts[3], accounts[4], accounts[0])
                {
                    VaultA = accounts[5], VaultB = accounts[6], OpenTime = LittleEndian.U64(data, 16),
                },
            },
            "create_customizable_pool" => decoded with
            {
                Creation = new PoolCreation(accounts[2], accounts[3], accounts[4], accounts[0]) { VaultA = accounts[5], VaultB = accounts[6] },
            },
            _ => decoded,
        };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        var refusal = ClmmShapes.Accounts.Read(data, out var shape, out var fields);
        if (refusal != DecodeRefusal.None) return refusal;
        if (ClmmShapes.SizeOf(shape!.Name) is { } size && data.Length != size) return DecodeRefusal.WrongLength;
        IEnumerable<Field> shown = fields.Where(field => !field.Name.StartsWith("padding", StringComparison.Ordinal));
        if (shape.Discriminator == TickArray.Discriminator) shown = shown.Append(Ticks(data));
        decoded = new DecodedAccount { Owner = Id, ProgramName = Name, Kind = shape.Name, Fields = [.. shown] };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        var refusal = ClmmShapes.Events.Read(data, out var shape, out var fields);
        // Swaps before 2026 end without the trade fees.
        if (refusal == DecodeRefusal.WrongLength && shape?.Discriminator == ClmmShapes.SwapEvent)
            refusal = ClmmShapes.OlderEvents.Read(data, out shape, out fields);
        if (refusal != DecodeRefusal.None) return refusal;
        decoded = new DecodedEvent { Program = Id, Name = shape!.Name, Fields = fields };
        if (shape.Discriminator == ClmmShapes.SwapEvent) decoded = decoded with { Swap = Fill(fields) };
        if (shape.Discriminator == ClmmShapes.PoolCreatedEvent)
            decoded = decoded with
            {
                Creation = new PoolCreation(Key(fields, "pool_state"), Key(fields, "token_mint_0"), Key(fields, "token_mint_1"), default)
                {
                    VaultA = Key(fields, "token_vault_0"), VaultB = Key(fields, "token_vault_1"),
                },
            };
        return DecodeRefusal.None;
    }

    public string? ErrorName(uint code) => RaydiumClmmErrors.Name(code);

    private static SwapRequest Request(ReadOnlySpan<PublicKey> accounts, ReadOnlySpan<byte> data) =>
        new(accounts[2], accounts[0], accounts[3], accounts[4], data[32] == 1, LittleEndian.U64(data, 0), LittleEndian.U64(data, 8))
        {
            VaultA = accounts[5], VaultB = accounts[6],
            // The program never asks whether an exact output was reached, only what it cost (instructions/swap_v2.rs).
            MayFillPartly = data[32] != 1,
        };

    /// <summary>The event states amounts as traders see them; the pool receives no fee of the input's token but pays that of the output's.</summary>
    private static SwapFill Fill(Field[] fields)
    {
        var zeroForOne = (bool)Value(fields, "zero_for_one")!;
        ulong amount0 = U64(fields, "amount_0"), amount1 = U64(fields, "amount_1");
        var fee = zeroForOne ? U64(fields, "transfer_fee_1") : U64(fields, "transfer_fee_0");
        var sent = unchecked((zeroForOne ? amount1 : amount0) + fee);
        return new SwapFill(Key(fields, "pool_state"), zeroForOne ? amount0 : amount1, sent) { AToB = zeroForOne };
    }

    private static Field Ticks(ReadOnlySpan<byte> data)
    {
        const int First = 44, Size = 168;
        var ticks = new List<object>();
        for (var at = First; at + Size <= data.Length && ticks.Count < TickArray.TickCount; at += Size)
        {
            if (LittleEndian.U128(data, at + 20) == 0 && (LittleEndian.U64(data, at + 124) | LittleEndian.U64(data, at + 132)) == 0) continue;
            ticks.Add(new Field[]
            {
                new("tick", LittleEndian.I32(data, at)), new("liquidity_net", LittleEndian.I128(data, at + 4)),
                new("liquidity_gross", LittleEndian.U128(data, at + 20)), new("orders_amount", LittleEndian.U64(data, at + 124)),
                new("part_filled_orders_remaining", LittleEndian.U64(data, at + 132)),
            });
        }
        return new("ticks", ticks.ToArray());
    }

    private static object? Value(Field[] fields, string name) => Array.Find(fields, field => field.Name == name).Value;

    private static PublicKey Key(Field[] fields, string name) => (PublicKey)Value(fields, name)!;

    private static ulong U64(Field[] fields, string name) => (ulong)Value(fields, name)!;
}
