using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>Slots, block heights and recent blockhashes. Slots count time; heights count blocks, and a skipped slot has none.</summary>
internal sealed class BlockClock
{
    private readonly VenueSettings _settings;
    private readonly Chance _chance;
    private readonly Dictionary<Blockhash, ulong> _heightOf = [];
    private readonly Queue<Blockhash> _recent = [];
    private readonly ulong[] _heights;

    public BlockClock(VenueSettings settings)
    {
        _settings = settings;
        _chance = new Chance(settings.Seed);
        _heights = new ulong[settings.Chain.FinalitySlots + 1];
        Slot = settings.Chain.FirstSlot;
        Array.Fill(_heights, Height);
        Register(Height);
    }

    public ulong Slot { get; private set; }

    /// <summary>Blocks so far. Starts at 1, so that 0 is nobody's height.</summary>
    public ulong Height { get; private set; } = 1;

    public Blockhash Latest { get; private set; }

    /// <summary>Height of the newest block that can no longer be undone.</summary>
    public ulong FinalizedHeight => _heights[(Slot + 1) % (ulong)_heights.Length];

    public DateTimeOffset Time => TimeOf(Slot);

    public DateTimeOffset TimeOf(ulong slot) =>
        _settings.Genesis + new TimeSpan(_settings.Chain.SlotTime.Ticks * (long)(slot - _settings.Chain.FirstSlot));

    /// <summary>The slot that a moment lies in; the first slot for moments before it.</summary>
    public ulong SlotAt(DateTimeOffset moment)
    {
        var elapsed = (moment - _settings.Genesis).Ticks / _settings.Chain.SlotTime.Ticks;
        return _settings.Chain.FirstSlot + (ulong)Math.Max(0, elapsed);
    }

    /// <summary>Enters the next slot; false when its leader produced no block.</summary>
    public bool Step()
    {
        Slot++;
        var produced = !_chance.Hits(_settings.Chain.SkippedSlotsPpm, Purpose.SkippedSlot, Slot);
        if (produced) Register(++Height);
        _heights[Slot % (ulong)_heights.Length] = Height;
        return produced;
    }

    /// <summary>Last height at which a message with this blockhash can land; null when it is unknown or too old.</summary>
    public ulong? LastValidHeight(Blockhash hash) =>
        _heightOf.TryGetValue(hash, out var height) ? height + (ulong)_settings.Chain.BlockhashLifetime : null;

    private void Register(ulong height)
    {
        Latest = new Blockhash(_chance.Bytes("blockhash", height));
        _heightOf.Add(Latest, height);
        _recent.Enqueue(Latest);
        while (_recent.Count > _settings.Chain.BlockhashLifetime + 1) _heightOf.Remove(_recent.Dequeue());
    }
}
