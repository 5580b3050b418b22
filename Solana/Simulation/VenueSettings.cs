namespace Orchestrator.Solana.Simulation;

/// <summary>
/// Everything that, with the inputs, decides what the simulated venue does. Two venues with equal settings and equal inputs are equal.
/// Chances are in parts per million.
/// </summary>
public sealed record VenueSettings
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Event time of slot 0.</summary>
    public DateTimeOffset Genesis { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ChainSettings Chain { get; init; } = new();

    public OrderFlowSettings OrderFlow { get; init; } = new();

    public LenderSettings Lender { get; init; } = new();

    public WalletSettings Wallet { get; init; } = new();

    public ScannerSettings Scanner { get; init; } = new();

    public FeedSettings Feed { get; init; } = new();

    public ExecutionSettings Execution { get; init; } = new();

    public LaunchSettings Launches { get; init; } = new();
}

/// <summary>How the network treats blocks and transactions.</summary>
public sealed record ChainSettings
{
    /// <summary>Venue time of one slot. Mainnet: 382 to 423 ms.</summary>
    public TimeSpan SlotTime { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Slot and height the simulation starts at; above 0 so that nothing mistakes 0 for a real slot.</summary>
    public ulong FirstSlot { get; init; } = 1_000;

    public uint SkippedSlotsPpm { get; init; } = 20_000;

    /// <summary>A transaction that no leader ever sees.</summary>
    public uint LostPpm { get; init; } = 30_000;

    /// <summary>A transaction that waits 1 to <see cref="LateSlotsMax"/> slots more than the next one.</summary>
    public uint LatePpm { get; init; } = 150_000;

    public int LateSlotsMax { get; init; } = 4;

    /// <summary>Blocks for which a blockhash is accepted. Mainnet: 150.</summary>
    public int BlockhashLifetime { get; init; } = 150;

    public int ConfirmationSlots { get; init; } = 2;

    /// <summary>Slots after which a block is final. Mainnet: about 32.</summary>
    public int FinalitySlots { get; init; } = 32;

    /// <summary>True: what carries a tip travels as a bundle, and a bundle that fails leaves no trace and costs nothing.</summary>
    public bool TippedTransactionsAreBundles { get; init; }

    /// <summary>Transactions that may wait; more are refused by name.</summary>
    public int MempoolMax { get; init; } = 10_000;
}

/// <summary>The other traders.</summary>
public sealed record OrderFlowSettings
{
    /// <summary>Largest step of a token's reference price in one slot. 150 ppm a slot is about 80 % a year.</summary>
    public int ReferenceStepPpm { get; init; } = 150;

    /// <summary>Chance per pool and slot that ordinary flow trades towards the reference price.</summary>
    public uint FlowPpm { get; init; } = 300_000;

    /// <summary>Furthest that ordinary flow moves a pool in one slot.</summary>
    public int FlowMovePpm { get; init; } = 400;

    /// <summary>How far apart the prices that ordinary flow aims at may be between pools.</summary>
    public int DispersionPpm { get; init; } = 450;

    /// <summary>Chance per slot that somebody trades a size which moves one pool visibly.</summary>
    public uint WhalesPpm { get; init; } = 300_000;

    public int WhaleMoveMinPpm { get; init; } = 2_000;

    /// <summary>Fifteen of sixteen whales stay below this; the last may move eight times as far.</summary>
    public int WhaleMoveMaxPpm { get; init; } = 14_000;

    /// <summary>Chance per slot that news moves the reference price of one token.</summary>
    public uint SpikesPpm { get; init; } = 12_000;

    public int SpikeMovePpm { get; init; } = 25_000;

    /// <summary>Gap beyond the pool's fee from which competitors act.</summary>
    public int CompetitionFromPpm { get; init; } = 1_000;

    /// <summary>Chance per slot that a competitor closes such a gap.</summary>
    public uint CompetitionPpm { get; init; } = 350_000;

    /// <summary>Highest tip of a competitor, in lamports: whoever tips more in the same slot goes first.</summary>
    public ulong CompetitorTipMax { get; init; } = 2_000_000;

    /// <summary>Scales the depth of every pool, in parts per million.</summary>
    public uint DepthPpm { get; init; } = 1_000_000;
}

/// <summary>The lender, in the rules of Save.</summary>
public sealed record LenderSettings
{
    /// <summary>Fee of a flash loan in wad (10^18 is the whole). 5·10^14 is the 0.05 % of the main pool's USDC reserve; u64::MAX disables.</summary>
    public ulong FlashLoanFeeWad { get; init; } = 500_000_000_000_000;

    public byte HostFeePercent { get; init; } = 20;

    /// <summary>What can be borrowed of SOL, in lamports.</summary>
    public ulong AvailableLamports { get; init; } = 50_000_000_000_000;
}

/// <summary>Our own accounts at the start.</summary>
public sealed record WalletSettings
{
    /// <summary>Native SOL, for fees, tips and rent.</summary>
    public ulong NativeLamports { get; init; } = 10_000_000_000;

    /// <summary>Wrapped SOL, the trading capital.</summary>
    public ulong WrappedLamports { get; init; } = 90_000_000_000;
}

/// <summary>What the scan over the pools looks for.</summary>
public sealed record ScannerSettings
{
    /// <summary>False: the venue finds nothing by itself, and only tells its blocks.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Smallest profit after all fees that is worth a finding. Lamports.</summary>
    public long MinimumProfit { get; init; } = 10_000_000;

    /// <summary>Largest input of a cycle. Above the risk limit on purpose: what a limit refuses must be seen to be refused. Lamports.</summary>
    public ulong InputCap { get; init; } = 250_000_000_000;

    public bool UseFlashLoan { get; init; } = true;

    public int FindingsPerSlotMax { get; init; } = 4;

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Own capital asked for beyond fees and tip when the input is borrowed, per million of the input.</summary>
    public uint CapitalBufferPpm { get; init; } = 10_000;
}

/// <summary>How what the scan finds comes to us. Feeds fall behind now and then and catch up in one go.</summary>
public sealed record FeedSettings
{
    /// <summary>Chance per slot that the feed falls behind. Default: never.</summary>
    public uint StallsPpm { get; init; }

    /// <summary>Slots for which it tells nothing, at least; below a finding's lifetime some arrive alive, only older.</summary>
    public int StallSlotsMin { get; init; } = 2;

    /// <summary>Slots for which it tells nothing, at most; 0 to 150.</summary>
    public int StallSlotsMax { get; init; } = 7;
}

/// <summary>Tokens that come into being while the market runs.</summary>
public sealed record LaunchSettings
{
    /// <summary>How many: each scheme once, the rest honest. Default: none. At most 30, whose accounts one lookup table holds.</summary>
    public int Count { get; init; }

    /// <summary>Slots before the first.</summary>
    public int FirstAfterSlots { get; init; } = 6;

    /// <summary>Slots from one to the next.</summary>
    public int EverySlots { get; init; } = 12;
}

/// <summary>How our transactions are built.</summary>
public sealed record ExecutionSettings
{
    public uint ComputeUnitLimit { get; init; } = 300_000;

    public ulong MicroLamportsPerUnit { get; init; } = 50_000;

    public ulong TipLamports { get; init; } = 1_000_000;

    /// <summary>False lets a transaction land at a loss: the last swap then promises nothing.</summary>
    public bool GuardProfit { get; init; } = true;

    /// <summary>How much less than expected an inner leg may give, in parts per million. What is not needed stays in the wallet.</summary>
    public uint InnerTolerancePpm { get; init; }
}
