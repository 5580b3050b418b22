using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.SplToken;

namespace Orchestrator.Solana.Programs.Token2022;

/// <summary>Reads Token-2022.</summary>
public sealed class Token2022Program : IProgram
{
    private static readonly Dictionary<ExtensionType, string> ExtensionNames = SnakeCase.NamesOf<ExtensionType>();

    public PublicKey Id => ProgramIds.Token2022;

    public string Name => "Token-2022";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded) =>
        TokenDecoding.ReadInstruction(this, TokenTag.PermissionedBurnExtension, instruction, out decoded);

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        if (data.Length <= TokenAccount.Size) return TokenDecoding.ReadAccount(this, data, out decoded);
        if (data[TokenData.TypeAt] == TokenData.MintType)
        {
            var refusal = TokenMint.Read(Id, data, out var mint);
            if (refusal != DecodeRefusal.None) return refusal;
            decoded = TokenDecoding.Account(this, "mint", [.. TokenDecoding.MintFields(mint.Base), .. MintFields(mint), Entries(data)]);
            return DecodeRefusal.None;
        }
        var account = TokenDecoding.ReadAccount(this, data, out var plain);
        if (account != DecodeRefusal.None || plain is null) return account;
        var walk = new ExtensionReader(data);
        while (walk.MoveNext()) { }
        if (walk.Refusal != DecodeRefusal.None) return walk.Refusal;
        decoded = plain with { Fields = [.. plain.Fields, Entries(data)] };
        return DecodeRefusal.None;
    }

    /// <summary>The program records no events.</summary>
    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        return DecodeRefusal.WrongDiscriminator;
    }

    public string? ErrorName(uint code) => TokenErrors.Name(code);

    private static Field[] MintFields(in TokenMint mint) =>
    [
        new("traps", mint.Traps == 0 ? Array.Empty<object>() : TrapNames(mint.Traps)),
        new("transfer_fee_basis_points", mint.NewerFee.BasisPoints), new("transfer_fee_maximum", mint.NewerFee.Maximum),
        new("transfer_fee_epoch", mint.NewerFeeEpoch), new("transfer_fee_basis_points_before", mint.OlderFee.BasisPoints),
        new("permanent_delegate", mint.PermanentDelegate), new("transfer_hook_program", mint.TransferHookProgram),
        new("close_authority", mint.CloseAuthority),
    ];

    private static object[] TrapNames(TokenTraps traps) =>
        [.. Enum.GetValues<TokenTraps>().Where(t => t != 0 && traps.HasFlag(t)).Select(t => (object)SnakeCase.Of(t.ToString()))];

    private static Field Entries(ReadOnlySpan<byte> data)
    {
        var found = new List<object>();
        var entries = new ExtensionReader(data);
        while (entries.MoveNext())
            found.Add(new Field[]
            {
                new("type", (ushort)entries.Type),
                new("name", ExtensionNames.GetValueOrDefault(entries.Type, "unknown")),
                new("value", entries.Value.ToArray()),
            });
        return new("extensions", found.ToArray());
    }
}
