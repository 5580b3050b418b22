using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// The simulated chain and market as one state machine: a pure function of settings, time advanced and transactions received.
/// Not thread-safe; <see cref="SimulatedVenue"/> guards it.
/// </summary>
internal sealed class VenueMachine
{
    /// <summary>About a day of slots: more in one step is a mistake of the caller.</summary>
    public const ulong SlotsPerAdvanceMax = 250_000;

    /// <summary>Transactions remembered for audits; beyond it new ones are refused rather than old ones forgotten.</summary>
    public const int LandedMax = 1_000_000;

    private readonly OrderFlow _flow;
    private readonly Mempool _mempool;
    private readonly MarketScanner _scanner;
    private readonly HeldBack<ArbitrageFinding> _findings;
    private readonly HeldBack<VenueSlot> _slots;
    private readonly SlotTeller _teller;
    private readonly List<ForeignTrade> _foreign = [];
    private readonly List<BlockEntry> _block = [];
    private readonly Dictionary<Signature, int> _landedIndex = [];
    private readonly List<LandedTransaction> _landed = [];

    public VenueMachine(VenueSettings settings, PublicKey wallet)
    {
        Settings = settings;
        Layout = new VenueLayout(settings, wallet);
        Market = new Market(Layout, settings);
        Clock = new BlockClock(settings);
        _flow = new OrderFlow(settings);
        _mempool = new Mempool(settings);
        _scanner = new MarketScanner(settings, Layout);
        var delay = new FeedDelay(settings);
        (_findings, _slots) = (new(delay), new(delay));
        Accounts = new VenueAccounts(Layout, Market);
        _teller = new SlotTeller(this);
    }

    public VenueSettings Settings { get; }
    public VenueLayout Layout { get; }
    public Market Market { get; }
    public BlockClock Clock { get; }
    public VenueAccounts Accounts { get; }

    /// <summary>What was told of the blocks, as far back as it is kept.</summary>
    public RecentSlots Slots { get; } = new();

    public IReadOnlyList<LandedTransaction> Landed => _landed;
    public IEnumerable<Pending> Waiting => _mempool.Everything;

    /// <summary>Runs every slot that begins at or before the moment; what the feed told in them of what the scan found, oldest first.</summary>
    public ImmutableArray<ArbitrageFinding> Advance(DateTimeOffset to)
    {
        CheckAdvance(to);
        var target = Clock.SlotAt(to);
        var told = ImmutableArray.CreateBuilder<ArbitrageFinding>();
        while (Clock.Slot < target)
        {
            var produced = Clock.Step();
            _flow.MoveReference(Clock.Slot, Market.Reference);
            if (produced)
            {
                ProduceBlock();
                if (Settings.Scanner.Enabled) _scanner.Scan(Market, Clock.Slot, Clock.Time, finding => _findings.Hold(finding.Slot, finding));
                _slots.Hold(Clock.Slot, _teller.Tell());
            }

            _findings.Tell(Clock.Slot, told.Add);
            _slots.Tell(Clock.Slot, Slots.Add);
        }

        return told.ToImmutable();
    }

    /// <exception cref="ArgumentOutOfRangeException">More slots than <see cref="SlotsPerAdvanceMax"/>.</exception>
    public void CheckAdvance(DateTimeOffset to)
    {
        if (Clock.SlotAt(to) > Clock.Slot + SlotsPerAdvanceMax)
            throw new ArgumentOutOfRangeException(nameof(to), to, "Too far ahead for one step.");
    }

    /// <summary>Judges a transaction's wire bytes, whatever they are, and changes nothing. Null when <see cref="Admit"/> may take it.</summary>
    public SendOutcome? Check(ReadOnlyMemory<byte> bytes, out Pending? admissible)
    {
        admissible = null;

        // Decoded messages keep slices of their bytes, and the caller may reuse its buffer.
        var refusal = VersionedTransaction.Decode(bytes.ToArray(), out var transaction);
        if (refusal != WireRefusal.None) return Rejected($"transaction {refusal}");
        if (_landedIndex.ContainsKey(transaction!.Id)) return new SendOutcome(SendReceipt.Accepted, "AlreadyProcessed");
        if (transaction.VerifySignatures().Contains(false)) return Rejected("SignatureFailure");
        if (Clock.LastValidHeight(transaction.Message.RecentBlockhash) is null) return Rejected("BlockhashNotFound");
        var unusable = PreparedMessage.Prepare(transaction.Message, transaction.Message.Encode(), Layout, out var prepared);
        if (unusable is not null) return Rejected(unusable);
        if (_landed.Count >= LandedMax) return Rejected("LedgerFull");
        admissible = new Pending(transaction.Id, prepared!, Clock.Slot + 1);
        return null;
    }

    public SendOutcome Admit(Pending pending) =>
        _mempool.Add(pending.Id, pending.Prepared, Clock.Slot) ? new SendOutcome(SendReceipt.Accepted, null) : Rejected("MempoolFull");

    /// <summary>Runs a message against the present state and takes everything back.</summary>
    public SimulationOutcome Simulate(ReadOnlyMemory<byte> bytes)
    {
        var unusable = PreparedMessage.Prepare(bytes.ToArray(), Layout, out var prepared);
        if (unusable is null && Clock.LastValidHeight(prepared!.Message.RecentBlockhash) is null) unusable = "BlockhashNotFound";
        if (unusable is not null) return new SimulationOutcome(unusable, 0, Clock.Slot, []);
        var checkpoint = Market.Checkpoint();
        var outcome = Runtime.Execute(prepared!, Market);
        Market.ReturnTo(checkpoint);
        return new SimulationOutcome(outcome.Error, outcome.Units, Clock.Slot, outcome.Error is null ? outcome.Changes : []);
    }

    public SignatureStatus Status(string signature)
    {
        var known = Signature.TryParse(signature, out var id) && _landedIndex.TryGetValue(id, out _);
        if (!known) return new SignatureStatus(Commitment.None, null, Clock.FinalizedHeight, Witnesses);
        var landing = _landed[_landedIndex[id]].Landing;
        return new SignatureStatus(CommitmentOf(landing.Slot), landing, Clock.FinalizedHeight, Witnesses);
    }

    public ChainHead Head() => new(Clock.Slot, Clock.Height, Clock.FinalizedHeight, Clock.Time);

    // The venue is the chain itself, not one node of it: what it says needs no second opinion.
    private const int Witnesses = 2;

    private static SendOutcome Rejected(string detail) => new(SendReceipt.Rejected, detail);

    private Commitment CommitmentOf(ulong slot)
    {
        var age = Clock.Slot - slot;
        if (age >= (ulong)Settings.Chain.FinalitySlots) return Commitment.Finalized;
        return age >= (ulong)Settings.Chain.ConfirmationSlots ? Commitment.Confirmed : Commitment.Processed;
    }

    private void ProduceBlock()
    {
        _foreign.Clear();
        _block.Clear();
        _flow.Collect(Clock.Slot, Market, _foreign);
        foreach (var trade in _foreign) _block.Add(BlockEntry.Of(trade));
        foreach (var pending in _mempool.TakeDue(Clock.Slot)) _block.Add(BlockEntry.Of(pending));
        _block.Sort();
        foreach (var launch in Layout.Launches) Launch(launch);
        foreach (var entry in _block)
        {
            if (entry.Own is { } own) Land(own);
            else if (OrderFlow.Execute(entry.Foreign, Market)) Note(entry.Foreign);
        }
    }

    /// <summary>Launches stand before everything else of their block. A slot without one does not stop them: they happen in the next.</summary>
    private void Launch(VenueLaunch launch)
    {
        var slot = Clock.Slot;
        if (launch.Slot <= slot && Market.LaunchedIn[launch.Index] == 0)
        {
            Market.Open(launch, slot);
            Market.LaunchedIn[launch.Index] = slot;
        }
        else if (launch.Exit is { } exit && launch.ExitSlot <= slot && Market.ExitIn[launch.Index] == 0)
        {
            Market.Fill(exit, slot);
            Market.ExitIn[launch.Index] = slot;
        }
        else if (launch.Pulled is > 0 and var pulled && pulled <= slot && Market.Amounts[launch.Pool.Pool.VaultOf(VenueToken.Sol)] > 0)
        {
            Market.Pull(launch, slot);
        }
    }

    private void Note(ForeignTrade trade)
    {
        Market.PoolChangedSlot[trade.Pool] = Clock.Slot;
        if (trade.Tip > 0) Market.PoolContestedSlot[trade.Pool] = Clock.Slot;
    }

    private void Land(Pending pending)
    {
        if (Clock.LastValidHeight(pending.Prepared.Message.RecentBlockhash) is null) return;
        var bundle = Settings.Chain.TippedTransactionsAreBundles && pending.Prepared.Tip > 0;
        var checkpoint = bundle ? Market.Checkpoint() : null;
        var outcome = Runtime.Execute(pending.Prepared, Market);
        if (checkpoint is not null && outcome.Error is not null) Market.ReturnTo(checkpoint);
        if (!outcome.Landed || (bundle && outcome.Error is not null)) return;
        Market.MarkTouched(pending.Prepared.Keys, outcome.Error, Clock.Slot);
        var landing = new Landing(Clock.Slot, outcome.Error, Lamports(outcome.Fee), Lamports(outcome.Tip), outcome.Changes);
        _landedIndex.Add(pending.Id, _landed.Count);
        _landed.Add(new LandedTransaction(pending.Id.ToString(), pending.Prepared.Message.FeePayer.ToString(), landing));
    }

    private static Lamports Lamports(ulong value) => new(checked((long)value));
}
