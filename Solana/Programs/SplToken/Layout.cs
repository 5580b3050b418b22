using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.SplToken;

/// <summary>A mint of SPL Token or, without its extensions, of Token-2022. 82 bytes.</summary>
/// <remarks>Source: solana-program/token, interface/src/state.rs. An authority that was given up is null.</remarks>
public readonly record struct Mint(PublicKey? MintAuthority, ulong Supply, byte Decimals, PublicKey? FreezeAuthority)
{
    public const int Size = 82;

    /// <summary>Reads the account of either token program; the owner decides which lengths are allowed.</summary>
    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, out Mint mint)
    {
        mint = default;
        var refusal = TokenData.CheckShape(owner, data, Size, TokenData.MintType);
        return refusal == DecodeRefusal.None ? ReadBase(data, out mint) : refusal;
    }

    internal static DecodeRefusal ReadBase(ReadOnlySpan<byte> data, out Mint mint)
    {
        mint = default;
        if (!TokenData.TryOption(data, 0, out var mintAuthority) || !TokenData.TryOption(data, 46, out var freezeAuthority)) return DecodeRefusal.InvalidField;
        if (data[45] > 1) return DecodeRefusal.InvalidField;
        if (data[45] == 0) return DecodeRefusal.Uninitialized;
        mint = new Mint(mintAuthority, U64(data, 36), data[44], freezeAuthority);
        return DecodeRefusal.None;
    }
}

public enum TokenAccountState : byte { Uninitialized = 0, Initialized = 1, Frozen = 2 }

/// <summary>A token account of SPL Token or, without its extensions, of Token-2022. 165 bytes.</summary>
/// <param name="Amount">Base units.</param>
/// <param name="NativeReserve">Lamports kept for rent when the account holds wrapped SOL; null for other mints.</param>
public readonly record struct TokenAccount(
    PublicKey Mint, PublicKey Owner, ulong Amount, PublicKey? Delegate, TokenAccountState State,
    ulong? NativeReserve, ulong DelegatedAmount, PublicKey? CloseAuthority)
{
    public const int Size = 165;

    /// <summary>Reads the account of either token program; the owner decides which lengths are allowed.</summary>
    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, out TokenAccount account)
    {
        account = default;
        var refusal = TokenData.CheckShape(owner, data, Size, TokenData.AccountType);
        if (refusal != DecodeRefusal.None) return refusal;
        if (data[108] > (byte)TokenAccountState.Frozen) return DecodeRefusal.InvalidField;
        if (data[108] == 0) return DecodeRefusal.Uninitialized;
        if (!TokenData.TryOption(data, 72, out var delegateKey) || !TokenData.TryOption(data, 129, out var closeAuthority)) return DecodeRefusal.InvalidField;
        var nativeTag = U32(data, 109);
        if (nativeTag > 1) return DecodeRefusal.InvalidField;
        account = new TokenAccount(
            Key(data, 0), Key(data, 32), U64(data, 64), delegateKey, (TokenAccountState)data[108],
            nativeTag == 1 ? U64(data, 113) : null, U64(data, 121), closeAuthority);
        return DecodeRefusal.None;
    }
}

/// <summary>What the layouts of both token programs share.</summary>
internal static class TokenData
{
    /// <summary>A multisig has this many bytes in both programs; Token-2022 pads everything else away from it.</summary>
    public const int MultisigSize = 355;

    public const byte MintType = 1;
    public const byte AccountType = 2;

    /// <summary>The byte behind a full token account that tells mint from account; extensions follow it.</summary>
    public const int TypeAt = TokenAccount.Size;

    public const int ExtensionsAt = TypeAt + 1;

    public static DecodeRefusal CheckShape(PublicKey owner, ReadOnlySpan<byte> data, int size, byte type)
    {
        if (owner == ProgramIds.Token) return data.Length == size ? DecodeRefusal.None : DecodeRefusal.WrongLength;
        if (owner != ProgramIds.Token2022) return DecodeRefusal.WrongOwner;
        if (data.Length == size) return DecodeRefusal.None;
        if (data.Length <= TypeAt || data.Length == MultisigSize) return DecodeRefusal.WrongLength;
        if (data[TypeAt] != type) return DecodeRefusal.WrongDiscriminator;
        return data[size..TypeAt].IndexOfAnyExcept((byte)0) < 0 ? DecodeRefusal.None : DecodeRefusal.InvalidField;
    }

    /// <summary>A COption: a 32-bit tag of 0 or 1 and the key, which counts only with tag 1.</summary>
    public static bool TryOption(ReadOnlySpan<byte> data, int at, out PublicKey? key)
    {
        var tag = U32(data, at);
        key = tag == 1 ? Key(data, at + 4) : null;
        return tag <= 1;
    }
}
