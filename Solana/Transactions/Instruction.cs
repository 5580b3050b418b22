using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>What an account is to a transaction. Flags: 1 writable, 2 signer.</summary>
[Flags]
public enum AccountRole : byte
{
    ReadOnly = 0,
    Writable = 1,
    Signer = 2,
    SignerWritable = Signer | Writable,
}

/// <summary>An account and what one instruction asks of it.</summary>
public readonly record struct AccountMeta(PublicKey Key, AccountRole Role)
{
    public bool IsSigner => (Role & AccountRole.Signer) != 0;

    public bool IsWritable => (Role & AccountRole.Writable) != 0;

    public static AccountMeta ReadOnly(PublicKey key) => new(key, AccountRole.ReadOnly);

    public static AccountMeta Writable(PublicKey key) => new(key, AccountRole.Writable);

    public static AccountMeta Signer(PublicKey key) => new(key, AccountRole.Signer);

    public static AccountMeta SignerWritable(PublicKey key) => new(key, AccountRole.SignerWritable);
}

/// <summary>A call to a program, before it is compiled into a message.</summary>
public sealed record Instruction(PublicKey ProgramId, ImmutableArray<AccountMeta> Accounts, ReadOnlyMemory<byte> Data);
