namespace Orchestrator.Solana.Simulation;

/// <summary>What somebody else wants to do in a block. Competitors pay a tip; everybody else goes last.</summary>
/// <param name="MovePpm">How far to move the price of the pool's first token; 0: as far as the reference price says when its turn comes.</param>
internal readonly record struct ForeignTrade(ulong Tip, ulong Priority, ulong Tie, int Pool, int MovePpm, int AimPpm, int LimitPpm);

/// <summary>
/// The other traders: ordinary flow keeps pools within a few basis points of the reference, whales and news open gaps,
/// competitors close them some slots later. Everything is drawn per slot and pool; nothing remembers.
/// </summary>
internal sealed class OrderFlow(VenueSettings settings)
{
    private readonly Chance _chance = new(settings.Seed);
    private readonly OrderFlowSettings _flow = settings.OrderFlow;

    /// <summary>Moves the reference prices by one slot, with or without a block.</summary>
    public void MoveReference(ulong slot, ulong[] reference)
    {
        foreach (var token in VenueToken.All)
            if (token.Drifts)
                reference[token.Index] = Scale(reference[token.Index], Chance.Between(
                    _chance.Draw(Purpose.ReferenceStep, slot, (ulong)token.Index), -_flow.ReferenceStepPpm, _flow.ReferenceStepPpm));
        if (_chance.Hits(_flow.SpikesPpm, Purpose.Spike, slot))
        {
            var draw = _chance.Draw(Purpose.Spike, slot, 1);
            var drifting = VenueToken.All.Where(t => t.Drifts && t.Index != VenueToken.Usdc).ToArray();
            var token = drifting[(int)(draw % (ulong)drifting.Length)].Index;
            reference[token] = Scale(reference[token], Signed(Chance.Next(draw), _flow.SpikeMovePpm / 4, _flow.SpikeMovePpm));
        }

        var peg = Chance.Between(_chance.Draw(Purpose.ReferenceStep, slot, VenueToken.Usdt), -_flow.DispersionPpm / 2, _flow.DispersionPpm / 2);
        reference[VenueToken.Usdt] = Scale(reference[VenueToken.Usdc], peg);
    }

    /// <summary>The trades others send for this block, judged on the state before it.</summary>
    public void Collect(ulong slot, Market market, List<ForeignTrade> into)
    {
        foreach (var pool in market.Layout.Pools.Take(market.Layout.EstablishedPools))
        {
            var index = (ulong)pool.Index;
            var gap = GapPpm(market, pool);
            if (Math.Abs(gap) > pool.FeePpm + _flow.CompetitionFromPpm && _chance.Hits(_flow.CompetitionPpm, Purpose.Competition, slot, index))
                into.Add(Competitor(slot, pool.Index));
            if (_chance.Hits(_flow.FlowPpm, Purpose.Flow, slot, index))
                into.Add(Ordinary(slot, pool.Index));
        }

        if (_chance.Hits(_flow.WhalesPpm, Purpose.Whale, slot)) into.Add(Whale(slot, market.Layout.EstablishedPools));
    }

    /// <summary>Executes one foreign trade against the pool as it is now.</summary>
    public static bool Execute(ForeignTrade trade, Market market)
    {
        var pool = market.Layout.Pools[trade.Pool];
        var move = trade.MovePpm != 0 ? trade.MovePpm : Math.Clamp(trade.AimPpm - GapPpm(market, pool), -trade.LimitPpm, trade.LimitPpm);
        if (move == 0) return false;

        // In a constant-product pool the price moves twice as far as the reserve, to first order.
        var tokenIn = move > 0 ? pool.Token1 : pool.Token0;
        var amountIn = (ulong)((UInt128)market.ReserveOf(pool, tokenIn) * (ulong)Math.Abs(move) / (2 * Chance.Million));
        var amountOut = market.Quote(pool, tokenIn, amountIn);
        var tokenOut = pool.Other(tokenIn);
        int[] crowd = market.Layout.CrowdTokens;
        if (amountOut == 0 || market.Amounts[crowd[tokenIn]] < amountIn) return false;
        return market.TryTransfer(crowd[tokenIn], pool.VaultOf(tokenIn), amountIn)
            && market.TryTransfer(pool.VaultOf(tokenOut), crowd[tokenOut], amountOut);
    }

    /// <summary>How far the pool prices its first token above the reference, in parts per million, within ±10^6.</summary>
    public static int GapPpm(Market market, VenuePool pool)
    {
        var worth0 = (Int128)market.Amounts[pool.Vault0] * (Int128)market.Reference[pool.Token0] >> 20;
        var worth1 = (Int128)market.Amounts[pool.Vault1] * (Int128)market.Reference[pool.Token1] >> 20;
        return worth0 == 0 ? 0 : (int)Int128.Clamp((worth1 - worth0) * Chance.Million / worth0, -Chance.Million, Chance.Million);
    }

    private ForeignTrade Competitor(ulong slot, int pool)
    {
        var draw = _chance.Draw(Purpose.Competition, slot, (ulong)pool, 1);
        var tip = (ulong)Chance.Between(draw, 10_000, (long)_flow.CompetitorTipMax);
        var aim = (int)Chance.Between(Chance.Next(draw), -_flow.DispersionPpm, _flow.DispersionPpm);
        return new ForeignTrade(tip, 0, Chance.Next(Chance.Next(draw)), pool, 0, aim, (int)Chance.Million);
    }

    private ForeignTrade Ordinary(ulong slot, int pool)
    {
        var draw = _chance.Draw(Purpose.Flow, slot, (ulong)pool, 1);
        var aim = (int)Chance.Between(draw, -_flow.DispersionPpm, _flow.DispersionPpm);
        return new ForeignTrade(0, draw % 100_000, Chance.Next(draw), pool, 0, aim, _flow.FlowMovePpm);
    }

    private ForeignTrade Whale(ulong slot, int pools)
    {
        var draw = _chance.Draw(Purpose.Whale, slot, 1);
        var size = Chance.Next(draw);
        var most = size % 16 == 0 ? _flow.WhaleMoveMaxPpm * 8 : _flow.WhaleMoveMaxPpm;
        var move = (int)Signed(size, _flow.WhaleMoveMinPpm, most);
        return new ForeignTrade(0, draw % 100_000, Chance.Next(size), (int)(draw % (ulong)pools), move, 0, 0);
    }

    private static long Signed(ulong draw, long low, long high)
    {
        var size = Chance.Between(Chance.Next(draw), low, high);
        return (draw & (1ul << 40)) == 0 ? size : -size;
    }

    private static ulong Scale(ulong price, long ppm) =>
        (ulong)Int128.Max(1, (Int128)price * (Chance.Million + ppm) / Chance.Million);
}
