using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Sniping;

namespace Orchestrator.Grains.Tests.Sniping;

/// <summary>Look-ups that bring what the test says; without a word of it, an honest launch whose token trades dearer elsewhere.</summary>
public sealed class ScriptedResearch : ILaunchResearch
{
    public Func<LaunchFacts, LaunchFacts> Change { get; set; } = facts => facts;

    /// <summary>Never answers while it is set.</summary>
    public bool Hangs { get; set; }

    /// <summary>What a second node says of the same launch, made of what the first said; null: there is one node.</summary>
    public Func<LaunchFacts, LaunchFacts>? Second { get; set; }

    public int Looks;

    public async ValueTask<ImmutableArray<LaunchFacts>> Look(Launch launch, ImmutableArray<(string Pool, string Program)> siblings, CancellationToken cancel)
    {
        Interlocked.Increment(ref Looks);
        if (Hangs) await new TaskCompletionSource().Task.WaitAsync(cancel);
        var first = Change(new LaunchFacts(
            launch, LookUp<MintFacts>.Of(new(null, null, new(1_000_000_000), IssuerPowers.None, new(0))),
            LookUp<PoolFacts>.Of(Pool(launch.Pool, launch.Token, 100_000_000_000)), LookUp<ShareFacts>.Of(new(true, new(100), new(100), new(0))),
            LookUp<HolderFacts>.Of(new([])), default, LookUp<IFlashLender>.Of(new Free()), [Pool("other", launch.Token, 150_000_000_000)], new MarketClock(1_000, 2, 0)));
        return Second is null ? [first] : [first with { Witness = "node1" }, Second(first) with { Witness = "node2" }];
    }

    public static PoolFacts Pool(string name, Mint token, ulong sol) => new(new Flat(name, token, sol), 1_000, new(200_000_000), new(sol));

    private sealed class Free : IFlashLender
    {
        public ulong Available => 1_000_000_000_000;

        public ulong? FeeOf(ulong amount) => amount / 2_000;
    }

    private sealed class Flat(string pool, Mint token, ulong sol) : IPoolCurve
    {
        public string Venue => "raydium";
        public string Pool => pool;
        public Mint MintA => Mint.Sol;
        public Mint MintB => token;

        public CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock)
        {
            var (a, b) = aToB ? (sol, 200_000_000UL) : (200_000_000UL, sol);
            var output = (ulong)((UInt128)amountIn * b / ((UInt128)a + amountIn));
            return output == 0 ? CurveQuote.Refused("AmountTooSmall") : new CurveQuote(output, new BasisPoints(100), null);
        }

        public CurveShape Shape(bool aToB, in MarketClock clock) => CurveShape.Empty;
    }
}

public sealed class ScriptedSniper : ISniperSettings
{
    public PortfolioId Portfolio { get; set; } = new("sniper-test");

    public bool Enabled { get; set; }

    public SniperPolicy Policy { get; set; } = SniperPolicy.Default;
}

/// <summary>A journal that knows what the test put in.</summary>
public sealed class ScriptedJournal : Grains.Journal.IDecisionJournal
{
    public System.Collections.Concurrent.ConcurrentDictionary<OpportunityId, Domain.Decisions.DecisionRecord> Records { get; } = new();

    /// <summary>True: the store takes nothing.</summary>
    public bool Refuses { get; set; }

    public Task Append(ImmutableArray<Domain.Decisions.DecisionRecord> decisions)
    {
        if (Refuses) throw new IOException("The journal takes nothing.");
        foreach (var record in decisions) Records[record.Opportunity.Id] = record;
        return Task.CompletedTask;
    }

    public Task<Domain.Decisions.DecisionRecord?> Find(PortfolioId portfolio, OpportunityId id) => Task.FromResult(Records.GetValueOrDefault(id));

    public Task<IReadOnlySet<OpportunityId>> Decided(PortfolioId portfolio, IReadOnlyCollection<OpportunityId> ids) =>
        Task.FromResult<IReadOnlySet<OpportunityId>>(ids.Where(Records.ContainsKey).ToHashSet());

    public Task<Interfaces.DecisionPage> Query(PortfolioId portfolio, Interfaces.DecisionQuery query) =>
        Task.FromResult(new Interfaces.DecisionPage([.. Records.Values], null));
}
