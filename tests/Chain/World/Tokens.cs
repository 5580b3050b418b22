using System.Buffers.Binary;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.World;

/// <summary>SPL Token accounts as bytes. Layout: solana-program/token, interface/src/state.rs.</summary>
public static class Tokens
{
    private const int MintBytes = 82;
    private const int AccountBytes = 165;

    public static ChainAccount Mint(PublicKey mint, byte decimals, ulong supply, PublicKey authority)
    {
        var data = new byte[MintBytes];
        data[0] = 1;
        authority.CopyTo(data.AsSpan(4));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(36), supply);
        data[44] = decimals;
        data[45] = 1;
        return ChainAccount.Of(mint, ProgramIds.Token, data);
    }

    public static ChainAccount Account(PublicKey account, PublicKey mint, PublicKey owner, ulong amount)
    {
        var data = new byte[AccountBytes];
        mint.CopyTo(data);
        owner.CopyTo(data.AsSpan(32));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(64), amount);
        data[108] = 1;
        return ChainAccount.Of(account, ProgramIds.Token, data);
    }

    /// <summary>A token account of any mint, wrapped SOL included.</summary>
    public static ChainAccount Of(PublicKey account, PublicKey mint, PublicKey owner, ulong amount) =>
        mint == Mints.WrappedSol ? Wrapped(account, owner, amount) : Account(account, mint, owner, amount);

    /// <summary>Wrapped SOL: the account's own lamports, over its rent, are its tokens.</summary>
    public static ChainAccount Wrapped(PublicKey account, PublicKey owner, ulong amount)
    {
        var plain = Account(account, Mints.WrappedSol, owner, amount);
        BinaryPrimitives.WriteUInt32LittleEndian(plain.Data.AsSpan(109), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(plain.Data.AsSpan(113), plain.Lamports);
        return plain with { Lamports = plain.Lamports + amount };
    }
}
