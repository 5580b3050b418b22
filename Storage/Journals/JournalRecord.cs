using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Storage.Journals;

/// <summary>One line of a journal, as its writer gives it.</summary>
/// <param name="Id">Unique in its journal: the same id with the same content is the same record, appended once.</param>
/// <param name="At">Kept in microseconds; what is finer is cut off.</param>
/// <param name="Group">What records are grouped by, for decisions the strategy.</param>
/// <param name="Body">At most <see cref="BodyBytesMax"/>.</param>
public sealed record JournalRecord(string Id, DateTimeOffset At, string Outcome, string Reason, string Group, ReadOnlyMemory<byte> Body)
{
    public const int BodyBytesMax = 1 << 20;
    public const int WordCharactersMax = 128;

    internal long AtMicros => Micros(At);

    internal static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    internal static DateTimeOffset FromMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>What tells a repeated record from another one under the same id.</summary>
    internal string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, AtMicros);
        hash.AppendData(number);
        foreach (var word in (ReadOnlySpan<string>)[Outcome, Reason, Group])
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            BinaryPrimitives.WriteInt64LittleEndian(number, bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }
        hash.AppendData(Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    internal void Check()
    {
        foreach (var word in (ReadOnlySpan<string>)[Id, Outcome, Reason, Group])
            ArgumentOutOfRangeException.ThrowIfGreaterThan(word.Length, WordCharactersMax);
        ArgumentException.ThrowIfNullOrEmpty(Id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Body.Length, BodyBytesMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(At, DateTimeOffset.UnixEpoch);
    }
}

/// <summary>A record with the place it has in its journal.</summary>
/// <param name="Sequence">Grows with every record appended to the store; never given twice.</param>
public sealed record JournalEntry(long Sequence, JournalRecord Record);
