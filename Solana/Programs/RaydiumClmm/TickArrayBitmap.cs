using System.Numerics;
using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>Which tick arrays hold an initialised tick: 1,024 in the pool itself, 14 × 512 on each side in its extension.</summary>
/// <remarks>
/// Source: raydium-io/raydium-clmm, libraries/tick_array_bit_map.rs and states/tickarray_bitmap_extension.rs. An array's
/// ordinal is floor(tick / ticks per array); bit 0 here is ordinal −7,680.
/// </remarks>
public sealed class TickArrayBitmap
{
    public const int ExtensionSize = 8 + 32 + 64 * ExtensionMaps * 2;
    public const ulong ExtensionDiscriminator = 0x3c9624db61808b99;

    private const int ExtensionMaps = 14;
    private const int WordsPerMap = 8;
    private const int MapBits = 512;
    private const int FirstOrdinal = -MapBits * (ExtensionMaps + 1);
    private const int WordCount = WordsPerMap * 2 * (ExtensionMaps + 1);
    private const int PositiveAt = 40;
    private const int NegativeAt = PositiveAt + ExtensionMaps * WordsPerMap * sizeof(ulong);

    private readonly ulong[] _words = new ulong[WordCount];

    /// <param name="pool">The pool's account data, already checked.</param>
    /// <param name="extension">The extension's account data, already checked; empty where the pool has none.</param>
    public TickArrayBitmap(ReadOnlySpan<byte> pool, ReadOnlySpan<byte> extension)
    {
        for (var i = 0; i < 2 * WordsPerMap; i++) _words[ExtensionMaps * WordsPerMap + i] = U64(pool, ClmmPoolState.BitmapAt + i * sizeof(ulong));
        if (extension.IsEmpty) return;
        for (var map = 0; map < ExtensionMaps; map++)
            for (var i = 0; i < WordsPerMap; i++)
            {
                var at = (map * WordsPerMap + i) * sizeof(ulong);
                _words[(ExtensionMaps + 2 + map) * WordsPerMap + i] = U64(extension, PositiveAt + at);
                // The negative maps are stored from the middle outwards.
                _words[(ExtensionMaps - 1 - map) * WordsPerMap + i] = U64(extension, NegativeAt + at);
            }
    }

    /// <summary>Whether 1,024 bits cover every tick at this spacing, so that the program never looks at an extension.</summary>
    public static bool CoversAll(ushort spacing) => spacing >= 15;

    public static DecodeRefusal CheckExtension(PublicKey owner, ReadOnlySpan<byte> data, PublicKey pool)
    {
        if (owner != ProgramIds.RaydiumClmm) return DecodeRefusal.WrongOwner;
        if (data.Length != ExtensionSize) return DecodeRefusal.WrongLength;
        if (Discriminator(data) != ExtensionDiscriminator) return DecodeRefusal.WrongDiscriminator;
        return Key(data, 8) == pool ? DecodeRefusal.None : DecodeRefusal.InvalidField;
    }

    public bool IsSet(int ordinal)
    {
        var bit = ordinal - FirstOrdinal;
        return bit >= 0 && bit < WordCount * 64 && (_words[bit >> 6] & (1UL << (bit & 63))) != 0;
    }

    /// <summary>The nearest set bit strictly below or above an ordinal.</summary>
    public bool TryNext(int ordinal, bool down, out int next)
    {
        var bit = ordinal - FirstOrdinal + (down ? -1 : 1);
        next = 0;
        if (bit < 0 || bit >= WordCount * 64) return false;
        var word = bit >> 6;
        var rest = down ? _words[word] << (63 - (bit & 63)) : _words[word] >> (bit & 63);
        if (rest != 0)
        {
            next = FirstOrdinal + (down ? bit - BitOperations.LeadingZeroCount(rest) : bit + BitOperations.TrailingZeroCount(rest));
            return true;
        }
        for (word += down ? -1 : 1; word >= 0 && word < WordCount; word += down ? -1 : 1)
        {
            if (_words[word] == 0) continue;
            next = FirstOrdinal + word * 64 + (down ? BitOperations.Log2(_words[word]) : BitOperations.TrailingZeroCount(_words[word]));
            return true;
        }
        return false;
    }
}
