using System.Buffers.Binary;
using System.Numerics;

namespace Orchestrator.Solana.Keys;

/// <summary>Why a text is not the base58 form of a value of the wanted size.</summary>
public enum KeyParse
{
    Parsed,
    Empty,
    TooLong,
    BadCharacter,

    /// <summary>Valid base58, but of another number of bytes.</summary>
    WrongSize,
}

/// <summary>Base58 with the Bitcoin alphabet, as Solana writes keys and signatures.</summary>
/// <remarks>
/// 32 and 64 bytes take a fixed-limb path without allocation; other sizes go to SimpleBase, whose cost grows with the
/// square of the length, hence <see cref="TextMax"/>.
/// </remarks>
public static class Base58
{
    /// <summary>Longest text of any other size that is decoded, in characters: a whole packet has 1,683.</summary>
    public const int TextMax = 2_048;

    internal const int KeyTextMax = 44;
    internal const int SignatureTextMax = 88;

    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const uint DigitsPerGroup = 5;
    private const ulong GroupRadix = 58UL * 58 * 58 * 58 * 58;

    // A column of eight limbs sums to at most 0.54 (32 bytes) or 0.85 (either half of 64 bytes) of 2^64, so one
    // carry pass after every eight limbs is enough.
    private const int LimbsPerPass = 8;

    private static readonly ulong[] Columns32 = BuildColumns(limbs: 8, groups: 9);
    private static readonly ulong[] Columns64 = BuildColumns(limbs: 16, groups: 18);
    private static readonly sbyte[] Digits = BuildDigits();

    /// <summary>Any bytes as text. Not for hot paths.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is not (32 or 64)) return SimpleBase.Base58.Bitcoin.Encode(bytes);
        Span<char> text = stackalloc char[SignatureTextMax];
        return new string(text[..EncodeFixed(bytes, text)]);
    }

    /// <summary>Text of any size up to <see cref="TextMax"/> characters; null when it is not base58 or longer.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        if (text.Length > TextMax) return null;
        foreach (var c in text)
            if (c >= 128 || Digits[c] < 0) return null;
        return SimpleBase.Base58.Bitcoin.Decode(text);
    }

    /// <summary>Writes 32 or 64 bytes; returns the number of characters, at most 44 or 88.</summary>
    internal static int EncodeFixed(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        var limbs = bytes.Length / 4;
        var columns = limbs == 8 ? Columns32 : Columns64;
        var groups = columns.Length / limbs;
        Span<ulong> sums = stackalloc ulong[18];
        sums = sums[..groups];
        sums.Clear();
        for (var i = 0; i < limbs; i++)
        {
            ulong limb = BinaryPrimitives.ReadUInt32BigEndian(bytes[(i * 4)..]);
            var row = columns.AsSpan(i * groups, groups);
            for (var j = 0; j < row.Length; j++) sums[j] += limb * row[j];
            if (i % LimbsPerPass == LimbsPerPass - 1) Carry(sums);
        }

        Span<byte> digits = stackalloc byte[90];
        for (var j = 0; j < groups; j++)
        {
            var group = (uint)sums[j];
            for (var d = (int)DigitsPerGroup - 1; d >= 0; d--)
            {
                var rest = group / 58;
                digits[(j * (int)DigitsPerGroup) + d] = (byte)(group - (rest * 58));
                group = rest;
            }
        }

        digits = digits[..(groups * (int)DigitsPerGroup)];
        var zeroBytes = bytes.IndexOfAnyExcept((byte)0);
        if (zeroBytes < 0) zeroBytes = bytes.Length;
        var zeroDigits = digits.IndexOfAnyExcept((byte)0);
        if (zeroDigits < 0) zeroDigits = digits.Length;
        var kept = digits[(zeroDigits - zeroBytes)..];
        for (var i = 0; i < kept.Length; i++) text[i] = Alphabet[kept[i]];
        return kept.Length;
    }

    /// <summary>Reads exactly <c>bytes.Length</c> (32 or 64) bytes.</summary>
    internal static KeyParse DecodeFixed(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.IsEmpty) return KeyParse.Empty;
        if (text.Length > (bytes.Length == 32 ? KeyTextMax : SignatureTextMax)) return KeyParse.TooLong;

        Span<ulong> words = stackalloc ulong[8];
        words = words[..(bytes.Length / 8)];
        words.Clear();
        for (var at = 0; at < text.Length;)
        {
            // Ten digits a step: 58^10 is the largest power whose product with a word plus a carry fits 128 bits.
            ulong group = 0, radix = 1;
            for (var n = 0; n < 10 && at < text.Length; n++, at++)
            {
                var c = text[at];
                var digit = c < 128 ? Digits[c] : -1;
                if (digit < 0) return KeyParse.BadCharacter;
                group = (group * 58) + (uint)digit;
                radix *= 58;
            }

            for (var w = words.Length - 1; w >= 0; w--)
            {
                var high = Math.BigMul(words[w], radix, out var low);
                low += group;
                if (low < group) high++;
                words[w] = low;
                group = high;
            }

            if (group != 0) return KeyParse.WrongSize;
        }

        for (var w = 0; w < words.Length; w++) BinaryPrimitives.WriteUInt64BigEndian(bytes[(w * 8)..], words[w]);
        var zeroBytes = bytes.IndexOfAnyExcept((byte)0);
        if (zeroBytes < 0) zeroBytes = bytes.Length;
        var ones = text.IndexOfAnyExcept('1');
        if (ones < 0) ones = text.Length;
        return ones == zeroBytes ? KeyParse.Parsed : KeyParse.WrongSize;
    }

    private static void Carry(Span<ulong> sums)
    {
        for (var j = sums.Length - 1; j > 0; j--)
        {
            var carry = sums[j] / GroupRadix;
            sums[j] -= carry * GroupRadix;
            sums[j - 1] += carry;
        }
    }

    private static ulong[] BuildColumns(int limbs, int groups)
    {
        var columns = new ulong[limbs * groups];
        for (var i = 0; i < limbs; i++)
        {
            var weight = BigInteger.One << (32 * (limbs - 1 - i));
            for (var j = groups - 1; j >= 0; j--)
            {
                weight = BigInteger.DivRem(weight, GroupRadix, out var digit);
                columns[(i * groups) + j] = (ulong)digit;
            }
        }

        return columns;
    }

    private static sbyte[] BuildDigits()
    {
        var digits = new sbyte[128];
        Array.Fill(digits, (sbyte)-1);
        for (var i = 0; i < Alphabet.Length; i++) digits[Alphabet[i]] = (sbyte)i;
        return digits;
    }
}
