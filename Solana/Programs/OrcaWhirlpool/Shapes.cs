using Orchestrator.Solana.Programs.Anchor;
using static Orchestrator.Solana.Programs.Anchor.Wire;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>Instructions and events of Orca Whirlpool that are read.</summary>
/// <remarks>Source: orca-so/whirlpools, programs/whirlpool/src/lib.rs and events.rs at 630c0e01.</remarks>
internal static class WhirlpoolShapes
{
    private static readonly (string, Wire)[] SwapFields =
        [("amount", U64), ("other_amount_threshold", U64), ("sqrt_price_limit", U128), ("amount_specified_is_input", Bool), ("a_to_b", Bool)];

    private static readonly (string, Wire)[] TwoHopFields =
    [
        ("amount", U64), ("other_amount_threshold", U64), ("amount_specified_is_input", Bool), ("a_to_b_one", Bool), ("a_to_b_two", Bool),
        ("sqrt_price_limit_one", U128), ("sqrt_price_limit_two", U128),
    ];

    private static readonly string[] ModifyRoles =
    [
        "whirlpool", "token_program", "position_authority", "position", "position_token_account", "token_owner_account_a",
        "token_owner_account_b", "token_vault_a", "token_vault_b", "tick_array_lower", "tick_array_upper",
    ];

    private static readonly string[] ModifyV2Roles =
    [
        "whirlpool", "token_program_a", "token_program_b", "memo_program", "position_authority", "position", "position_token_account",
        "token_mint_a", "token_mint_b", "token_owner_account_a", "token_owner_account_b", "token_vault_a", "token_vault_b",
        "tick_array_lower", "tick_array_upper",
    ];

    public static readonly ShapeTable Instructions = new(
        new("swap", WhirlpoolInstructions.SwapDiscriminator, SwapFields,
            "token_program", "token_authority", "whirlpool", "token_owner_account_a", "token_vault_a", "token_owner_account_b",
            "token_vault_b", "tick_array_0", "tick_array_1", "tick_array_2", "oracle"),
        new("swap_v2", WhirlpoolInstructions.SwapV2Discriminator, SwapFields,
            "token_program_a", "token_program_b", "memo_program", "token_authority", "whirlpool", "token_mint_a", "token_mint_b",
            "token_owner_account_a", "token_vault_a", "token_owner_account_b", "token_vault_b", "tick_array_0", "tick_array_1", "tick_array_2", "oracle"),
        new("two_hop_swap", WhirlpoolInstructions.TwoHopDiscriminator, TwoHopFields,
            "token_program", "token_authority", "whirlpool_one", "whirlpool_two", "token_owner_account_one_a", "token_vault_one_a",
            "token_owner_account_one_b", "token_vault_one_b", "token_owner_account_two_a", "token_vault_two_a", "token_owner_account_two_b",
            "token_vault_two_b", "tick_array_one_0", "tick_array_one_1", "tick_array_one_2", "tick_array_two_0", "tick_array_two_1",
            "tick_array_two_2", "oracle_one", "oracle_two"),
        new("two_hop_swap_v2", 0xba8fd11d_fe02c275, TwoHopFields,
            "whirlpool_one", "whirlpool_two", "token_mint_input", "token_mint_intermediate", "token_mint_output", "token_program_input",
            "token_program_intermediate", "token_program_output", "token_owner_account_input", "token_vault_one_input",
            "token_vault_one_intermediate", "token_vault_two_intermediate", "token_vault_two_output", "token_owner_account_output",
            "token_authority", "tick_array_one_0", "tick_array_one_1", "tick_array_one_2", "tick_array_two_0", "tick_array_two_1",
            "tick_array_two_2", "oracle_one", "oracle_two", "memo_program"),
        new("initialize_pool", 0x5fb40aac_54aee828, [("whirlpool_bump", U8), ("tick_spacing", U16), ("initial_sqrt_price", U128)],
            "whirlpools_config", "token_mint_a", "token_mint_b", "funder", "whirlpool", "token_vault_a", "token_vault_b", "fee_tier",
            "token_program", "system_program", "rent"),
        new("initialize_pool_v2", 0xcf2d57f2_1b3fcc43, [("tick_spacing", U16), ("initial_sqrt_price", U128)],
            "whirlpools_config", "token_mint_a", "token_mint_b", "token_badge_a", "token_badge_b", "funder", "whirlpool", "token_vault_a",
            "token_vault_b", "fee_tier", "token_program_a", "token_program_b", "system_program", "rent"),
        new("initialize_pool_with_adaptive_fee", 0x8f5e604c_ac7c77c7, [("initial_sqrt_price", U128), ("trade_enable_timestamp", OptionU64)],
            "whirlpools_config", "token_mint_a", "token_mint_b", "token_badge_a", "token_badge_b", "funder", "initialize_pool_authority",
            "whirlpool", "oracle", "token_vault_a", "token_vault_b", "adaptive_fee_tier", "token_program_a", "token_program_b", "system_program", "rent"),
        new("increase_liquidity", 0x2e9cf376_0dcdfbb2, [("liquidity_amount", U128), ("token_max_a", U64), ("token_max_b", U64)], ModifyRoles),
        new("decrease_liquidity", 0xa026d06f_685b2c01, [("liquidity_amount", U128), ("token_min_a", U64), ("token_min_b", U64)], ModifyRoles),
        new("increase_liquidity_v2", 0x851d59df_45eeb00a, [("liquidity_amount", U128), ("token_max_a", U64), ("token_max_b", U64)], ModifyV2Roles),
        new("decrease_liquidity_v2", 0x3a7fbc3e_4f52c460, [("liquidity_amount", U128), ("token_min_a", U64), ("token_min_b", U64)], ModifyV2Roles),
        new("increase_liquidity_by_token_amounts_v2", 0xeffb097c_d2c6352b, [], ModifyV2Roles),
        new("open_position", 0x87802f4d_0f98f031, [("position_bump", U8), ("tick_lower_index", I32), ("tick_upper_index", I32)],
            "funder", "owner", "position", "position_mint", "position_token_account", "whirlpool", "token_program", "system_program", "rent",
            "associated_token_program"),
        new("open_position_with_metadata", 0xf21d8630_3a6e0e3c,
            [("position_bump", U8), ("metadata_bump", U8), ("tick_lower_index", I32), ("tick_upper_index", I32)],
            "funder", "owner", "position", "position_mint", "position_metadata_account", "position_token_account", "whirlpool", "token_program",
            "system_program", "rent", "associated_token_program", "metadata_program", "metadata_update_auth"),
        new("open_position_with_token_extensions", 0xd42f5f5c_726683fa,
            [("tick_lower_index", I32), ("tick_upper_index", I32), ("with_token_metadata_extension", Bool)],
            "funder", "owner", "position", "position_mint", "position_token_account", "whirlpool", "token_2022_program", "system_program",
            "associated_token_program", "metadata_update_auth"),
        new("close_position", 0x7b865100_31446262, [],
            "position_authority", "receiver", "position", "position_mint", "position_token_account", "token_program"),
        new("close_position_with_token_extensions", 0x01b6873b_9b1963df, [],
            "position_authority", "receiver", "position", "position_mint", "position_token_account", "token_2022_program"),
        new("initialize_tick_array", 0x0bbcc1d6_8d5b95b8, [("start_tick_index", I32)], "whirlpool", "funder", "tick_array", "system_program"),
        new("initialize_dynamic_tick_array", 0x2921a5c8_78e78e32, [("start_tick_index", I32), ("idempotent", Bool)],
            "whirlpool", "funder", "tick_array", "system_program"),
        new("collect_fees", 0xa498cf63_1eba13b6, [],
            "whirlpool", "position_authority", "position", "position_token_account", "token_owner_account_a", "token_vault_a",
            "token_owner_account_b", "token_vault_b", "token_program"),
        new("collect_fees_v2", 0xcf755fbf_e5b4e20f, [],
            "whirlpool", "position_authority", "position", "position_token_account", "token_mint_a", "token_mint_b", "token_owner_account_a",
            "token_vault_a", "token_owner_account_b", "token_vault_b", "token_program_a", "token_program_b", "memo_program"),
        new("collect_reward", 0x46058457_56ebb122, [("reward_index", U8)],
            "whirlpool", "position_authority", "position", "position_token_account", "reward_owner_account", "reward_vault", "token_program"),
        new("collect_reward_v2", 0xb16b25b4_a01331d1, [("reward_index", U8)],
            "whirlpool", "position_authority", "position", "position_token_account", "reward_owner_account", "reward_mint", "reward_vault",
            "reward_token_program", "memo_program"),
        new("collect_protocol_fees", 0x16431762_96b246dc, [],
            "whirlpools_config", "whirlpool", "collect_protocol_fees_authority", "token_vault_a", "token_vault_b", "token_destination_a",
            "token_destination_b", "token_program"),
        new("collect_protocol_fees_v2", 0x6780de86_72c816c8, [],
            "whirlpools_config", "whirlpool", "collect_protocol_fees_authority", "token_mint_a", "token_mint_b", "token_vault_a", "token_vault_b",
            "token_destination_a", "token_destination_b", "token_program_a", "token_program_b", "memo_program"),
        new("update_fees_and_rewards", 0x9ae6fa0d_ecd14bdf, [], "whirlpool", "position", "tick_array_lower", "tick_array_upper"),
        new("set_fee_rate", 0x35f38941_088c9e06, [("fee_rate", U16)], "whirlpools_config", "whirlpool", "fee_authority"),
        new("set_protocol_fee_rate", 0x5f070432_9a4f9c83, [("protocol_fee_rate", U16)], "whirlpools_config", "whirlpool", "fee_authority"),
        new("initialize_fee_tier", 0xb74a9ca0_70022a1e, [("tick_spacing", U16), ("default_fee_rate", U16)],
            "config", "fee_tier", "funder", "fee_authority", "system_program"),
        new("initialize_reward_v2", 0x5b014d32_ebe58531, [("reward_index", U8)],
            "reward_authority", "funder", "whirlpool", "reward_mint", "reward_token_badge", "reward_vault", "reward_token_program",
            "system_program", "rent"),
        new("set_reward_emissions_v2", 0x72e44820_c130a066, [("reward_index", U8), ("emissions_per_second_x64", U128)],
            "whirlpool", "reward_authority", "reward_vault"),
        new("initialize_config_extension", 0x37093509_7239d134, [], "config", "config_extension", "funder", "fee_authority", "system_program"),
        new("initialize_token_badge", 0xfd4dcd5f_1be059df, [],
            "whirlpools_config", "whirlpools_config_extension", "token_badge_authority", "token_mint", "token_badge", "funder", "system_program"),
        new("set_collect_protocol_fees_authority", 0x22965df4_8be1e943, [],
            "whirlpools_config", "collect_protocol_fees_authority", "new_collect_protocol_fees_authority"),
        new("close_bundled_position", 0x2924d8f5_1b556743, [("bundle_index", U16)],
            "bundled_position", "position_bundle", "position_bundle_token_account", "position_bundle_authority", "receiver"));

    public static readonly ShapeTable Events = new(
        new("pool_created", 0x6476ad57_0cc6fee5,
        [
            ("whirlpool", Key), ("whirlpools_config", Key), ("token_mint_a", Key), ("token_mint_b", Key), ("tick_spacing", U16),
            ("token_program_a", Key), ("token_program_b", Key), ("decimals_a", U8), ("decimals_b", U8), ("initial_sqrt_price", U128),
        ]),
        new("swap", 0xe1ca49af_932ba096,
        [
            ("whirlpool", Key), ("a_to_b", Bool), ("pre_sqrt_price", U128), ("post_sqrt_price", U128), ("input_amount", U64),
            ("output_amount", U64), ("input_transfer_fee", U64), ("output_transfer_fee", U64), ("lp_fee", U64), ("protocol_fee", U64),
        ]),
        new("liquidity_increased", 0x1e0790b5_66fe9ba1,
        [
            ("whirlpool", Key), ("position", Key), ("tick_lower_index", I32), ("tick_upper_index", I32), ("liquidity", U128),
            ("token_a_amount", U64), ("token_b_amount", U64), ("token_a_transfer_fee", U64), ("token_b_transfer_fee", U64),
        ]),
        new("liquidity_decreased", 0xa6012447_70cab5ab,
        [
            ("whirlpool", Key), ("position", Key), ("tick_lower_index", I32), ("tick_upper_index", I32), ("liquidity", U128),
            ("token_a_amount", U64), ("token_b_amount", U64), ("token_a_transfer_fee", U64), ("token_b_transfer_fee", U64),
        ]));
}
