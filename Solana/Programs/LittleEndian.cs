using System.Buffers.Binary;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs;

/// <summary>Fields at fixed offsets, as every program here stores them. The caller has checked the length.</summary>
public static class LittleEndian
{
    public static ushort U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);
    public static short I16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt16LittleEndian(data[at..]);
    public static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
    public static int I32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt32LittleEndian(data[at..]);
    public static ulong U64(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt64LittleEndian(data[at..]);
    public static long I64(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt64LittleEndian(data[at..]);
    public static UInt128 U128(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt128LittleEndian(data[at..]);
    public static Int128 I128(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt128LittleEndian(data[at..]);

    public static PublicKey Key(ReadOnlySpan<byte> data, int at) => PublicKey.Read(data[at..]);

    /// <summary>An eight-byte discriminator written as it reads in hex: big-endian.</summary>
    public static ulong Discriminator(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt64BigEndian(data);
}
