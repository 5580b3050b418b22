using Orchestrator.Solana.Programs.Anchor;
using static Orchestrator.Solana.Programs.Anchor.Wire;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>Accounts of Meteora DLMM as named values.</summary>
/// <remarks>Layouts: MeteoraAg/dlmm-sdk, idls/dlmm.json (program 0.12.0) at fb02e51a.</remarks>
internal static class DlmmAccounts
{
    private const string BitmapKind = "bin_array_bitmap_extension";

    /// <summary>Accounts that no quote depends on, up to their first field of variable shape.</summary>
    private static readonly ShapeTable Others = new(
        new("oracle", 0x8bc283b3_8cb3e5f4, [("idx", U64), ("active_size", U64), ("length", U64)]),
        new("position_v2", 0x75b0d4c7_f5b485b6, [("lb_pair", Wire.Key), ("owner", Wire.Key)]),
        // The first layout of positions, still on chain.
        new("position", 0xaabc8fe4_7a40f7d0, [("lb_pair", Wire.Key), ("owner", Wire.Key)]),
        new("preset_parameter", 0xf23ef422_b5703aaa,
        [
            ("bin_step", U16), ("base_factor", U16), ("filter_period", U16), ("decay_period", U16), ("reduction_factor", U16),
            ("variable_fee_control", U32), ("max_volatility_accumulator", U32), ("min_bin_id", I32), ("max_bin_id", I32), ("protocol_share", U16),
        ]),
        new("preset_parameter2", 0xabec9473_a271deae,
        [
            ("bin_step", U16), ("base_factor", U16), ("filter_period", U16), ("decay_period", U16), ("variable_fee_control", U32),
            ("max_volatility_accumulator", U32), ("reduction_factor", U16), ("protocol_share", U16), ("index", U16), ("base_fee_power_factor", U8),
        ]),
        new(BitmapKind, BinArrayMap.ExtensionDiscriminator, [("lb_pair", Wire.Key)]),
        new("token_badge", 0x74dbcce5_f974ff96, [("token_mint", Wire.Key)]),
        new("limit_order", 0x89b7d45b_731d8de3, [("lb_pair", Wire.Key), ("owner", Wire.Key), ("bin_count", U16)]));

    public static DecodeRefusal Read(IProgram program, ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        string kind;
        Field[] fields;
        DecodeRefusal refusal;
        switch (LittleEndian.Discriminator(data))
        {
            case LbPair.Discriminator:
                refusal = LbPair.TryDecode(data, out var pair);
                (kind, fields) = ("lb_pair", pair is null ? [] : Fields(pair));
                break;
            case BinArray.Discriminator:
                refusal = BinArray.TryDecode(data, out var array);
                (kind, fields) = ("bin_array", array is null ? [] : Fields(array));
                break;
            default:
                refusal = Others.Read(data, out var shape, out fields);
                kind = shape?.Name ?? "";
                if (refusal == DecodeRefusal.None && kind == BitmapKind && data.Length != BinArrayMap.ExtensionSize) refusal = DecodeRefusal.WrongLength;
                break;
        }
        if (refusal == DecodeRefusal.None)
            decoded = new DecodedAccount { Owner = program.Id, ProgramName = program.Name, Kind = kind, Fields = fields };
        return refusal;
    }

    private static Field[] Fields(LbPair pair) =>
    [
        new("base_factor", pair.Fees.BaseFactor), new("filter_period", pair.Fees.FilterPeriod), new("decay_period", pair.Fees.DecayPeriod),
        new("reduction_factor", pair.Fees.ReductionFactor), new("variable_fee_control", pair.Fees.VariableFeeControl),
        new("max_volatility_accumulator", pair.Fees.VolatilityMax), new("protocol_share", pair.Fees.ProtocolShare),
        new("base_fee_power_factor", pair.Fees.BaseFeePower), new("volatility_accumulator", pair.Volatility.Accumulator),
        new("volatility_reference", pair.Volatility.Reference), new("index_reference", pair.Volatility.IndexReference),
        new("last_update_timestamp", pair.Volatility.LastUpdate), new("pair_type", SnakeCase.Of(pair.PairType.ToString())),
        new("active_id", pair.ActiveId), new("bin_step", pair.BinStep), new("enabled", pair.IsEnabled),
        new("activates_by_time", pair.ActivatesByTime), new("activation_point", pair.ActivationPoint), new("limit_orders", pair.HasLimitOrders),
        new("fees_in_y_only", pair.FeesInYOnly), new("token_x_mint", pair.MintX), new("token_y_mint", pair.MintY),
        new("reserve_x", pair.ReserveX), new("reserve_y", pair.ReserveY), new("oracle", pair.Oracle), new("creator", pair.Creator),
    ];

    private static Field[] Fields(BinArray array)
    {
        var bins = new List<object>();
        for (var id = array.LowestBin; id <= array.HighestBin; id++)
        {
            ref readonly var bin = ref array[id];
            if ((bin.X | bin.Y | bin.OpenOrder | bin.ProcessedOrderLeft) == 0) continue;
            bins.Add(new Field[]
            {
                new("id", id), new("amount_x", bin.X), new("amount_y", bin.Y), new("price", bin.Price),
                new("open_order_amount", bin.OpenOrder), new("processed_order_remaining_amount", bin.ProcessedOrderLeft),
            });
        }
        return [new("index", array.Index), new("lb_pair", array.Pair), new("bins", bins.ToArray())];
    }
}
