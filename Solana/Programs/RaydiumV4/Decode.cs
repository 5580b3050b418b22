using System.Diagnostics.CodeAnalysis;
using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.RaydiumV4;

/// <summary>Reads Raydium v4. Its events are "ray_log" lines.</summary>
public sealed class RaydiumV4Program : IProgram
{
    /// <summary>With an order book. The 2026 source drops two of these accounts; the number tells which is meant.</summary>
    internal static readonly string[] Initialize2Roles =
    [
        "token_program", "associated_token_program", "system_program", "rent", "amm", "authority", "open_orders", "lp_mint", "coin_mint",
        "pc_mint", "coin_vault", "pc_vault", "target_orders", "config", "create_fee_destination", "market_program", "market", "creator",
        "user_coin", "user_pc", "user_lp",
    ];
    internal static readonly string[] Initialize2RolesWithoutOrders =
        [.. Initialize2Roles.Where(role => role is not ("open_orders" or "market_program"))];

    private static readonly string[] SwapRoles =
    [
        "token_program", "amm", "authority", "open_orders", "coin_vault", "pc_vault", "market_program", "market", "bids", "asks",
        "event_queue", "market_coin_vault", "market_pc_vault", "market_vault_signer", "user_source", "user_destination", "user_owner",
    ];
    private static readonly string[] SwapRolesWithTarget = [.. SwapRoles[..4], "target_orders", .. SwapRoles[4..]];
    private static readonly string[] SwapV2Roles =
        ["token_program", "amm", "authority", "coin_vault", "pc_vault", "user_source", "user_destination", "user_owner"];
    private static readonly Dictionary<RaydiumV4Tag, string> Names = SnakeCase.NamesOf<RaydiumV4Tag>();

    public PublicKey Id => ProgramIds.RaydiumV4;

    public string Name => "Raydium v4";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        decoded = null;
        if (instruction.Program != Id) return DecodeRefusal.WrongOwner;
        if (instruction.Data.IsEmpty) return DecodeRefusal.WrongLength;
        var tag = (RaydiumV4Tag)instruction.Data[0];
        if (!Names.TryGetValue(tag, out var name)) return DecodeRefusal.WrongDiscriminator;
        decoded = new DecodedInstruction { Program = Id, ProgramName = Name, Name = name };
        var refusal = tag switch
        {
            RaydiumV4Tag.Initialize2 => Initialize2(instruction, ref decoded),
            RaydiumV4Tag.SwapBaseIn or RaydiumV4Tag.SwapBaseOut or RaydiumV4Tag.SwapBaseInV2 or RaydiumV4Tag.SwapBaseOutV2 => Swap(tag, instruction, ref decoded),
            _ => Other(tag, instruction.Data[1..], ref decoded),
        };
        if (refusal != DecodeRefusal.None) decoded = null;
        return refusal;
    }

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        var refusal = AmmInfo.Read(Id, data, out var amm);
        if (refusal != DecodeRefusal.None) return refusal;
        decoded = new DecodedAccount
        {
            Owner = Id, ProgramName = Name, Kind = "amm_info",
            Fields =
            [
                new("status", (byte)amm!.Status), new("status_name", SnakeCase.Of(amm.Status.ToString())), new("nonce", amm.Nonce),
                new("coin_decimals", amm.CoinDecimals), new("pc_decimals", amm.PcDecimals),
                new("swap_fee_numerator", amm.SwapFeeNumerator), new("swap_fee_denominator", amm.SwapFeeDenominator),
                new("need_take_pnl_coin", amm.NeedTakePnlCoin), new("need_take_pnl_pc", amm.NeedTakePnlPc), new("pool_open_time", amm.OpenTime),
                new("coin_vault", amm.CoinVault), new("pc_vault", amm.PcVault), new("coin_mint", amm.CoinMint), new("pc_mint", amm.PcMint),
                new("lp_mint", amm.LpMint), new("open_orders", amm.OpenOrders), new("market", amm.Market), new("market_program", amm.MarketProgram),
                new("target_orders", amm.TargetOrders), new("amm_owner", amm.Owner), new("lp_amount", amm.LpAmount), new("recent_epoch", amm.RecentEpoch),
            ],
        };
        return DecodeRefusal.None;
    }

    /// <summary>The bytes behind "ray_log: ".</summary>
    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded) => RayLog.Read(data, out decoded);

    public bool TryReadLog(ReadOnlySpan<char> line, [NotNullWhen(true)] out DecodedEvent? decoded) => RayLog.TryReadLine(line, out decoded);

    public string? ErrorName(uint code) => RaydiumV4Errors.Name(code);

    private static DecodeRefusal Initialize2(in InstructionView view, ref DecodedInstruction decoded)
    {
        if (view.Data.Length < 26) return DecodeRefusal.WrongLength;
        var accounts = view.Accounts;
        if (accounts.Length < Initialize2RolesWithoutOrders.Length) return DecodeRefusal.TooFewAccounts;
        var roles = accounts.Length < Initialize2Roles.Length ? Initialize2RolesWithoutOrders : Initialize2Roles;
        var lp = Array.IndexOf(roles, "lp_mint");
        ulong openTime = U64(view.Data, 2), pc = U64(view.Data, 10), coin = U64(view.Data, 18);
        decoded = decoded with
        {
            Roles = roles,
            Fields = [new("nonce", view.Data[1]), new("open_time", openTime), new("init_pc_amount", pc), new("init_coin_amount", coin)],
            Creation = new PoolCreation(accounts[4], accounts[lp + 1], accounts[lp + 2], accounts[Array.IndexOf(roles, "creator")])
            {
                LpMint = accounts[lp], VaultA = accounts[lp + 3], VaultB = accounts[lp + 4], AmountA = coin, AmountB = pc, OpenTime = openTime,
            },
        };
        return DecodeRefusal.None;
    }

    private static DecodeRefusal Swap(RaydiumV4Tag tag, in InstructionView view, ref DecodedInstruction decoded)
    {
        if (view.Data.Length < 17) return DecodeRefusal.WrongLength;
        var isV2 = tag is RaydiumV4Tag.SwapBaseInV2 or RaydiumV4Tag.SwapBaseOutV2;
        var roles = isV2 ? SwapV2Roles : view.Accounts.Length == SwapRolesWithTarget.Length ? SwapRolesWithTarget : SwapRoles;
        if (view.Accounts.Length < roles.Length) return DecodeRefusal.TooFewAccounts;
        var exactIn = tag is RaydiumV4Tag.SwapBaseIn or RaydiumV4Tag.SwapBaseInV2;
        ulong first = U64(view.Data, 1), second = U64(view.Data, 9);
        var coinVault = Array.IndexOf(roles, "coin_vault");
        var user = roles.Length - 3;
        var accounts = view.Accounts;
        decoded = decoded with
        {
            Roles = roles,
            Fields = exactIn
                ? [new("amount_in", first), new("minimum_amount_out", second)]
                : [new("max_amount_in", first), new("amount_out", second)],
            Swaps =
            [
                new SwapRequest(accounts[1], accounts[user + 2], accounts[user], accounts[user + 1], exactIn, exactIn ? first : second, exactIn ? second : first)
                {
                    VaultA = accounts[coinVault], VaultB = accounts[coinVault + 1],
                },
            ],
        };
        return DecodeRefusal.None;
    }

    private static DecodeRefusal Other(RaydiumV4Tag tag, ReadOnlySpan<byte> body, ref DecodedInstruction decoded)
    {
        if (tag == RaydiumV4Tag.Deposit)
        {
            if (body.Length < 24) return DecodeRefusal.WrongLength;
            decoded = decoded with
            {
                Fields =
                [
                    new("max_coin_amount", U64(body, 0)), new("max_pc_amount", U64(body, 8)), new("base_side", U64(body, 16)),
                    new("other_amount_min", body.Length >= 32 ? U64(body, 24) : null),
                ],
            };
        }
        else if (tag == RaydiumV4Tag.Withdraw)
        {
            if (body.Length < 8) return DecodeRefusal.WrongLength;
            var limits = body.Length >= 24;
            decoded = decoded with
            {
                Fields = [new("amount", U64(body, 0)), new("min_coin_amount", limits ? U64(body, 8) : null), new("min_pc_amount", limits ? U64(body, 16) : null)],
            };
        }
        else if (!body.IsEmpty)
        {
            decoded = decoded with { Fields = [new("data", body.ToArray())] };
        }
        return DecodeRefusal.None;
    }
}
