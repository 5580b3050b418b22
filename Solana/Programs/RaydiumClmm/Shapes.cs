using Orchestrator.Solana.Programs.Anchor;
using static Orchestrator.Solana.Programs.Anchor.Wire;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>Discriminators, fields and roles. Source: raydium-io/raydium-clmm, programs/amm/src at 03b44b7f.</summary>
internal static class ClmmShapes
{
    public const ulong SwapEvent = 0x40c6cde8260871e2;
    public const ulong PoolCreatedEvent = 0x195e4b2f7063353f;

    private static readonly (string, Wire)[] SwapFields =
        [("amount", U64), ("other_amount_threshold", U64), ("sqrt_price_limit_x64", U128), ("is_base_input", Bool)];
    private static readonly (string, Wire)[] AmountFields = [("liquidity", U128), ("amount_0_max", U64), ("amount_1_max", U64)];
    private static readonly (string, Wire)[] AmountMinFields = [("liquidity", U128), ("amount_0_min", U64), ("amount_1_min", U64)];
    private static readonly (string, Wire)[] OpenFields =
    [
        ("tick_lower_index", I32), ("tick_upper_index", I32), ("tick_array_lower_start_index", I32), ("tick_array_upper_start_index", I32), .. AmountFields,
    ];
    private static readonly (string, Wire)[] OpenV2Fields = [.. OpenFields, ("with_metadata", Bool), ("base_flag", OptionBool)];
    private static readonly (string, Wire)[] CollectFields = [("amount_0_requested", U64), ("amount_1_requested", U64)];
    private static readonly (string, Wire)[] DynamicFeeFields =
        [("filter_period", U16), ("decay_period", U16), ("reduction_factor", U16), ("dynamic_fee_control", U32), ("max_volatility_accumulator", U32)];

    private static readonly string[] SwapRoles =
    [
        "payer", "amm_config", "pool_state", "input_token_account", "output_token_account", "input_vault", "output_vault", "observation_state", "token_program",
    ];
    private static readonly string[] CreateRoles =
    [
        "pool_creator", "amm_config", "pool_state", "token_mint_0", "token_mint_1", "token_vault_0", "token_vault_1", "observation_state",
        "tick_array_bitmap", "token_program_0", "token_program_1", "system_program", "rent",
    ];
    private static readonly string[] OpenRoles =
    [
        "payer", "position_nft_owner", "position_nft_mint", "position_nft_account", "metadata_account", "pool_state", "protocol_position",
        "tick_array_lower", "tick_array_upper", "personal_position", "token_account_0", "token_account_1", "token_vault_0", "token_vault_1",
        "rent", "system_program", "token_program", "associated_token_program", "metadata_program",
    ];
    private static readonly string[] Token2022Roles = ["token_program_2022", "vault_0_mint", "vault_1_mint"];
    private static readonly string[] IncreaseRoles =
    [
        "nft_owner", "nft_account", "pool_state", "protocol_position", "personal_position", "tick_array_lower", "tick_array_upper",
        "token_account_0", "token_account_1", "token_vault_0", "token_vault_1", "token_program",
    ];
    private static readonly string[] DecreaseRoles =
    [
        "nft_owner", "nft_account", "personal_position", "pool_state", "protocol_position", "token_vault_0", "token_vault_1", "tick_array_lower",
        "tick_array_upper", "recipient_token_account_0", "recipient_token_account_1", "token_program",
    ];
    private static readonly string[] CollectRoles =
    [
        "owner", "pool_state", "amm_config", "token_vault_0", "token_vault_1", "vault_0_mint", "vault_1_mint", "recipient_token_account_0",
        "recipient_token_account_1", "token_program", "token_program_2022",
    ];

    public static readonly ShapeTable Instructions = new(
        new Shape("swap", RaydiumClmmInstructions.SwapTag, SwapFields, [.. SwapRoles, "tick_array"]),
        new Shape("swap_v2", RaydiumClmmInstructions.SwapV2Tag, SwapFields,
            [.. SwapRoles, "token_program_2022", "memo_program", "input_vault_mint", "output_vault_mint"]),
        new Shape("swap_router_base_in", 0x457d73daf5baf2c4, [("amount_in", U64), ("amount_out_minimum", U64)],
            "payer", "input_token_account", "input_token_mint", "token_program", "token_program_2022", "memo_program"),
        new Shape("create_pool", 0xe992d18ecf6840bc, [("sqrt_price_x64", U128), ("open_time", U64)], CreateRoles),
        new Shape("create_customizable_pool", 0x2b44d4a7592fa401, [("sqrt_price_x64", U128), ("collect_fee_on", U8), ("enable_dynamic_fee", Bool)], CreateRoles),
        new Shape("open_position", 0x87802f4d0f98f031, OpenFields, OpenRoles),
        new Shape("open_position_v2", 0x4db84ad67056f1c7, OpenV2Fields, [.. OpenRoles, .. Token2022Roles]),
        new Shape("open_position_with_token22_nft", 0x4dffae527d1dc92e, OpenV2Fields,
            [.. OpenRoles.Where(role => role is not ("metadata_account" or "metadata_program")), .. Token2022Roles]),
        new Shape("close_position", 0x7b86510031446262, [],
            "nft_owner", "position_nft_mint", "position_nft_account", "personal_position", "system_program", "token_program"),
        new Shape("increase_liquidity", 0x2e9cf3760dcdfbb2, AmountFields, IncreaseRoles),
        new Shape("increase_liquidity_v2", 0x851d59df45eeb00a, [.. AmountFields, ("base_flag", OptionBool)], [.. IncreaseRoles, .. Token2022Roles]),
        new Shape("decrease_liquidity", 0xa026d06f685b2c01, AmountMinFields, DecreaseRoles),
        new Shape("decrease_liquidity_v2", 0x3a7fbc3e4f52c460, AmountMinFields,
            [.. DecreaseRoles, "token_program_2022", "memo_program", "vault_0_mint", "vault_1_mint"]),
        new Shape("collect_remaining_rewards", 0x12eda6c52210d590, [("reward_index", U8)],
            "reward_funder", "funder_token_account", "pool_state", "reward_token_vault", "reward_vault_mint", "token_program", "token_program_2022", "memo_program"),
        new Shape("update_reward_infos", 0xa3ace0340b9a6adf, [], "pool_state"),
        new Shape("set_reward_params", 0x7034a74b20c9d389,
            [("reward_index", U8), ("emissions_per_second_x64", U128), ("open_time", U64), ("end_time", U64)],
            "authority", "amm_config", "pool_state", "operation_state", "token_program", "token_program_2022"),
        new Shape("initialize_reward", 0x5f87c0c4f281e644, [("open_time", U64), ("end_time", U64), ("emissions_per_second_x64", U128)],
            "reward_funder", "funder_token_account", "amm_config", "pool_state", "operation_state", "reward_token_mint", "reward_token_vault",
            "reward_token_program", "system_program", "rent"),
        new Shape("collect_protocol_fee", 0x8888fcddc2427e59, CollectFields, CollectRoles),
        new Shape("collect_fund_fee", 0xa78a4e95dfc2067e, CollectFields, CollectRoles),
        new Shape("create_amm_config", 0x8934edd4d7756c68,
            [("index", U16), ("tick_spacing", U16), ("trade_fee_rate", U32), ("protocol_fee_rate", U32), ("fund_fee_rate", U32)],
            "owner", "amm_config", "system_program"),
        new Shape("update_amm_config", 0x313cae889a1c74c8, [("param", U8), ("value", U32)], "owner", "amm_config"),
        new Shape("update_pool_status", 0x82576c062ee0757b, [("status", U8)], "authority", "pool_state"),
        new Shape("create_operation_account", 0x3f5794216d230868, [], "owner", "operation_state", "system_program"),
        new Shape("update_operation_account", 0x7f467728bce33d07, [("param", U8)], "owner", "operation_state", "system_program"),
        new Shape("transfer_reward_owner", 0x07160c53f22b3079, [("new_owner", Key)], "authority", "pool_state"),
        new Shape("create_support_mint_associated", 0x11fb415c88f20ea9, [], "owner", "token_mint", "support_mint_associated", "system_program"),
        new Shape("create_dynamic_fee_config", 0xbd0eb5785576e33e, [("index", U16), .. DynamicFeeFields], "owner", "dynamic_fee_config", "system_program"),
        new Shape("update_dynamic_fee_config", 0x0707500802c784f0, DynamicFeeFields, "owner", "dynamic_fee_config"),
        new Shape("close_protocol_position", 0xc975989055556cb2, [], "admin", "protocol_position"),
        new Shape("open_limit_order", 0x9d20dab7471d1293, [("nonce_index", U8), ("zero_for_one", Bool), ("tick_index", I32), ("amount", U64)],
            "payer", "pool_state", "tick_array", "limit_order_nonce", "limit_order", "input_token_account", "input_vault", "input_vault_mint",
            "input_token_program", "system_program"),
        new Shape("increase_limit_order", 0xb19059ecfaba7d63, [("amount", U64)],
            "owner", "pool_state", "tick_array", "limit_order", "input_token_account", "input_vault", "input_vault_mint", "input_token_program"),
        new Shape("decrease_limit_order", 0x759d3c674231a300, [("amount", U64), ("amount_min", U64)],
            "owner", "pool_state", "tick_array", "limit_order", "input_token_account", "output_token_account", "input_vault", "output_vault",
            "input_vault_mint", "output_vault_mint", "token_program", "token_program_2022"),
        new Shape("settle_limit_order", 0xcd4e74215c691a60, [],
            "signer", "pool_state", "tick_array", "limit_order", "output_token_account", "output_vault", "output_vault_mint", "output_token_program"),
        new Shape("close_limit_order", 0x4c7c800fd55725fa, [], "signer", "rent_receiver", "limit_order"));

    public static readonly ShapeTable Accounts = new(
        new Shape("pool_state", ClmmPoolState.Discriminator,
        [
            ("bump", U8), ("amm_config", Key), ("owner", Key), ("token_mint_0", Key), ("token_mint_1", Key), ("token_vault_0", Key), ("token_vault_1", Key),
            ("observation_key", Key), ("mint_decimals_0", U8), ("mint_decimals_1", U8), ("tick_spacing", U16), ("liquidity", U128), ("sqrt_price_x64", U128),
            ("tick_current", I32), ("padding3", U16), ("padding4", U16), ("fee_growth_global_0_x64", U128), ("fee_growth_global_1_x64", U128),
            ("protocol_fees_token_0", U64), ("protocol_fees_token_1", U64), ("padding5_0", U128), ("padding5_1", U128), ("padding5_2", U128),
            ("padding5_3", U128), ("status", U8), ("fee_on", U8),
        ]),
        new Shape("amm_config", ClmmConfig.Discriminator,
        [
            ("bump", U8), ("index", U16), ("owner", Key), ("protocol_fee_rate", U32), ("trade_fee_rate", U32), ("tick_spacing", U16), ("fund_fee_rate", U32),
            ("padding_u32", U32), ("fund_owner", Key),
        ]),
        new Shape("tick_array_state", TickArray.Discriminator, [("pool_id", Key), ("start_tick_index", I32)]),
        new Shape("tick_array_bitmap_extension", TickArrayBitmap.ExtensionDiscriminator, [("pool_id", Key)]),
        new Shape("observation_state", 0x7aaec5358109a584, [("initialized", Bool), ("recent_epoch", U64), ("observation_index", U16), ("pool_id", Key)]),
        new Shape("personal_position_state", 0x466f967ee60f1975,
        [
            ("bump", U8), ("nft_mint", Key), ("pool_id", Key), ("tick_lower_index", I32), ("tick_upper_index", I32), ("liquidity", U128),
            ("fee_growth_inside_0_last_x64", U128), ("fee_growth_inside_1_last_x64", U128), ("token_fees_owed_0", U64), ("token_fees_owed_1", U64),
        ]),
        new Shape("protocol_position_state", 0x64e2916392daa06a,
        [
            ("bump", U8), ("pool_id", Key), ("tick_lower_index", I32), ("tick_upper_index", I32), ("liquidity", U128),
            ("fee_growth_inside_0_last_x64", U128), ("fee_growth_inside_1_last_x64", U128), ("token_fees_owed_0", U64), ("token_fees_owed_1", U64),
        ]),
        new Shape("dynamic_fee_config", 0xf4e258520e3bf6dc, [("index", U16), .. DynamicFeeFields]),
        new Shape("limit_order_state", 0x01ee058ecf3e2ce4,
        [
            ("pool_id", Key), ("owner", Key), ("tick_index", I32), ("zero_for_one", Bool), ("order_phase", U64), ("total_amount", U64),
            ("filled_amount", U64), ("settle_base", U64), ("settled_output", U64), ("open_time", U64), ("unfilled_ratio_x64", U128),
        ]));

    private static readonly (string, Wire)[] SwapEventStart =
    [
        ("pool_state", Key), ("sender", Key), ("token_account_0", Key), ("token_account_1", Key), ("amount_0", U64), ("transfer_fee_0", U64),
        ("amount_1", U64), ("transfer_fee_1", U64), ("zero_for_one", Bool), ("sqrt_price_x64", U128), ("liquidity", U128), ("tick", I32),
    ];

    public static readonly ShapeTable Events = new(
        new Shape("swap", SwapEvent, [.. SwapEventStart, ("trade_fee_0", U64), ("trade_fee_1", U64)]),
        new Shape("pool_created", PoolCreatedEvent,
        [
            ("token_mint_0", Key), ("token_mint_1", Key), ("tick_spacing", U16), ("pool_state", Key), ("sqrt_price_x64", U128), ("tick", I32),
            ("token_vault_0", Key), ("token_vault_1", Key),
        ]),
        new Shape("liquidity_change", 0x7ef0afce9e58996b,
        [
            ("pool_state", Key), ("tick", I32), ("tick_lower", I32), ("tick_upper", I32), ("liquidity_before", U128), ("liquidity_after", U128),
        ]));

    public static readonly ShapeTable OlderEvents = new(new Shape("swap", SwapEvent, SwapEventStart));

    /// <summary>Bytes of the accounts that quotes depend on; null for the others.</summary>
    public static int? SizeOf(string kind) => kind switch
    {
        "pool_state" => ClmmPoolState.Size,
        "amm_config" => ClmmConfig.Size,
        "tick_array_state" => TickArray.Size,
        "tick_array_bitmap_extension" => TickArrayBitmap.ExtensionSize,
        _ => null,
    };
}
