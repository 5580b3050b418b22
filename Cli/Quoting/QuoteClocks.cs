using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Quoting;

/// <summary>The chain's time of a quote: from the Clock account when the file has it, else what the command line says of it.</summary>
/// <remarks>Source of the layout: solana-sdk, clock crate: slot, epoch start, epoch, next leader epoch, unix time; 8 bytes each.</remarks>
internal static class QuoteClocks
{
    private const int ClockSize = 40;
    private const int EpochAt = 16;
    private const int UnixTimeAt = 32;
    private const ulong SlotsPerEpoch = 432_000;

    /// <summary>A slot after every change that a pool can have planned, about fifty years of them.</summary>
    private const ulong LateSlot = uint.MaxValue;

    /// <summary>
    /// The one clock where slot and epoch are known; else an early and a late one: only where both give the same quote does the slot not
    /// matter. Null with a Clock account that is none.
    /// </summary>
    public static ChainClock[]? Of(IAccountSource accounts, ulong? slot, long? unixTime, DateTimeOffset now)
    {
        var time = unixTime ?? now.ToUnixTimeSeconds();
        if (slot is { } given) return [new(given, given / SlotsPerEpoch, time)];
        if (accounts.Find(Sysvars.Clock) is not { } account) return [new(0, 0, time), new(LateSlot, LateSlot / SlotsPerEpoch, time)];
        var data = account.Data.Span;
        if (data.Length != ClockSize) return null;
        return
        [
            new(
                BinaryPrimitives.ReadUInt64LittleEndian(data), BinaryPrimitives.ReadUInt64LittleEndian(data[EpochAt..]),
                unixTime ?? BinaryPrimitives.ReadInt64LittleEndian(data[UnixTimeAt..])),
        ];
    }
}
