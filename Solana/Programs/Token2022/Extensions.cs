using Orchestrator.Solana.Programs.SplToken;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.Token2022;

/// <summary>Kinds of data that follow a Token-2022 mint or account.</summary>
/// <remarks>Source: solana-program/token-2022, interface/src/extension/mod.rs at 426400f2.</remarks>
public enum ExtensionType : ushort
{
    Uninitialized = 0, TransferFeeConfig = 1, TransferFeeAmount = 2, MintCloseAuthority = 3, ConfidentialTransferMint = 4,
    ConfidentialTransferAccount = 5, DefaultAccountState = 6, ImmutableOwner = 7, MemoTransfer = 8, NonTransferable = 9,
    InterestBearingConfig = 10, CpiGuard = 11, PermanentDelegate = 12, NonTransferableAccount = 13, TransferHook = 14,
    TransferHookAccount = 15, ConfidentialTransferFeeConfig = 16, ConfidentialTransferFeeAmount = 17, MetadataPointer = 18,
    TokenMetadata = 19, GroupPointer = 20, TokenGroup = 21, GroupMemberPointer = 22, TokenGroupMember = 23,
    ConfidentialMintBurn = 24, ScaledUiAmount = 25, Pausable = 26, PausableAccount = 27, PermissionedBurn = 28,
}

/// <summary>Walks the type-length-value entries behind a Token-2022 mint or account, without a copy.</summary>
public ref struct ExtensionReader
{
    private const int HeaderSize = 4;
    private readonly ReadOnlySpan<byte> _entries;
    private int _next;

    /// <param name="data">The whole account, whose shape was checked before.</param>
    public ExtensionReader(ReadOnlySpan<byte> data)
    {
        _entries = data.Length > TokenData.ExtensionsAt ? data[TokenData.ExtensionsAt..] : default;
        Refusal = DecodeRefusal.None;
    }

    public ExtensionType Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Why the walk ended early; None when it reached the end.</summary>
    public DecodeRefusal Refusal { get; private set; }

    public bool MoveNext()
    {
        var rest = _entries[_next..];
        // One spare byte, or an uninitialised type, ends the list: the program reads it so too.
        if (rest.Length < 2 || (ExtensionType)U16(rest, 0) == ExtensionType.Uninitialized) return false;
        if (rest.Length < HeaderSize) return Stop(DecodeRefusal.WrongLength);
        var length = U16(rest, 2);
        if (rest.Length < HeaderSize + length) return Stop(DecodeRefusal.WrongLength);
        Type = (ExtensionType)U16(rest, 0);
        Value = rest.Slice(HeaderSize, length);
        if (SizeOf(Type) is { } size && size != length) return Stop(DecodeRefusal.WrongLength);
        _next += HeaderSize + length;
        return true;
    }

    /// <summary>Bytes of a value; null for those of variable length and for types that nobody here knows.</summary>
    public static int? SizeOf(ExtensionType type) => type switch
    {
        ExtensionType.TransferFeeConfig => 108,
        ExtensionType.TransferFeeAmount => 8,
        ExtensionType.MintCloseAuthority or ExtensionType.PermanentDelegate or ExtensionType.PermissionedBurn => 32,
        ExtensionType.ConfidentialTransferMint => 65,
        ExtensionType.ConfidentialTransferAccount => 295,
        ExtensionType.DefaultAccountState or ExtensionType.MemoTransfer or ExtensionType.CpiGuard or ExtensionType.TransferHookAccount => 1,
        ExtensionType.ImmutableOwner or ExtensionType.NonTransferable or ExtensionType.NonTransferableAccount or ExtensionType.PausableAccount => 0,
        ExtensionType.InterestBearingConfig => 52,
        ExtensionType.TransferHook or ExtensionType.ConfidentialTransferFeeAmount or ExtensionType.MetadataPointer
            or ExtensionType.GroupPointer or ExtensionType.GroupMemberPointer => 64,
        ExtensionType.ConfidentialTransferFeeConfig => 129,
        ExtensionType.TokenGroup => 80,
        ExtensionType.TokenGroupMember => 72,
        ExtensionType.ConfidentialMintBurn => 196,
        ExtensionType.ScaledUiAmount => 56,
        ExtensionType.Pausable => 33,
        _ => null,
    };

    private bool Stop(DecodeRefusal refusal)
    {
        Refusal = refusal;
        return false;
    }
}
