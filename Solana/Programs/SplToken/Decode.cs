using System.Text;
using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.SplToken;

/// <summary>Reads SPL Token.</summary>
public sealed class SplTokenProgram : IProgram
{
    public PublicKey Id => ProgramIds.Token;

    public string Name => "SPL Token";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded) =>
        TokenDecoding.ReadInstruction(this, TokenTag.UiAmountToAmount, instruction, out decoded);

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded) =>
        TokenDecoding.ReadAccount(this, data, out decoded);

    /// <summary>The program records no events.</summary>
    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        return DecodeRefusal.WrongDiscriminator;
    }

    public string? ErrorName(uint code) => TokenErrors.Name(code);
}

/// <summary>What both token programs read alike.</summary>
internal static class TokenDecoding
{
    private static readonly Dictionary<TokenTag, string> Names = SnakeCase.NamesOf<TokenTag>();

    public static DecodeRefusal ReadInstruction(IProgram program, TokenTag last, in InstructionView view, out DecodedInstruction? decoded)
    {
        decoded = null;
        if (view.Program != program.Id) return DecodeRefusal.WrongOwner;
        if (view.Data.IsEmpty) return DecodeRefusal.WrongLength;
        var tag = (TokenTag)view.Data[0];
        // p-token, the newer SPL Token, took these three from Token-2022.
        var shared = tag is TokenTag.WithdrawExcessLamports or TokenTag.UnwrapLamports or TokenTag.Batch;
        if ((tag > last && !shared) || !Names.TryGetValue(tag, out var name)) return DecodeRefusal.WrongDiscriminator;
        var body = view.Data[1..];
        if (body.Length < TokenShapes.MinimumData(tag)) return DecodeRefusal.WrongLength;
        var roles = TokenShapes.Roles(tag);
        if (view.Accounts.Length < roles.Length) return DecodeRefusal.TooFewAccounts;
        var refusal = Fields(tag, body, out var fields);
        if (refusal != DecodeRefusal.None) return refusal;
        decoded = new DecodedInstruction
        {
            Program = program.Id, ProgramName = program.Name, Name = name,
            Fields = fields, Roles = roles, Movement = Movement(tag, view.Accounts, body),
        };
        return DecodeRefusal.None;
    }

    public static DecodeRefusal ReadAccount(IProgram program, ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        var refusal = Mint.Read(program.Id, data, out var mint);
        if (refusal == DecodeRefusal.None)
        {
            decoded = Account(program, "mint", MintFields(mint));
            return refusal;
        }
        // A mint that is one in shape keeps its own refusal.
        if (data.Length == Mint.Size || refusal is DecodeRefusal.InvalidField or DecodeRefusal.Uninitialized) return refusal;
        refusal = TokenAccount.Read(program.Id, data, out var account);
        if (refusal == DecodeRefusal.None) decoded = Account(program, "account", AccountFields(account));
        return refusal;
    }

    internal static DecodedAccount Account(IProgram program, string kind, IReadOnlyList<Field> fields) =>
        new() { Owner = program.Id, ProgramName = program.Name, Kind = kind, Fields = fields };

    internal static Field[] MintFields(in Mint mint) =>
    [
        new("mint_authority", mint.MintAuthority), new("supply", mint.Supply), new("decimals", mint.Decimals),
        new("freeze_authority", mint.FreezeAuthority),
    ];

    internal static Field[] AccountFields(in TokenAccount account) =>
    [
        new("mint", account.Mint), new("owner", account.Owner), new("amount", account.Amount), new("delegate", account.Delegate),
        new("state", account.State == TokenAccountState.Frozen ? "frozen" : "initialized"), new("native_reserve", account.NativeReserve),
        new("delegated_amount", account.DelegatedAmount), new("close_authority", account.CloseAuthority),
    ];

    private static DecodeRefusal Fields(TokenTag tag, ReadOnlySpan<byte> body, out Field[] fields)
    {
        fields = [];
        switch (tag)
        {
            case TokenTag.InitializeMint or TokenTag.InitializeMint2:
                if (!TryShortOption(body[33..], out var freeze)) return DecodeRefusal.InvalidField;
                fields = [new("decimals", body[0]), new("mint_authority", Key(body, 1)), new("freeze_authority", freeze)];
                break;
            case TokenTag.SetAuthority:
                if (!TryShortOption(body[1..], out var authority)) return DecodeRefusal.InvalidField;
                fields = [new("authority_type", body[0]), new("new_authority", authority)];
                break;
            case TokenTag.InitializeMintCloseAuthority:
                if (!TryShortOption(body, out var close)) return DecodeRefusal.InvalidField;
                fields = [new("close_authority", close)];
                break;
            case TokenTag.Transfer or TokenTag.Approve or TokenTag.MintTo or TokenTag.Burn or TokenTag.AmountToUiAmount:
                fields = [new("amount", U64(body, 0))];
                break;
            case TokenTag.TransferChecked or TokenTag.ApproveChecked or TokenTag.MintToChecked or TokenTag.BurnChecked:
                fields = [new("amount", U64(body, 0)), new("decimals", body[8])];
                break;
            case TokenTag.InitializeAccount2 or TokenTag.InitializeAccount3:
                fields = [new("owner", Key(body, 0))];
                break;
            case TokenTag.InitializePermanentDelegate:
                fields = [new("delegate", Key(body, 0))];
                break;
            case TokenTag.InitializeMultisig or TokenTag.InitializeMultisig2:
                fields = [new("m", body[0])];
                break;
            case TokenTag.UiAmountToAmount:
                fields = [new("ui_amount", Encoding.UTF8.GetString(body))];
                break;
            case TokenTag.TransferFeeExtension:
                fields = TransferFeeFields(body);
                break;
            default:
                if (!body.IsEmpty) fields = [new("data", body.ToArray())];
                break;
        }
        return DecodeRefusal.None;
    }

    private static Field[] TransferFeeFields(ReadOnlySpan<byte> body) => body[0] switch
    {
        TransferCheckedWithFee when body.Length >= 18 =>
            [new("extension_instruction", "transfer_checked_with_fee"), new("amount", U64(body, 1)), new("decimals", body[9]), new("fee", U64(body, 10))],
        SetTransferFee when body.Length >= 11 =>
            [new("extension_instruction", "set_transfer_fee"), new("basis_points", U16(body, 1)), new("maximum_fee", U64(body, 3))],
        _ => [new("data", body.ToArray())],
    };

    private const byte TransferCheckedWithFee = 1;
    private const byte SetTransferFee = 5;

    private static TokenMovement? Movement(TokenTag tag, ReadOnlySpan<PublicKey> accounts, ReadOnlySpan<byte> body) => tag switch
    {
        TokenTag.Transfer => new(accounts[0], accounts[1], accounts[2], U64(body, 0), 0, null),
        TokenTag.TransferChecked => new(accounts[0], accounts[2], accounts[3], U64(body, 0), 0, accounts[1]),
        TokenTag.MintTo or TokenTag.MintToChecked => new(null, accounts[1], accounts[2], U64(body, 0), 0, accounts[0]),
        TokenTag.Burn or TokenTag.BurnChecked => new(accounts[0], null, accounts[2], U64(body, 0), 0, accounts[1]),
        TokenTag.TransferFeeExtension when body[0] == TransferCheckedWithFee && body.Length >= 18 && accounts.Length >= 4 =>
            new(accounts[0], accounts[2], accounts[3], U64(body, 1), U64(body, 10), accounts[1]),
        _ => null,
    };

    /// <summary>An option with a one-byte tag, as instructions write it.</summary>
    private static bool TryShortOption(ReadOnlySpan<byte> data, out PublicKey? key)
    {
        key = null;
        if (data.IsEmpty) return false;
        if (data[0] == 0) return true;
        if (data[0] != 1 || data.Length < 1 + PublicKey.Size) return false;
        key = Key(data, 1);
        return true;
    }
}
