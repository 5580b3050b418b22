using System.Buffers.Binary;

namespace Orchestrator.Solana.Geyser;

/// <summary>Walks the fields of one protobuf message in place. Copies and allocates nothing; any bytes are safe.</summary>
internal ref struct ProtoWalker(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Field { get; private set; }

    /// <summary>Value of a varint or fixed field.</summary>
    public ulong Number { get; private set; }

    /// <summary>Content of a length-delimited field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The bytes were no protobuf; the walk has ended early.</summary>
    public bool IsBroken { get; private set; }

    public bool Next()
    {
        if (_rest.IsEmpty || IsBroken) return false;
        if (!Varint(out var tag) || tag > uint.MaxValue || tag >> 3 == 0) return Break();
        Field = (int)(tag >> 3);
        Number = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                if (!Varint(out var number)) return Break();
                Number = number;
                return true;
            case 1:
                if (_rest.Length < 8) return Break();
                Number = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            case 2:
                if (!Varint(out var length) || length > (ulong)_rest.Length) return Break();
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case 5:
                if (_rest.Length < 4) return Break();
                Number = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[4..];
                return true;
            default:
                // Groups were removed from the format before this protocol existed.
                return Break();
        }
    }

    private bool Varint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] >= 0x80) continue;
            _rest = _rest[(i + 1)..];
            return true;
        }

        return false;
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }
}
