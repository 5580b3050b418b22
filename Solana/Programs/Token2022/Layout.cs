using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.SplToken;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.Token2022;

/// <summary>What a mint's issuer can do to its holders. Facts, not verdicts: a policy decides.</summary>
[Flags]
public enum TokenTraps : uint
{
    None = 0,
    /// <summary>Tokens can still be minted.</summary>
    MintAuthority = 1 << 0,
    /// <summary>Holders can be frozen.</summary>
    FreezeAuthority = 1 << 1,
    /// <summary>A fee above zero is withheld from transfers, now or from a later epoch.</summary>
    TransferFee = 1 << 2,
    /// <summary>Someone may raise the transfer fee; its effect comes two epochs later.</summary>
    TransferFeeAuthority = 1 << 3,
    /// <summary>New accounts start frozen.</summary>
    DefaultFrozen = 1 << 4,
    /// <summary>Cannot be transferred at all.</summary>
    NonTransferable = 1 << 5,
    /// <summary>Someone may move or burn anyone's tokens.</summary>
    PermanentDelegate = 1 << 6,
    /// <summary>A program decides on each transfer.</summary>
    TransferHook = 1 << 7,
    /// <summary>Someone may install such a program later.</summary>
    TransferHookAuthority = 1 << 8,
    /// <summary>Transfers can be paused.</summary>
    Pausable = 1 << 9,
    /// <summary>Transfers are paused now.</summary>
    Paused = 1 << 10,
    /// <summary>The mint can be closed once its supply is zero.</summary>
    MintCloseAuthority = 1 << 11,
    /// <summary>Balances or supply can be hidden.</summary>
    Confidential = 1 << 12,
    /// <summary>The amount shown grows with time; the amount held does not.</summary>
    InterestBearing = 1 << 13,
    /// <summary>The amount shown is scaled; the amount held is not.</summary>
    ScaledUiAmount = 1 << 14,
    /// <summary>Burning needs someone's signature.</summary>
    PermissionedBurn = 1 << 15,
    /// <summary>An extension newer than this reader.</summary>
    Unknown = 1u << 31,
}

/// <summary>A mint of either token program with everything its extensions say. A plain SPL mint has no extensions.</summary>
public readonly record struct TokenMint
{
    private const ulong FirstEpoch = 0;

    public Mint Base { get; private init; }
    public PublicKey Program { get; private init; }
    public TokenTraps Traps { get; private init; }

    /// <summary>Bit n: extension of type n is there. Types above 63 set <see cref="TokenTraps.Unknown"/> only.</summary>
    public ulong Extensions { get; private init; }

    public TransferFee OlderFee { get; private init; }
    public TransferFee NewerFee { get; private init; }

    /// <summary>The first epoch in which <see cref="NewerFee"/> holds.</summary>
    public ulong NewerFeeEpoch { get; private init; }

    /// <summary>Null when there is none, or when it was given up.</summary>
    public PublicKey? PermanentDelegate { get; private init; }
    public PublicKey? TransferHookProgram { get; private init; }
    public PublicKey? CloseAuthority { get; private init; }

    public bool Has(ExtensionType type) => (Extensions & (1UL << (int)type)) != 0;

    /// <summary>The fee that a transfer in this epoch pays.</summary>
    public TransferFee FeeIn(ulong epoch) => epoch >= NewerFeeEpoch ? NewerFee : OlderFee;

    /// <summary>A mint whose data was not read, taken to have no extension: right for SPL Token only.</summary>
    public static TokenMint Plain(byte decimals) => new() { Base = new Mint(null, 0, decimals, null), Program = ProgramIds.Token };

    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, out TokenMint mint)
    {
        mint = default;
        var refusal = Mint.Read(owner, data, out var plain);
        if (refusal != DecodeRefusal.None) return refusal;
        var found = new TokenMint
        {
            Base = plain, Program = owner, NewerFeeEpoch = FirstEpoch,
            Traps = (plain.MintAuthority is null ? 0 : TokenTraps.MintAuthority) | (plain.FreezeAuthority is null ? 0 : TokenTraps.FreezeAuthority),
        };
        var entries = new ExtensionReader(data);
        while (entries.MoveNext()) found = With(found, entries.Type, entries.Value);
        if (entries.Refusal != DecodeRefusal.None) return entries.Refusal;
        mint = found;
        return DecodeRefusal.None;
    }

    private static TokenMint With(TokenMint mint, ExtensionType type, ReadOnlySpan<byte> value)
    {
        var known = (ushort)type < 64;
        mint = mint with { Extensions = known ? mint.Extensions | (1UL << (int)type) : mint.Extensions };
        switch (type)
        {
            case ExtensionType.TransferFeeConfig:
                return WithFees(mint, value);
            case ExtensionType.MintCloseAuthority when Optional(value, 0) is { } authority:
                return mint with { CloseAuthority = authority, Traps = mint.Traps | TokenTraps.MintCloseAuthority };
            case ExtensionType.PermanentDelegate when Optional(value, 0) is { } holder:
                return mint with { PermanentDelegate = holder, Traps = mint.Traps | TokenTraps.PermanentDelegate };
            case ExtensionType.TransferHook:
                var hook = Optional(value, 32);
                return mint with
                {
                    TransferHookProgram = hook,
                    Traps = mint.Traps | (hook is null ? 0 : TokenTraps.TransferHook) | (Optional(value, 0) is null ? 0 : TokenTraps.TransferHookAuthority),
                };
            case ExtensionType.Pausable:
                return mint with { Traps = mint.Traps | (Optional(value, 0) is null ? 0 : TokenTraps.Pausable) | (value[32] == 0 ? 0 : TokenTraps.Paused) };
            default:
                return mint with { Traps = mint.Traps | TrapOf(type, value) };
        }
    }

    private static TokenTraps TrapOf(ExtensionType type, ReadOnlySpan<byte> value) => type switch
    {
        ExtensionType.DefaultAccountState => value[0] == (byte)TokenAccountState.Frozen ? TokenTraps.DefaultFrozen : 0,
        ExtensionType.NonTransferable => TokenTraps.NonTransferable,
        ExtensionType.ConfidentialTransferMint or ExtensionType.ConfidentialTransferFeeConfig or ExtensionType.ConfidentialMintBurn => TokenTraps.Confidential,
        ExtensionType.InterestBearingConfig => TokenTraps.InterestBearing,
        ExtensionType.ScaledUiAmount => TokenTraps.ScaledUiAmount,
        ExtensionType.PermissionedBurn => Optional(value, 0) is null ? 0 : TokenTraps.PermissionedBurn,
        ExtensionType.MintCloseAuthority or ExtensionType.PermanentDelegate or ExtensionType.MetadataPointer or ExtensionType.TokenMetadata
            or ExtensionType.GroupPointer or ExtensionType.TokenGroup or ExtensionType.GroupMemberPointer or ExtensionType.TokenGroupMember => 0,
        // An account's extension on a mint is as foreign as one with an unknown number.
        _ => TokenTraps.Unknown,
    };

    private static TokenMint WithFees(TokenMint mint, ReadOnlySpan<byte> value)
    {
        TransferFee older = new(U16(value, 88), U64(value, 80)), newer = new(U16(value, 106), U64(value, 98));
        var taken = older is { BasisPoints: > 0, Maximum: > 0 } || newer is { BasisPoints: > 0, Maximum: > 0 };
        return mint with
        {
            OlderFee = older, NewerFee = newer, NewerFeeEpoch = U64(value, 90),
            Traps = mint.Traps | (taken ? TokenTraps.TransferFee : 0) | (Optional(value, 0) is null ? 0 : TokenTraps.TransferFeeAuthority),
        };
    }

    /// <summary>An optional key that is absent when it is all zero.</summary>
    private static PublicKey? Optional(ReadOnlySpan<byte> value, int at)
    {
        var key = Key(value, at);
        return key == default ? null : key;
    }
}
