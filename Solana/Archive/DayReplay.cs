using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Archive;

/// <summary>Walks a pool's day forwards with our own swap and compares every amount.</summary>
internal sealed class DayReplay(DayPool pool, WhirlpoolDay day, (UInt128 Low, UInt128 High) opening)
{
    public UInt128 SqrtPrice { get; private set; } = opening.Low + ((opening.High - opening.Low) / 2);

    public int Tick { get; private set; } = TickMath.TickAt(opening.Low + ((opening.High - opening.Low) / 2));

    public int Swaps { get; private set; }

    /// <summary>Swaps whose amounts came out to the base unit.</summary>
    public int Exact { get; private set; }

    public void Do(DayEvent happens)
    {
        switch (happens)
        {
            case DaySwap swap:
                Swaps++;
                if (pool.Swap(SqrtPrice, Tick, swap.Input, out var outcome) != QuoteRefusal.None) return;
                if (outcome.AmountIn == swap.AmountIn && outcome.AmountOut == swap.AmountOut) Exact++;
                (SqrtPrice, Tick) = (outcome.SqrtPrice, outcome.TickIndex);
                break;
            case DayLiquidity change when day.Positions.TryGetValue(change.Position, out var range):
                pool.Change(range.Lower, range.Upper, change.Delta);
                break;
            case DayCreation creation:
                (SqrtPrice, Tick) = (creation.SqrtPrice, TickMath.TickAt(creation.SqrtPrice));
                break;
        }
    }
}
