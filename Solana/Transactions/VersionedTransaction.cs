using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>A message with one signature for each signer, in the order of its first keys.</summary>
public sealed class VersionedTransaction(ImmutableArray<Signature> signatures, Message message)
{
    /// <summary>IPv6 minimum MTU less headers: what fits one packet, hence the network's limit in bytes.</summary>
    public const int SizeMax = 1_232;

    private const int SignerSize = Keys.Signature.Size;

    public ImmutableArray<Signature> Signatures { get; } = signatures;

    public Message Message { get; } = message;

    /// <summary>The transaction's id: its fee payer's signature.</summary>
    public Signature Id => Signatures[0];

    public int Size => CompactU16.SizeOf(Signatures.Length) + (Signatures.Length * SignerSize) + Message.Size;

    /// <summary>Writes the wire bytes; returns their number.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Size"/>.</exception>
    public int Encode(Span<byte> destination)
    {
        var at = CompactU16.Write(destination, Signatures.Length);
        var signatures = MemoryMarshal.AsBytes(Signatures.AsSpan());
        signatures.CopyTo(destination[at..]);
        at += signatures.Length;
        return at + Message.Encode(destination[at..]);
    }

    public byte[] Encode()
    {
        var bytes = new byte[Size];
        Encode(bytes);
        return bytes;
    }

    /// <summary>Any bytes give a transaction or a refusal. The transaction keeps slices of <paramref name="bytes"/>.</summary>
    public static WireRefusal Decode(ReadOnlyMemory<byte> bytes, out VersionedTransaction? transaction)
    {
        transaction = null;
        if (bytes.Length > SizeMax) return WireRefusal.TooLarge;
        var reader = new WireReader(bytes);
        var signatures = reader.Slice(reader.Count(SignerSize) * SignerSize);
        var message = MessageCodec.Read(ref reader);
        if (message is not null && message.Header.RequiredSignatures * SignerSize != signatures.Length)
            reader.Refuse(WireRefusal.SignatureCount);
        if (reader.Left > 0) reader.Refuse(WireRefusal.TrailingBytes);
        if (reader.Failed) return reader.Refusal;
        transaction = new(ImmutableArray.Create(MemoryMarshal.Cast<byte, Signature>(signatures.Span)), message!);
        return WireRefusal.None;
    }

    /// <summary>Whether the signature of each signer, in order, is valid for the message.</summary>
    public ImmutableArray<bool> VerifySignatures()
    {
        Span<byte> buffer = stackalloc byte[SizeMax];
        var size = Message.Size;
        if (size > buffer.Length) buffer = new byte[size];
        Message.Encode(buffer);
        var verified = new bool[Signatures.Length];
        for (var i = 0; i < verified.Length; i++)
            verified[i] = Ed25519.Verify(Message.StaticKeys[i], buffer[..size], Signatures[i]);
        return ImmutableCollectionsMarshal.AsImmutableArray(verified);
    }
}
