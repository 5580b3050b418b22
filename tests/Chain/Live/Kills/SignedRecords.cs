using System.Buffers.Binary;
using Orchestrator.Domain;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>One signature as the signer remembers it: it was on disk before the signature left.</summary>
internal sealed record SignedRecord(OpportunityId Reservation, string MessageHash, ulong LastValidHeight)
{
    private const int Header = 12, Size = 65;
    private const byte Kind = 2;

    /// <summary>Reads a signer's log beside the signer's own code: length (u32), 8 bytes of hash, and the record.</summary>
    public static IReadOnlyList<SignedRecord> Read(string file)
    {
        var bytes = File.ReadAllBytes(file).AsSpan();
        var read = new List<SignedRecord>();
        while (bytes.Length >= Header)
        {
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (bytes.Length < Header + length) break;
            var record = bytes.Slice(Header, length);
            if (length == Size && record[0] == Kind)
                read.Add(new(new OpportunityId(new Guid(record.Slice(9, 16), bigEndian: true)), Convert.ToHexStringLower(record.Slice(25, 32)), BinaryPrimitives.ReadUInt64LittleEndian(record[57..])));
            bytes = bytes[(Header + length)..];
        }

        return read;
    }
}
