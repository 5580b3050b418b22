using System.Numerics;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>Which bin arrays of a pair hold liquidity: one bit for each index, lowest first.</summary>
/// <remarks>
/// The pair itself keeps the indexes −512 to 511; an extension account keeps twelve more groups of 512 on either side, its negative ones counted
/// outwards from zero.
/// </remarks>
public sealed class BinArrayMap
{
    public const ulong ExtensionDiscriminator = 0x506f7c71_37ed1205;
    public const int ExtensionSize = 8 + PublicKey.Size + 2 * GroupCount * GroupBits / 8;

    private const int GroupBits = 512;
    private const int GroupCount = 12;
    private const int Lowest = -GroupBits * (GroupCount + 1);
    private const int WordBits = 64;
    private const int WordCount = 2 * GroupBits * (GroupCount + 1) / WordBits;
    private const int PositiveAt = 40;
    private const int NegativeAt = PositiveAt + GroupCount * GroupBits / 8;

    private readonly ulong[] _words = new ulong[WordCount];

    private BinArrayMap(ReadOnlySpan<ulong> inner) => inner.CopyTo(_words.AsSpan((-GroupBits - Lowest) / WordBits));

    /// <param name="extension">Data of the extension account; empty when there is none.</param>
    public static DecodeRefusal TryDecode(LbPair pair, ReadOnlySpan<byte> extension, out BinArrayMap? map)
    {
        map = null;
        var read = new BinArrayMap(pair.Bitmap.Span);
        if (!extension.IsEmpty)
        {
            if (extension.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
            if (LittleEndian.Discriminator(extension) != ExtensionDiscriminator) return DecodeRefusal.WrongDiscriminator;
            if (extension.Length != ExtensionSize) return DecodeRefusal.WrongLength;
            read.Extend(extension);
        }
        map = read;
        return DecodeRefusal.None;
    }

    public static BinArrayMap Of(LbPair pair) => new(pair.Bitmap.Span);

    /// <summary>The nearest array with liquidity from <paramref name="index"/> on, itself included.</summary>
    public bool TryNext(int index, bool downwards, out int found)
    {
        found = 0;
        var at = index - Lowest;
        if (at < 0 || at >= WordCount * WordBits) return false;
        var (word, bit) = (at / WordBits, at % WordBits);
        var bits = downwards ? _words[word] << (WordBits - 1 - bit) >> (WordBits - 1 - bit) : _words[word] >> bit << bit;
        while (bits == 0)
        {
            word += downwards ? -1 : 1;
            if (word is < 0 or >= WordCount) return false;
            bits = _words[word];
        }
        var offset = downwards ? WordBits - 1 - BitOperations.LeadingZeroCount(bits) : BitOperations.TrailingZeroCount(bits);
        found = Lowest + word * WordBits + offset;
        return true;
    }

    private void Extend(ReadOnlySpan<byte> extension)
    {
        for (var i = 0; i < GroupCount * GroupBits; i++)
        {
            // Bit i is the i-th array beyond the pair's own range, on each side.
            if (IsSet(extension, PositiveAt, i)) Set(GroupBits + i);
            if (IsSet(extension, NegativeAt, i)) Set(-GroupBits - 1 - i);
        }
    }

    private static bool IsSet(ReadOnlySpan<byte> data, int start, int bit) => (data[start + bit / 8] >> (bit % 8) & 1) != 0;

    private void Set(int index) => _words[(index - Lowest) / WordBits] |= 1UL << ((index - Lowest) % WordBits);
}
