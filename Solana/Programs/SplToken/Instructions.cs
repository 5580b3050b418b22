using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.SplToken;

/// <summary>Instructions that SPL Token and Token-2022 read alike; the program is an argument.</summary>
/// <remarks>Source: solana-program/token-2022, interface/src/instruction.rs.</remarks>
public static class TokenInstructions
{
    /// <summary>Moves base units and states the decimals, so that a wrong mint fails on chain. With Token-2022 the mint's fee is withheld.</summary>
    public static Instruction TransferChecked(
        PublicKey program, PublicKey source, PublicKey mint, PublicKey destination, PublicKey authority, ulong amount, byte decimals)
    {
        var data = new byte[10];
        data[0] = (byte)TokenTag.TransferChecked;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), amount);
        data[9] = decimals;
        return new Instruction(program, [AccountMeta.Writable(source), AccountMeta.ReadOnly(mint), AccountMeta.Writable(destination), AccountMeta.Signer(authority)], data);
    }

    /// <summary>Moves base units. Token-2022 refuses it for mints with a transfer fee or hook.</summary>
    public static Instruction Transfer(PublicKey program, PublicKey source, PublicKey destination, PublicKey authority, ulong amount) =>
        new(program, [AccountMeta.Writable(source), AccountMeta.Writable(destination), AccountMeta.Signer(authority)], WithAmount(TokenTag.Transfer, amount));

    public static Instruction Burn(PublicKey program, PublicKey account, PublicKey mint, PublicKey authority, ulong amount) =>
        new(program, [AccountMeta.Writable(account), AccountMeta.Writable(mint), AccountMeta.Signer(authority)], WithAmount(TokenTag.Burn, amount));

    /// <summary>Closes an empty token account, or a wrapped SOL account with its balance, and pays its lamports out.</summary>
    public static Instruction CloseAccount(PublicKey program, PublicKey account, PublicKey destination, PublicKey authority) =>
        new(program, [AccountMeta.Writable(account), AccountMeta.Writable(destination), AccountMeta.Signer(authority)], new[] { (byte)TokenTag.CloseAccount });

    /// <summary>Makes a wrapped SOL account's amount follow its lamports.</summary>
    public static Instruction SyncNative(PublicKey program, PublicKey account) =>
        new(program, [AccountMeta.Writable(account)], new[] { (byte)TokenTag.SyncNative });

    /// <summary>Initialises an account that was created with the right size and owner before.</summary>
    public static Instruction InitializeAccount3(PublicKey program, PublicKey account, PublicKey mint, PublicKey owner)
    {
        var data = new byte[1 + PublicKey.Size];
        data[0] = (byte)TokenTag.InitializeAccount3;
        owner.CopyTo(data.AsSpan(1));
        return new Instruction(program, [AccountMeta.Writable(account), AccountMeta.ReadOnly(mint)], data);
    }

    private static byte[] WithAmount(TokenTag tag, ulong amount)
    {
        var data = new byte[9];
        data[0] = (byte)tag;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), amount);
        return data;
    }
}
