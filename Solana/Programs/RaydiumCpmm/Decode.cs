using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Anchor;
using static Orchestrator.Solana.Programs.Anchor.Wire;

namespace Orchestrator.Solana.Programs.RaydiumCpmm;

/// <summary>Reads Raydium CPMM.</summary>
public sealed class RaydiumCpmmProgram : IProgram
{
    private static readonly string[] SwapRoles =
    [
        "payer", "authority", "amm_config", "pool_state", "input_token_account", "output_token_account", "input_vault", "output_vault",
        "input_token_program", "output_token_program", "input_token_mint", "output_token_mint", "observation_state",
    ];
    private static readonly string[] LiquidityRoles =
    [
        "owner", "authority", "pool_state", "owner_lp_token", "token_0_account", "token_1_account", "token_0_vault", "token_1_vault",
        "token_program", "token_program_2022", "vault_0_mint", "vault_1_mint", "lp_mint",
    ];
    private static readonly string[] CollectRoles =
    [
        "owner", "authority", "pool_state", "amm_config", "token_0_vault", "token_1_vault", "vault_0_mint", "vault_1_mint",
        "recipient_token_0_account", "recipient_token_1_account", "token_program", "token_program_2022",
    ];
    private static readonly (string, Wire)[] CollectFields = [("amount_0_requested", U64), ("amount_1_requested", U64)];

    private static readonly ShapeTable Instructions = new(
        new Shape("initialize", RaydiumCpmmInstructions.Initialize, [("init_amount_0", U64), ("init_amount_1", U64), ("open_time", U64)],
            "creator", "amm_config", "authority", "pool_state", "token_0_mint", "token_1_mint", "lp_mint", "creator_token_0", "creator_token_1",
            "creator_lp_token", "token_0_vault", "token_1_vault", "create_pool_fee", "observation_state", "token_program", "token_0_program",
            "token_1_program", "associated_token_program", "system_program", "rent"),
        new Shape("initialize_with_permission", 0x3f37fe4131b25979,
            [("init_amount_0", U64), ("init_amount_1", U64), ("open_time", U64), ("creator_fee_on", U8)],
            "payer", "creator", "amm_config", "authority", "pool_state", "token_0_mint", "token_1_mint", "lp_mint", "payer_token_0", "payer_token_1",
            "payer_lp_token", "token_0_vault", "token_1_vault", "create_pool_fee", "observation_state", "permission", "token_program",
            "token_0_program", "token_1_program", "associated_token_program", "system_program"),
        new Shape("swap_base_input", RaydiumCpmmInstructions.SwapBaseInput, [("amount_in", U64), ("minimum_amount_out", U64)], SwapRoles),
        new Shape("swap_base_output", RaydiumCpmmInstructions.SwapBaseOutput, [("max_amount_in", U64), ("amount_out", U64)], SwapRoles),
        new Shape("deposit", 0xf223c68952e1f2b6,
            [("lp_token_amount", U64), ("maximum_token_0_amount", U64), ("maximum_token_1_amount", U64)], LiquidityRoles),
        new Shape("withdraw", 0xb712469c946da122,
            [("lp_token_amount", U64), ("minimum_token_0_amount", U64), ("minimum_token_1_amount", U64)], [.. LiquidityRoles, "memo_program"]),
        new Shape("create_amm_config", 0x8934edd4d7756c68,
            [("index", U16), ("trade_fee_rate", U64), ("protocol_fee_rate", U64), ("fund_fee_rate", U64), ("create_pool_fee", U64)],
            "owner", "amm_config", "system_program"),
        new Shape("update_amm_config", 0x313cae889a1c74c8, [("param", U8), ("value", U64)], "owner", "amm_config"),
        new Shape("update_pool_status", 0x82576c062ee0757b, [("status", U8)], "authority", "pool_state"),
        new Shape("collect_protocol_fee", 0x8888fcddc2427e59, CollectFields, CollectRoles),
        new Shape("collect_fund_fee", 0xa78a4e95dfc2067e, CollectFields, CollectRoles),
        new Shape("collect_creator_fee", 0x1416567bc61cdb84, [],
            "creator", "authority", "pool_state", "amm_config", "token_0_vault", "token_1_vault", "vault_0_mint", "vault_1_mint",
            "creator_token_0", "creator_token_1", "token_0_program", "token_1_program", "associated_token_program", "system_program"),
        new Shape("create_permission_pda", 0x878802d889a9b5ca, [], "owner", "permission_authority", "permission", "system_program"),
        new Shape("close_permission_pda", 0x9c5420764587467b, [], "owner", "permission_authority", "permission", "system_program"));

    private static readonly ShapeTable Accounts = new(
        new Shape("pool_state", PoolState.Discriminator,
            [
                ("amm_config", Wire.Key), ("pool_creator", Wire.Key), ("token_0_vault", Wire.Key), ("token_1_vault", Wire.Key), ("lp_mint", Wire.Key),
                ("token_0_mint", Wire.Key), ("token_1_mint", Wire.Key), ("token_0_program", Wire.Key), ("token_1_program", Wire.Key),
                ("observation_key", Wire.Key), ("auth_bump", U8), ("status", U8), ("lp_mint_decimals", U8), ("mint_0_decimals", U8),
                ("mint_1_decimals", U8), ("lp_supply", U64), ("protocol_fees_token_0", U64), ("protocol_fees_token_1", U64),
                ("fund_fees_token_0", U64), ("fund_fees_token_1", U64), ("open_time", U64), ("recent_epoch", U64), ("creator_fee_on", U8),
                ("enable_creator_fee", Bool), ("padding1", U32), ("padding2", U16), ("creator_fees_token_0", U64), ("creator_fees_token_1", U64),
            ]),
        new Shape("amm_config", AmmConfig.Discriminator,
            [
                ("bump", U8), ("disable_create_pool", Bool), ("index", U16), ("trade_fee_rate", U64), ("protocol_fee_rate", U64), ("fund_fee_rate", U64),
                ("create_pool_fee", U64), ("protocol_owner", Wire.Key), ("fund_owner", Wire.Key), ("creator_fee_rate", U64),
            ]),
        new Shape("observation_state", 0x7aaec5358109a584, [("initialized", Bool), ("observation_index", U16), ("pool_id", Wire.Key)]),
        new Shape("permission", 0xe0531c4f0afda11c, [("authority", Wire.Key)]));

    private static readonly (string, Wire)[] SwapEventStart =
    [
        ("pool_id", Wire.Key), ("input_vault_before", U64), ("output_vault_before", U64), ("input_amount", U64), ("output_amount", U64),
        ("input_transfer_fee", U64), ("output_transfer_fee", U64), ("base_input", Bool),
    ];
    private const ulong SwapEvent = 0x40c6cde8260871e2;
    private static readonly ShapeTable Events = new(
        new Shape("swap", SwapEvent,
        [
            .. SwapEventStart, ("input_mint", Wire.Key), ("output_mint", Wire.Key), ("trade_fee", U64), ("creator_fee", U64), ("creator_fee_on_input", Bool),
        ]),
        new Shape("lp_change", 0x79a3cdc939da753c,
        [
            ("pool_id", Wire.Key), ("lp_amount_before", U64), ("token_0_vault_before", U64), ("token_1_vault_before", U64), ("token_0_amount", U64),
            ("token_1_amount", U64), ("token_0_transfer_fee", U64), ("token_1_transfer_fee", U64), ("change_type", U8),
        ]));

    /// <summary>The swap event before the creator fee came, in 2025.</summary>
    private static readonly ShapeTable OlderEvents = new(new Shape("swap", SwapEvent, SwapEventStart));
    private const int OlderSwapEventSize = Shape.DiscriminatorSize + 32 + 6 * 8 + 1;

    public PublicKey Id => ProgramIds.RaydiumCpmm;

    public string Name => "Raydium CPMM";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        var refusal = Instructions.ReadInstruction(this, instruction, out decoded);
        if (refusal != DecodeRefusal.None || decoded is null) return refusal;
        var accounts = instruction.Accounts;
        var data = instruction.Data[Shape.DiscriminatorSize..];
        decoded = decoded.Name switch
        {
            "swap_base_input" => decoded with { Swaps = [Request(accounts, true, LittleEndian.U64(data, 0), LittleEndian.U64(data, 8))] },
            "swap_base_output" => decoded with { Swaps = [Request(accounts, false, LittleEndian.U64(data, 8), LittleEndian.U64(data, 0))] },
            "initialize" => decoded with { Creation = Creation(accounts[3..], data, accounts[0]) },
            "initialize_with_permission" => decoded with { Creation = Creation(accounts[4..], data, accounts[1]) },
            _ => decoded,
        };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        var refusal = Accounts.Read(data, out var shape, out var fields);
        if (refusal != DecodeRefusal.None) return refusal;
        if ((shape!.Discriminator == PoolState.Discriminator && data.Length != PoolState.Size)
            || (shape.Discriminator == AmmConfig.Discriminator && data.Length != AmmConfig.Size)) return DecodeRefusal.WrongLength;
        decoded = new DecodedAccount { Owner = Id, ProgramName = Name, Kind = shape.Name, Fields = [.. fields.Where(f => !f.Name.StartsWith("padding", StringComparison.Ordinal))] };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        var older = data.Length == OlderSwapEventSize;
        var refusal = (older ? OlderEvents : Events).Read(data, out var shape, out var fields);
        if (refusal != DecodeRefusal.None) return refusal;
        decoded = new DecodedEvent { Program = Id, Name = shape!.Name, Fields = fields };
        if (shape.Discriminator != SwapEvent) return DecodeRefusal.None;
        decoded = decoded with
        {
            Swap = new SwapFill((PublicKey)fields[0].Value!, (ulong)fields[3].Value!, (ulong)fields[4].Value!)
            {
                MintIn = older ? null : (PublicKey)fields[8].Value!, MintOut = older ? null : (PublicKey)fields[9].Value!,
            },
        };
        return DecodeRefusal.None;
    }

    public string? ErrorName(uint code) => RaydiumCpmmErrors.Name(code);

    private static SwapRequest Request(ReadOnlySpan<PublicKey> accounts, bool exactIn, ulong amount, ulong limit) =>
        new(accounts[3], accounts[0], accounts[4], accounts[5], exactIn, amount, limit)
        {
            VaultA = accounts[6], VaultB = accounts[7], MintIn = accounts[10], MintOut = accounts[11],
        };

    /// <param name="accounts">From the pool state on: both instructions go on alike from there.</param>
    private static PoolCreation Creation(ReadOnlySpan<PublicKey> accounts, ReadOnlySpan<byte> data, PublicKey creator) =>
        new(accounts[0], accounts[1], accounts[2], creator)
        {
            LpMint = accounts[3], VaultA = accounts[7], VaultB = accounts[8],
            AmountA = LittleEndian.U64(data, 0), AmountB = LittleEndian.U64(data, 8), OpenTime = LittleEndian.U64(data, 16),
        };
}
