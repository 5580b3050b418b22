using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Anchor;
using static Orchestrator.Solana.Programs.Anchor.Wire;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>Accounts of Orca Whirlpool as named values.</summary>
/// <remarks>Layouts: orca-so/whirlpools, programs/whirlpool/src/state at 630c0e01.</remarks>
internal static class WhirlpoolAccounts
{
    /// <summary>Accounts that no quote depends on; longer ones have reserved space behind the fields.</summary>
    private static readonly ShapeTable Others = new(
        new("whirlpools_config", 0x9d1431e0_d957c1fe,
        [
            ("fee_authority", Wire.Key), ("collect_protocol_fees_authority", Wire.Key), ("reward_emissions_super_authority", Wire.Key),
            ("default_protocol_fee_rate", U16), ("feature_flags", U16),
        ]),
        new("fee_tier", 0x384b9f4c_8e44be69, [("whirlpools_config", Wire.Key), ("tick_spacing", U16), ("default_fee_rate", U16)]),
        new("adaptive_fee_tier", 0x93109074_2f92952e,
        [
            ("whirlpools_config", Wire.Key), ("fee_tier_index", U16), ("tick_spacing", U16), ("initialize_pool_authority", Wire.Key),
            ("delegated_fee_authority", Wire.Key), ("default_base_fee_rate", U16), ("filter_period", U16), ("decay_period", U16),
            ("reduction_factor", U16), ("adaptive_fee_control_factor", U32), ("max_volatility_accumulator", U32), ("tick_group_size", U16),
            ("major_swap_threshold_ticks", U16),
        ]),
        new("token_badge", 0x74dbcce5_f974ff96, [("whirlpools_config", Wire.Key), ("token_mint", Wire.Key)]),
        new("position_bundle", 0x81a9af41_b95f2064, [("position_bundle_mint", Wire.Key)]),
        new("whirlpools_config_extension", 0x0263d7a3_f01a993a,
            [("whirlpools_config", Wire.Key), ("config_extension_authority", Wire.Key), ("token_badge_authority", Wire.Key)]));

    public static DecodeRefusal Read(IProgram program, ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        string kind;
        Field[] fields;
        DecodeRefusal refusal;
        switch (LittleEndian.Discriminator(data))
        {
            case Whirlpool.Discriminator:
                refusal = Whirlpool.TryDecode(data, out var pool);
                (kind, fields) = ("whirlpool", pool is null ? [] : Fields(pool));
                break;
            case TickArray.FixedDiscriminator or TickArray.DynamicDiscriminator:
                refusal = TickArray.TryDecode(data, out var array);
                var dynamic = LittleEndian.Discriminator(data) == TickArray.DynamicDiscriminator;
                (kind, fields) = (dynamic ? "dynamic_tick_array" : "tick_array", array is null ? [] : Fields(array));
                break;
            case WhirlpoolOracle.Discriminator:
                refusal = WhirlpoolOracle.TryDecode(data, out var oracle);
                (kind, fields) = ("oracle", oracle is null ? [] : Fields(oracle));
                break;
            case Position.Discriminator:
                refusal = Position.TryDecode(data, out var position);
                (kind, fields) = ("position", position is null ? [] : Fields(position));
                break;
            default:
                refusal = Others.Read(data, out var shape, out fields);
                kind = shape?.Name ?? "";
                break;
        }
        if (refusal == DecodeRefusal.None)
            decoded = new DecodedAccount { Owner = program.Id, ProgramName = program.Name, Kind = kind, Fields = fields };
        return refusal;
    }

    private static Field[] Fields(Whirlpool pool) =>
    [
        new("whirlpools_config", pool.Config), new("whirlpool_bump", pool.Bump), new("tick_spacing", pool.TickSpacing),
        new("fee_tier_index", pool.FeeTierIndex), new("fee_rate", pool.FeeRate), new("protocol_fee_rate", pool.ProtocolFeeRate),
        new("liquidity", pool.Liquidity), new("sqrt_price", pool.SqrtPrice), new("tick_current_index", pool.TickCurrentIndex),
        new("protocol_fee_owed_a", pool.ProtocolFeeOwedA), new("protocol_fee_owed_b", pool.ProtocolFeeOwedB),
        new("token_mint_a", pool.MintA), new("token_vault_a", pool.VaultA), new("fee_growth_global_a", pool.FeeGrowthGlobalA),
        new("token_mint_b", pool.MintB), new("token_vault_b", pool.VaultB), new("fee_growth_global_b", pool.FeeGrowthGlobalB),
        new("reward_last_updated_timestamp", pool.RewardLastUpdated),
        new("reward_infos", pool.Rewards.Select(r => (object)new Field[]
        {
            new("mint", r.Mint), new("vault", r.Vault), new("extension", r.Extension),
            new("emissions_per_second_x64", r.EmissionsPerSecond), new("growth_global_x64", r.GrowthGlobal),
        }).ToArray()),
    ];

    private static Field[] Fields(TickArray array)
    {
        var ticks = new List<object>();
        for (var i = 0; i < TickArray.TickCount; i++)
            if (array.IsInitialized(i)) ticks.Add(new Field[] { new("offset", i), new("liquidity_net", array.LiquidityNet(i)) });
        return [new("start_tick_index", array.StartTick), new("whirlpool", array.Whirlpool), new("initialized_ticks", ticks.ToArray())];
    }

    private static Field[] Fields(WhirlpoolOracle oracle) =>
    [
        new("whirlpool", oracle.Whirlpool), new("trade_enable_timestamp", oracle.TradeEnableTime),
        new("filter_period", oracle.Constants.FilterPeriod), new("decay_period", oracle.Constants.DecayPeriod),
        new("reduction_factor", oracle.Constants.ReductionFactor), new("adaptive_fee_control_factor", oracle.Constants.ControlFactor),
        new("max_volatility_accumulator", oracle.Constants.MaxVolatility), new("tick_group_size", oracle.Constants.TickGroupSize),
        new("major_swap_threshold_ticks", oracle.Constants.MajorSwapThresholdTicks),
        new("last_reference_update_timestamp", oracle.Variables.LastReferenceUpdate), new("last_major_swap_timestamp", oracle.Variables.LastMajorSwap),
        new("volatility_reference", oracle.Variables.VolatilityReference), new("tick_group_index_reference", oracle.Variables.TickGroupReference),
        new("volatility_accumulator", oracle.Variables.Volatility),
    ];

    private static Field[] Fields(Position position) =>
    [
        new("whirlpool", position.Whirlpool), new("position_mint", position.Mint), new("liquidity", position.Liquidity),
        new("tick_lower_index", position.TickLower), new("tick_upper_index", position.TickUpper),
        new("fee_growth_checkpoint_a", position.FeeGrowthCheckpointA), new("fee_owed_a", position.FeeOwedA),
        new("fee_growth_checkpoint_b", position.FeeGrowthCheckpointB), new("fee_owed_b", position.FeeOwedB),
    ];
}
