using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Anchor;
using static Orchestrator.Solana.Programs.Anchor.Wire;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>Reads Meteora DAMM v2. Its events are calls to itself.</summary>
public sealed class DammProgram : IProgram
{
    private const byte ExactOutMode = 2;

    private static readonly ShapeTable OtherAccounts = new(
        new("config", 0x9b0caae0_1efacc82, []),
        new("position", 0xaabc8fe4_7a40f7d0, [("pool", Wire.Key), ("nft_mint", Wire.Key)]),
        new("token_badge", 0x74dbcce5_f974ff96, [("token_mint", Wire.Key)]),
        new("vesting", 0x6495428a_5fc880f1, [("position", Wire.Key)]));

    public PublicKey Id => ProgramIds.MeteoraDammV2;

    public string Name => "Meteora DAMM v2";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        if (SelfCall.TryRead(this, instruction, out decoded, out var refusal)) return refusal;
        refusal = DammShapes.Instructions.ReadInstruction(this, instruction, out decoded);
        if (refusal != DecodeRefusal.None) return refusal;
        var read = decoded!;
        var accounts = instruction.Accounts;
        if (read.Name == "swap2" && (byte)read.Fields[2].Value! > ExactOutMode)
        {
            decoded = null;
            return DecodeRefusal.InvalidField;
        }
        decoded = read.Name switch
        {
            "swap" => read with { Swaps = [Swap(read, accounts, exactIn: true)] },
            "swap2" => read with { Swaps = [Swap(read, accounts, (byte)read.Fields[2].Value! != ExactOutMode)] },
            "initialize_pool" => read with { Creation = Creation(accounts, pool: 6) },
            "initialize_customizable_pool" => read with { Creation = Creation(accounts, pool: 5) },
            "initialize_pool_with_dynamic_config" => read with { Creation = Creation(accounts, pool: 7) },
            _ => read,
        };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != DammPool.Discriminator)
        {
            var other = OtherAccounts.Read(data, out var shape, out var fields);
            if (other == DecodeRefusal.None) decoded = Account(shape!.Name, fields);
            return other;
        }
        var refusal = DammPool.TryDecode(data, out var pool);
        if (refusal == DecodeRefusal.None) decoded = Account("pool", Fields(pool!));
        return refusal;
    }

    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        var refusal = DammShapes.Events.Read(SelfCall.Body(data), out var shape, out var fields);
        if (refusal != DecodeRefusal.None) return refusal;
        decoded = new DecodedEvent { Program = Id, Name = shape!.Name, Fields = fields };
        if (shape.Name == "swap2")
            decoded = decoded with
            {
                Swap = new SwapFill((PublicKey)fields[0].Value!, (ulong)fields[7].Value!, (ulong)fields[10].Value!) { AToB = (byte)fields[1].Value! == 0 },
            };
        else if (shape.Name == "pool_created")
            decoded = decoded with
            {
                Creation = new PoolCreation(
                    (PublicKey)fields[0].Value!, (PublicKey)fields[1].Value!, (PublicKey)fields[2].Value!, (PublicKey)fields[3].Value!),
            };
        return DecodeRefusal.None;
    }

    public string? ErrorName(uint code) => DammErrors.Name(code);

    private DecodedAccount Account(string kind, IReadOnlyList<Field> fields) => new() { Owner = Id, ProgramName = Name, Kind = kind, Fields = fields };

    private static SwapRequest Swap(DecodedInstruction read, ReadOnlySpan<PublicKey> accounts, bool exactIn) =>
        new(accounts[1], accounts[8], accounts[2], accounts[3], exactIn, (ulong)read.Fields[0].Value!, (ulong)read.Fields[1].Value!)
        { VaultA = accounts[4], VaultB = accounts[5] };

    private static PoolCreation Creation(ReadOnlySpan<PublicKey> accounts, int pool) =>
        new(accounts[pool], accounts[pool + 2], accounts[pool + 3], accounts[0]) { VaultA = accounts[pool + 4], VaultB = accounts[pool + 5] };

    private static Field[] Fields(DammPool pool) =>
    [
        new("base_fee_mode", SnakeCase.Of(pool.BaseFee.Mode.ToString())), new("cliff_fee_numerator", pool.BaseFee.Cliff),
        new("dynamic_fee", pool.DynamicFee.IsOn), new("volatility_accumulator", pool.DynamicFee.Volatility),
        new("token_a_mint", pool.MintA), new("token_b_mint", pool.MintB), new("token_a_vault", pool.VaultA), new("token_b_vault", pool.VaultB),
        new("liquidity", pool.Liquidity), new("sqrt_min_price", pool.SqrtMinPrice), new("sqrt_max_price", pool.SqrtMaxPrice),
        new("sqrt_price", pool.SqrtPrice), new("activation_point", pool.ActivationPoint), new("counts_time", pool.CountsTime),
        new("enabled", pool.IsEnabled), new("collect_fee_mode", SnakeCase.Of(pool.CollectFeeMode.ToString())), new("fee_version", pool.FeeVersion),
        new("creator", pool.Creator), new("token_a_amount", pool.AmountA), new("token_b_amount", pool.AmountB), new("layout_version", pool.LayoutVersion),
    ];
}
