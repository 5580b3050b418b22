using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumClmm;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Tests.Programs.RaydiumClmm;

/// <summary>A pool made of positions, written as the program would store it.</summary>
internal sealed class MadePool
{
    public static readonly PublicKey Address = Programs.Accounts.Key(1), Config = Programs.Accounts.Key(2), Mint0 = Programs.Accounts.Key(3), Mint1 = Programs.Accounts.Key(4),
        Vault0 = Programs.Accounts.Key(5), Vault1 = Programs.Accounts.Key(6), Observation = Programs.Accounts.Key(7), Creator = Programs.Accounts.Key(8);

    private readonly SortedDictionary<int, (Int128 Net, UInt128 Gross, ulong Waiting, ulong Partly)> _ticks = [];

    public ushort Spacing { get; init; } = 10;
    public uint FeeRate { get; init; } = 2_500;
    public UInt128 SqrtPrice { get; init; } = UInt128.One << 64;
    public byte Status { get; init; }
    public byte FeeOn { get; init; }
    public ulong OpenTime { get; init; }

    /// <summary>The 80 bytes; null for none.</summary>
    public byte[]? DynamicFee { get; init; }

    public int Tick => TickMath.TryTickAt(SqrtPrice, out var tick) ? tick : throw new InvalidOperationException("No tick at this price.");

    public IEnumerable<int> ArrayStarts => _ticks.Keys.Select(tick => TickMath.ArrayOrdinal(tick, Spacing)).Distinct().Select(o => o * TickMath.TicksPerArray(Spacing));

    public MadePool With(int lower, int upper, UInt128 liquidity)
    {
        if (lower >= upper || lower % Spacing != 0 || upper % Spacing != 0) throw new ArgumentException("These ticks hold no position.", nameof(lower));
        Change(lower, (Int128)liquidity, liquidity, 0);
        Change(upper, -(Int128)liquidity, liquidity, 0);
        return this;
    }

    public MadePool WithOrders(int tick, ulong waiting)
    {
        Change(tick, 0, 0, waiting);
        return this;
    }

    public UInt128 Liquidity
    {
        get
        {
            Int128 sum = 0;
            foreach (var (tick, state) in _ticks)
                if (tick <= Tick) sum += state.Net;
            return (UInt128)sum;
        }
    }

    public IEnumerable<(int Index, Int128 Net, ulong Orders)> Ticks => _ticks.Select(t => (t.Key, t.Value.Net, t.Value.Waiting));

    public Accounts Accounts()
    {
        var accounts = new Accounts().With(Address, ProgramIds.RaydiumClmm, PoolData()).With(Config, ProgramIds.RaydiumClmm, ConfigData())
            .WithMint(Mint0, 9).WithMint(Mint1, 6).With(RaydiumClmmAddresses.BitmapExtension(Address), ProgramIds.RaydiumClmm, ExtensionData());
        foreach (var start in ArrayStarts)
            accounts.With(RaydiumClmmAddresses.TickArray(Address, start), ProgramIds.RaydiumClmm, ArrayData(start));
        return accounts;
    }

    /// <summary>The same without addresses, which take most of the time.</summary>
    public RaydiumClmmPool Quick()
    {
        var data = PoolData();
        if (ClmmPoolState.Read(ProgramIds.RaydiumClmm, data, out var state) != DecodeRefusal.None) throw new InvalidOperationException("What was made cannot be read.");
        if (ClmmConfig.Read(ProgramIds.RaydiumClmm, ConfigData(), out var config) != DecodeRefusal.None) throw new InvalidOperationException("What was made cannot be read.");
        var arrays = ArrayStarts.Select(start => TickArray.Read(ProgramIds.RaydiumClmm, ArrayData(start), Spacing, out var array) == DecodeRefusal.None
            ? array! : throw new InvalidOperationException($"No array from {start}.")).ToArray();
        return new RaydiumClmmPool(Address, new ClmmBook(state!, config, new TickArrayBitmap(data, ExtensionData()), arrays), TokenMint.Plain(9), TokenMint.Plain(6), null, []);
    }

    public RaydiumClmmPool Read() => Read(Accounts());

    public static RaydiumClmmPool Read(Accounts accounts)
    {
        var read = new RaydiumClmmPoolReader().Read(Address, accounts);
        return (RaydiumClmmPool?)read.Pool ?? throw new InvalidOperationException($"{read.Refusal} {read.Detail} missing {string.Join(' ', read.Missing)}");
    }

    public byte[] PoolData()
    {
        var data = new byte[ClmmPoolState.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, ClmmPoolState.Discriminator);
        foreach (var (at, key) in new[] { (9, Config), (41, Creator), (73, Mint0), (105, Mint1), (137, Vault0), (169, Vault1), (201, Observation) }) key.CopyTo(data.AsSpan(at));
        data[233] = 9;
        data[234] = 6;
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(235), Spacing);
        BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(237), Liquidity);
        BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(253), SqrtPrice);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(269), Tick);
        data[389] = Status;
        data[390] = FeeOn;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1_080), OpenTime);
        DynamicFee?.CopyTo(data, 1_096);
        foreach (var start in ArrayStarts)
        {
            var bit = start / TickMath.TicksPerArray(Spacing) + 512;
            if (bit is >= 0 and < 1_024) data[904 + bit / 8] |= (byte)(1 << (bit % 8));
        }
        return data;
    }

    /// <summary>Bits as the program's own arithmetic places them, not as the reader does.</summary>
    public byte[] ExtensionData()
    {
        var data = new byte[TickArrayBitmap.ExtensionSize];
        BinaryPrimitives.WriteUInt64BigEndian(data, TickArrayBitmap.ExtensionDiscriminator);
        Address.CopyTo(data.AsSpan(8));
        var ticksInMap = TickMath.TicksPerArray(Spacing) * 512;
        foreach (var start in ArrayStarts)
        {
            if (start >= -ticksInMap && start < ticksInMap) continue;
            var map = Math.Abs(start) / ticksInMap - 1;
            if (start < 0 && Math.Abs(start) % ticksInMap == 0) map--;
            var rest = Math.Abs(start) % ticksInMap;
            var bit = rest / TickMath.TicksPerArray(Spacing);
            if (start < 0 && rest != 0) bit = 512 - bit;
            data[40 + (start < 0 ? 14 * 64 : 0) + map * 64 + bit / 8] |= (byte)(1 << (bit % 8));
        }
        return data;
    }

    public byte[] ArrayData(int start)
    {
        var data = new byte[TickArray.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, TickArray.Discriminator);
        Address.CopyTo(data.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(40), start);
        foreach (var (index, tick) in _ticks)
        {
            if (TickMath.ArrayOrdinal(index, Spacing) * TickMath.TicksPerArray(Spacing) != start) continue;
            var at = data.AsSpan(44 + (index - start) / Spacing * 168);
            BinaryPrimitives.WriteInt32LittleEndian(at, index);
            BinaryPrimitives.WriteInt128LittleEndian(at[4..], tick.Net);
            BinaryPrimitives.WriteUInt128LittleEndian(at[20..], tick.Gross);
            BinaryPrimitives.WriteUInt64LittleEndian(at[124..], tick.Waiting);
            BinaryPrimitives.WriteUInt64LittleEndian(at[132..], tick.Partly);
        }
        return data;
    }

    public byte[] ConfigData()
    {
        var data = new byte[ClmmConfig.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, ClmmConfig.Discriminator);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(43), 120_000);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(47), FeeRate);
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(51), Spacing);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(53), 40_000);
        return data;
    }

    private void Change(int tick, Int128 net, UInt128 gross, ulong waiting)
    {
        var old = _ticks.GetValueOrDefault(tick);
        _ticks[tick] = (old.Net + net, old.Gross + gross, old.Waiting + waiting, old.Partly);
    }

}
