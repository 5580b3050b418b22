using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// A market, a lender, a chain, a planner and a signer in one process. Whoever owns it owns its clock: nothing happens but in
/// <see cref="Advance"/>. Safe for many threads. With a directory it survives its process: <see cref="DurableVenue"/>.
/// </summary>
public sealed class SimulatedVenue : IVenue, IDisposable
{
    private readonly Lock _gate = new();
    private readonly VenueMachine _machine;
    private readonly InputLog? _log;
    private readonly RecentFindings _recent = new();

    public SimulatedVenue(VenueSettings settings)
        : this(settings, null)
    {
    }

    internal SimulatedVenue(VenueSettings settings, string? directory)
    {
        Signer = new SimulatedSigner(settings.Seed, directory, settings.Execution.TipLamports);
        _machine = new VenueMachine(settings, Signer.Wallet);
        Planner = new SimulatedPlanner(_machine, _gate);
        Chain = new SimulatedChain(this);
        if (directory is not null) _log = InputLog.Open(directory, settings, Replay);
    }

    public SimulatedChain Chain { get; }
    public SimulatedPlanner Planner { get; }
    public SimulatedSigner Signer { get; }
    public VenueSettings Settings => _machine.Settings;

    internal VenueMachine Machine => _machine;

    /// <summary>Lets the market run to this moment. A moment before the present one changes nothing.</summary>
    /// <exception cref="ChainUnavailableException">Its log cannot be written; nothing has happened.</exception>
    /// <returns>What the feed told in the slots that passed of what the scan found, oldest first.</returns>
    public ImmutableArray<ArbitrageFinding> Advance(DateTimeOffset to)
    {
        lock (_gate)
        {
            if (_machine.Clock.SlotAt(to) <= _machine.Clock.Slot) return [];
            _machine.CheckAdvance(to);
            _log?.Advanced(to);
            return Run(to);
        }
    }

    /// <summary>What was told of the scan's findings after this slot, at most the last <see cref="RecentFindings.Max"/>.</summary>
    public ImmutableArray<ArbitrageFinding> FindingsAfter(ulong slot)
    {
        lock (_gate) return _recent.ToldAfter(slot);
    }

    /// <summary>What was told of the blocks after this slot, at most the last <see cref="RecentSlots.Max"/>.</summary>
    public ImmutableArray<VenueSlot> SlotsAfter(ulong slot)
    {
        lock (_gate) return _machine.Slots.After(slot);
    }

    /// <summary>Accounts as they stand now, all at one slot.</summary>
    /// <exception cref="ArgumentException">An address is none.</exception>
    public VenueLookUp Accounts(ImmutableArray<string> addresses)
    {
        var keys = addresses.Select(text => PublicKey.TryParse(text, out var key) ? key : throw new ArgumentException($"'{text}' is no address.", nameof(addresses))).ToArray();
        lock (_gate)
        {
            var found = keys.Select(_machine.Accounts.Find).Select(account => account.Exists ? new VenueAccount(account.Owner.ToString(), account.Data.ToArray()) : null);
            return new VenueLookUp(_machine.Clock.Slot, _machine.Clock.Time, [.. found]);
        }
    }

    /// <summary>Base58 of a mint's largest token accounts, largest first, at most twenty.</summary>
    public ImmutableArray<string> Largest(string mint)
    {
        lock (_gate) return _machine.Accounts.Largest(mint);
    }

    /// <summary>Everything an auditor wants to know, at one moment.</summary>
    public VenueAudit Audit()
    {
        lock (_gate) return VenueAudit.Of(_machine);
    }

    /// <summary>What a change of a token is worth at the market's reference price, in lamports, rounded towards zero. SOL is worth itself.</summary>
    /// <exception cref="ArgumentException">The token is not traded here.</exception>
    public Lamports Mark(BalanceChange change)
    {
        var token = _machine.Layout.Tokens.FirstOrDefault(t => t.Mint == change.Asset)
            ?? throw new ArgumentException($"{change.Asset} is not traded here.", nameof(change));
        lock (_gate) return new Lamports(checked((long)_machine.Market.WorthOf(token.Index, change.Change.Value)));
    }

    /// <inheritdoc cref="IVenue.Sale"/>
    public VenueSale Sale(ImmutableArray<RouteLeg> route, BaseUnits units)
    {
        lock (_gate) return RouteReader.Sale(_machine, route, units);
    }

    IChain IVenue.Chain => Chain;

    IExecutionPlanner IVenue.Planner => Planner;

    ISigner IVenue.Signer => Signer;

    ValueTask<ImmutableArray<ArbitrageFinding>> IVenue.Advance(DateTimeOffset to, CancellationToken cancel) => ValueTask.FromResult(Advance(to));

    ValueTask<ImmutableArray<ArbitrageFinding>> IVenue.FindingsAfter(ulong slot, CancellationToken cancel) =>
        ValueTask.FromResult(FindingsAfter(slot));

    ValueTask<ImmutableArray<VenueSlot>> IVenue.SlotsAfter(ulong slot, CancellationToken cancel) => ValueTask.FromResult(SlotsAfter(slot));

    ValueTask<VenueLookUp> IVenue.Accounts(ImmutableArray<string> addresses, CancellationToken cancel) => ValueTask.FromResult(Accounts(addresses));

    ValueTask<ImmutableArray<string>> IVenue.Largest(string mint, CancellationToken cancel) => ValueTask.FromResult(Largest(mint));

    ValueTask<VenueSale> IVenue.Sale(ImmutableArray<RouteLeg> route, BaseUnits units, CancellationToken cancel) => ValueTask.FromResult(Sale(route, units));

    ValueTask<VenueAudit> IVenue.Audit(CancellationToken cancel) => ValueTask.FromResult(Audit());

    ValueTask<Lamports> IVenue.Mark(BalanceChange change, CancellationToken cancel) => ValueTask.FromResult(Mark(change));

    public void Dispose()
    {
        _log?.Dispose();
        Signer.Dispose();
    }

    internal ChainHead Head()
    {
        lock (_gate) return _machine.Head();
    }

    internal SimulationOutcome Simulate(byte[] message)
    {
        lock (_gate) return _machine.Simulate(message);
    }

    internal SignatureStatus Status(string signature)
    {
        lock (_gate) return _machine.Status(signature);
    }

    internal SendOutcome Send(byte[] transaction)
    {
        lock (_gate)
        {
            if (_machine.Check(transaction, out var admissible) is { } answer) return answer;
            _log?.Received(transaction);
            return _machine.Admit(admissible!);
        }
    }

    private ImmutableArray<ArbitrageFinding> Run(DateTimeOffset to)
    {
        var told = _machine.Advance(to);
        return _recent.Add(_machine.Clock.Slot, told);
    }

    private void Replay(VenueInput input)
    {
        if (input.AdvancedTo is { } to) Run(to);
        else if (_machine.Check(input.Transaction, out var admissible) is null) _machine.Admit(admissible!);
        else throw new InvalidDataException("The log holds a transaction that this venue would never have taken.");
    }
}
