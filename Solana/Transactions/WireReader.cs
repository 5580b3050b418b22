using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>Reads wire bytes in order. After the first refusal every further read gives zero and keeps that refusal.</summary>
internal ref struct WireReader(ReadOnlyMemory<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _span = bytes.Span;

    public int At { get; private set; }

    public WireRefusal Refusal { get; private set; }

    public readonly int Left => _span.Length - At;

    public readonly bool Failed => Refusal != WireRefusal.None;

    public void Refuse(WireRefusal refusal)
    {
        if (!Failed) Refusal = refusal;
    }

    public readonly byte Peek() => Failed || Left == 0 ? (byte)0 : _span[At];

    public byte Byte()
    {
        if (!Has(1)) return 0;
        return _span[At++];
    }

    /// <summary>A compact-u16 in its shortest form.</summary>
    public int Length()
    {
        var value = 0;
        for (var n = 0; n < 3; n++)
        {
            if (!Has(1)) return 0;
            int next = _span[At++];
            if (next == 0 && n > 0)
            {
                Refuse(WireRefusal.LengthNotMinimal);
                return 0;
            }

            value |= (next & 0x7F) << (7 * n);
            if (next < 0x80)
            {
                if (value <= ushort.MaxValue) return value;
                break;
            }
        }

        Refuse(WireRefusal.LengthTooBig);
        return 0;
    }

    /// <summary>A compact-u16 count of items that have at least <paramref name="itemSize"/> bytes each.</summary>
    public int Count(int itemSize)
    {
        var count = Length();
        if (Failed) return 0;
        if ((long)count * itemSize <= Left) return count;
        Refuse(WireRefusal.Truncated);
        return 0;
    }

    public ReadOnlyMemory<byte> Slice(int size)
    {
        if (!Has(size)) return default;
        At += size;
        return bytes.Slice(At - size, size);
    }

    public PublicKey Key()
    {
        if (!Has(PublicKey.Size)) return default;
        At += PublicKey.Size;
        return PublicKey.Read(_span[(At - PublicKey.Size)..]);
    }

    public Signature Signature()
    {
        if (!Has(Keys.Signature.Size)) return default;
        At += Keys.Signature.Size;
        return new Signature(_span.Slice(At - Keys.Signature.Size, Keys.Signature.Size));
    }

    private bool Has(int size)
    {
        if (!Failed && size <= Left) return true;
        Refuse(WireRefusal.Truncated);
        return false;
    }
}
