using System.Buffers.Binary;
using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Solana.Simulation;

/// <summary>Looks after every block for cycles through changed pools that pay after all fees.</summary>
/// <remarks>Of cycles that share a pool only the best is told: they are one gap, and only one of them can be taken.</remarks>
internal sealed class MarketScanner(VenueSettings settings, VenueLayout layout)
{
    private readonly Chance _chance = new(settings.Seed);
    private readonly IReadOnlyList<Cycle> _cycles = Cycle.All(layout);
    private readonly Dictionary<int, ulong> _paysSince = [];
    private readonly List<(Cycle Cycle, SizedCycle Sized)> _paying = [];

    public IReadOnlyList<Cycle> Cycles => _cycles;

    public void Scan(Market market, ulong slot, DateTimeOffset time, Action<ArbitrageFinding> into)
    {
        var costs = TransactionCosts.Lamports(settings.Execution);
        _paying.Clear();
        foreach (var cycle in _cycles)
        {
            if (!Changed(market, cycle, slot)) continue;
            var sized = CycleSizing.Best(market, cycle.Legs, Cap(market), settings.Scanner.UseFlashLoan);
            if (sized is { } found && found.Profit - costs >= settings.Scanner.MinimumProfit)
            {
                _paying.Add((cycle, found));
                _paysSince.TryAdd(cycle.Index, slot);
            }
            else
            {
                _paysSince.Remove(cycle.Index);
            }
        }

        _paying.Sort((left, right) => right.Sized.Profit != left.Sized.Profit
            ? right.Sized.Profit.CompareTo(left.Sized.Profit)
            : left.Cycle.Index.CompareTo(right.Cycle.Index));
        Tell(market, slot, time, costs, into);
    }

    private static bool Changed(Market market, Cycle cycle, ulong slot)
    {
        foreach (var leg in cycle.Legs)
            if (market.PoolChangedSlot[leg.Pool.Index] == slot) return true;
        return false;
    }

    private ulong Cap(Market market)
    {
        var cap = settings.Scanner.InputCap;
        if (!settings.Scanner.UseFlashLoan) return cap;
        return market.Lender.FlashLoanFeeWad == ulong.MaxValue ? 0 : Math.Min(cap, market.Amounts[layout.ReserveOf(VenueToken.Sol)!.Supply]);
    }

    private void Tell(Market market, ulong slot, DateTimeOffset time, long costs, Action<ArbitrageFinding> into)
    {
        var told = 0;
        var used = new HashSet<int>();
        foreach (var (cycle, sized) in _paying)
        {
            if (told == settings.Scanner.FindingsPerSlotMax) return;
            if (cycle.Legs.Any(leg => used.Contains(leg.Pool.Index))) continue;
            foreach (var leg in cycle.Legs) used.Add(leg.Pool.Index);
            into(Finding(market, cycle, sized, slot, time, costs));
            told++;
        }
    }

    private ArbitrageFinding Finding(Market market, Cycle cycle, SizedCycle sized, ulong slot, DateTimeOffset time, long costs)
    {
        var route = RouteOf(market, cycle.Legs, sized.Input);
        var impact = route.Sum(leg => leg.PriceImpact.Value);
        var age = (int)(slot - _paysSince[cycle.Index]);
        var judged = FindingScores.Judge(impact, age, cycle.Legs, market, slot);
        var borrowed = settings.Scanner.UseFlashLoan ? new Lamports(checked((long)sized.Input)) : Lamports.Zero;
        return new ArbitrageFinding(
            Id(cycle, slot, time), StrategyId.Arbitrage, cycle.Key, VenueToken.All[cycle.Legs[0].TokenOut].Mint, route,
            new BaseUnits(sized.Input), new BaseUnits(sized.Output), new Lamports(sized.Profit - costs),
            RequiredCapital(sized.Input, costs), borrowed, new Lamports(checked((long)sized.FlashFee)),
            new BasisPoints(Math.Max(impact, 1)), judged.Risk, judged.Confidence, age, slot, time, time + settings.Scanner.Lifetime);
    }

    private Lamports RequiredCapital(ulong input, long costs)
    {
        if (!settings.Scanner.UseFlashLoan) return new Lamports(checked((long)input + costs));
        var buffer = (UInt128)input * settings.Scanner.CapitalBufferPpm / Chance.Million;
        return new Lamports(checked((long)buffer + costs));
    }

    private static ImmutableArray<RouteLeg> RouteOf(Market market, CycleLeg[] legs, ulong input)
    {
        var route = ImmutableArray.CreateBuilder<RouteLeg>(legs.Length);
        var amount = input;
        foreach (var leg in legs)
        {
            var output = market.Quote(leg.Pool, leg.TokenIn, amount);
            route.Add(new RouteLeg(
                leg.Pool.Venue, leg.Pool.AddressText, VenueToken.All[leg.TokenIn].Mint, VenueToken.All[leg.TokenOut].Mint,
                new BaseUnits(amount), new BaseUnits(output),
                FindingScores.PriceImpact(market.ReserveOf(leg.Pool, leg.TokenIn), market.ReserveOf(leg.Pool, leg.TokenOut), amount, output),
                market.PoolChangedSlot[leg.Pool.Index]));
            amount = output;
        }

        return route.MoveToImmutable();
    }

    private OpportunityId Id(Cycle cycle, ulong slot, DateTimeOffset time)
    {
        Span<byte> random = stackalloc byte[16];
        var draw = _chance.Draw(Purpose.OpportunityId, slot, (ulong)cycle.Index);
        BinaryPrimitives.WriteUInt64LittleEndian(random, draw);
        BinaryPrimitives.WriteUInt64LittleEndian(random[8..], Chance.Next(draw));
        return OpportunityId.Create(time, random);
    }
}
