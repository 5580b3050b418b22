namespace Orchestrator.Solana.Execution;

/// <summary>What is offered to a block engine for its place.</summary>
/// <param name="Floor">Never less, lamports; an engine takes nothing below 1,000.</param>
/// <param name="Cap">Never more, lamports. The signer has a cap of its own.</param>
/// <param name="ShareBps">Share of what a trade brings after its other costs, basis points.</param>
/// <param name="RiseBps">What is added for each execution in a row that did not land, basis points.</param>
public sealed record TipTerms(ulong Floor, ulong Cap, int ShareBps, int RiseBps)
{
    /// <summary>Beyond so many in a row the tip is not what is wrong.</summary>
    public const int MissesMax = 10;

    /// <summary>The tip of one trade. Never more than what it brings: a trade that only pays its tip is refused later for its profit.</summary>
    /// <param name="gain">What the trade brings before its tip, lamports.</param>
    /// <param name="market">What tips landed lately, lamports; zero when nobody knows.</param>
    /// <param name="misses">Executions in a row that did not land.</param>
    public ulong For(ulong gain, ulong market, int misses)
    {
        var share = (UInt128)gain * (uint)ShareBps / 10_000;
        var wanted = UInt128.Max(UInt128.Max(share, market), Floor);
        var risen = wanted * (10_000 + (uint)RiseBps * (uint)Math.Clamp(misses, 0, MissesMax)) / 10_000;
        return (ulong)UInt128.Max(Floor, UInt128.Min(UInt128.Min(risen, Cap), gain));
    }
}

/// <summary>What the tips depend on and who trades learns: what landed lately on the market, and how often in a row we did not.</summary>
public sealed class TipBoard
{
    private ulong _market;
    private int _misses;

    /// <summary>Lamports; zero when nobody knows.</summary>
    public ulong Market => Volatile.Read(ref _market);

    public int Misses => Volatile.Read(ref _misses);

    public void See(ulong market) => Volatile.Write(ref _market, market);

    public void Landed() => Volatile.Write(ref _misses, 0);

    public void Missed()
    {
        // Many executions end at once; looking and counting apart would count past the bound.
        for (var known = Misses; known < TipTerms.MissesMax;)
        {
            var seen = Interlocked.CompareExchange(ref _misses, known + 1, known);
            if (seen == known) return;
            known = seen;
        }
    }
}
