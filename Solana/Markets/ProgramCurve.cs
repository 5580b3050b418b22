using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Markets;

/// <summary>A pool of an on-chain program as a curve that strategies can ask.</summary>
public sealed class ProgramCurve : IPoolCurve
{
    private CurveShape? _aToB, _bToA;

    /// <exception cref="ArgumentException">The program is no venue.</exception>
    public ProgramCurve(IPool pool)
    {
        Source = pool;
        Venue = VenueOf(pool.Program) ?? throw new ArgumentException($"{pool.Program} is no venue.", nameof(pool));
        Pool = pool.Address.ToString();
        MintA = new Mint(pool.MintA.ToString());
        MintB = new Mint(pool.MintB.ToString());
    }

    /// <summary>The same pool in another state: names are kept.</summary>
    private ProgramCurve(IPool pool, ProgramCurve before)
    {
        Source = pool;
        (Venue, Pool) = (before.Venue, before.Pool);
        MintA = pool.MintA == before.Source.MintA ? before.MintA : new Mint(pool.MintA.ToString());
        MintB = pool.MintB == before.Source.MintB ? before.MintB : new Mint(pool.MintB.ToString());
    }

    /// <summary>The pool itself, which also builds the swap.</summary>
    public IPool Source { get; }

    public string Venue { get; }
    public string Pool { get; }
    public Mint MintA { get; }
    public Mint MintB { get; }

    public static string? VenueOf(PublicKey program) =>
        program == ProgramIds.RaydiumV4 || program == ProgramIds.RaydiumCpmm || program == ProgramIds.RaydiumClmm ? "raydium"
        : program == ProgramIds.Whirlpool ? "orca"
        : program == ProgramIds.MeteoraDlmm || program == ProgramIds.MeteoraDammV2 ? "meteora"
        : null;

    public ProgramCurve With(IPool pool) => new(pool, this);

    public CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock)
    {
        var quote = Source.QuoteExactIn(aToB ? Source.MintA : Source.MintB, amountIn, ToChain(clock));
        if (quote.IsRefused) return CurveQuote.Refused(quote.Refusal.ToString());
        return quote.AmountOut == 0
            ? CurveQuote.Refused(nameof(QuoteRefusal.AmountTooSmall))
            : new CurveQuote(quote.AmountOut, new BasisPoints((int)decimal.Ceiling(quote.PriceImpactBps)), null);
    }

    /// <summary>Worked out once a state and direction; two threads that meet here do the same work twice, no more.</summary>
    public CurveShape Shape(bool aToB, in MarketClock clock)
    {
        ref var kept = ref aToB ? ref _aToB : ref _bToA;
        if (Volatile.Read(ref kept) is { } shape) return shape;
        shape = Source.Shape(aToB, ToChain(clock));
        Volatile.Write(ref kept, shape);
        return shape;
    }

    private static ChainClock ToChain(in MarketClock clock) => new(clock.Slot, clock.Epoch, clock.UnixTime);
}
