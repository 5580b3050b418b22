using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Execution;

/// <summary>A message as a transaction that nobody has signed yet: what a node simulates.</summary>
internal static class Unsigned
{
    public static byte[] Of(ReadOnlySpan<byte> message)
    {
        // One signer: the signer's policy refuses any other number.
        var transaction = new byte[1 + Signature.Size + message.Length];
        transaction[0] = 1;
        message.CopyTo(transaction.AsSpan(1 + Signature.Size));
        return transaction;
    }
}
