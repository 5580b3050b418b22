using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>Gives back the bytes of parsed instructions that move lamports or tokens, so that one set of decoders serves every source.</summary>
/// <remarks>Sources: solana-sdk system-interface; SPL Token interface (tags 3, 7, 8, 12, 14, 15); agave transaction-status parse_token.rs for names.</remarks>
internal static class ParsedInstructions
{
    /// <summary>Null for what is not rebuilt.</summary>
    public static (ImmutableArray<PublicKey> Accounts, byte[] Data)? Rebuild(PublicKey program, string type, JsonElement? maybeInfo)
    {
        if (maybeInfo is not { ValueKind: JsonValueKind.Object } info) return null;
        if (program == ProgramIds.System) return System(type, info);
        return program == ProgramIds.Token || program == ProgramIds.Token2022 ? Token(type, info) : null;
    }

    private static (ImmutableArray<PublicKey>, byte[])? System(string type, JsonElement info)
    {
        var rebuilt = type switch
        {
            "transfer" => SystemProgram.Transfer(info.Key("source"), info.Key("destination"), info.U64("lamports")),
            "createAccount" => SystemProgram.CreateAccount(
                info.Key("source"), info.Key("newAccount"), info.U64("lamports"), info.U64("space"), info.Key("owner")),
            _ => null,
        };
        return rebuilt is null ? null : ([.. rebuilt.Accounts.Select(account => account.Key)], rebuilt.Data.ToArray());
    }

    private static (ImmutableArray<PublicKey>, byte[])? Token(string type, JsonElement info) => type switch
    {
        "transfer" => ([info.Key("source"), info.Key("destination"), .. Authority(info, "authority")], Amount(3, info.U64Text("amount"))),
        "transferChecked" => ([info.Key("source"), info.Key("mint"), info.Key("destination"), .. Authority(info, "authority")], Checked(12, info)),
        "mintTo" => ([info.Key("mint"), info.Key("account"), .. Authority(info, "mintAuthority")], Amount(7, info.U64Text("amount"))),
        "mintToChecked" => ([info.Key("mint"), info.Key("account"), .. Authority(info, "mintAuthority")], Checked(14, info)),
        "burn" => ([info.Key("account"), info.Key("mint"), .. Authority(info, "authority")], Amount(8, info.U64Text("amount"))),
        "burnChecked" => ([info.Key("account"), info.Key("mint"), .. Authority(info, "authority")], Checked(15, info)),
        _ => null,
    };

    private static ImmutableArray<PublicKey> Authority(JsonElement info, string name) => info.Maybe(name) is not null
        ? [info.Key(name)]
        : [info.Key("multisig" + char.ToUpperInvariant(name[0]) + name[1..]), .. info.MaybeArray("signers", JsonShape.Key)];

    private static byte[] Amount(byte tag, ulong amount)
    {
        var data = new byte[9];
        data[0] = tag;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), amount);
        return data;
    }

    private static byte[] Checked(byte tag, JsonElement info)
    {
        var amount = info.Member("tokenAmount");
        return [.. Amount(tag, amount.U64Text("amount")), amount.U8("decimals")];
    }
}
