using Orchestrator.Chain.Tests.Live.Aggregator;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Signing;

/// <summary>What an aggregator's swap could do to us if it were signed unread.</summary>
public sealed class HostileRouting(LiveWorld world)
{
    private static readonly Holdings OnlyFee = new(-(Int128)ComputeBudget.LamportsPerSignature, 0);

    public IEnumerable<Hostile> All()
    {
        foreach (var share in (ulong[])[1, 10, 100])
        {
            var amount = LiveWorld.Sol / share;
            var got = ConstantProduct.Out(amount, LiveWorld.CheapSol, LiveWorld.CheapUsdc);
            var sold = new Holdings(-(Int128)amount, 0);
            Instruction Route(PublicKey destination, ulong quoted, ushort slippage = 0) =>
                JupiterStandIn.Route(world, Mints.WrappedSol, Mints.Usdc, world.Wrapped, destination, amount, quoted, slippage);
            yield return new($"{amount} routed to a stranger", [Route(HostileCorpus.StrangersDollars, got)], PolicyViolation.ForeignTokenAccount, OnlyFee + sold);
            yield return new($"{amount} routed for nothing", [Route(world.Dollars, 0)], PolicyViolation.UnboundedSwap, OnlyFee + sold + new Holdings(0, got));
            yield return new($"{amount} routed with all to slip", [Route(world.Dollars, got, 10_000)], PolicyViolation.UnboundedSwap, OnlyFee + sold + new Holdings(0, got));
            yield return new($"{amount} routed, more than may be spent", [Route(world.Dollars, got)], PolicyViolation.SpendAboveCap, OnlyFee + sold + new Holdings(0, got));
            var route = Route(world.Dollars, got);
            yield return new($"{amount} routed, with another account of ours within reach", [route with { Accounts = route.Accounts.Add(AccountMeta.Writable(world.Tethers)) }],
                PolicyViolation.OwnAccountExposed, OnlyFee + sold + new Holdings(0, got));
            // The program reads the amounts behind the plan, whatever follows: a reader from the end would see others.
            yield return new($"{amount} routed, with milder amounts behind the end", [route with { Data = (byte[])[.. route.Data.Span, .. new byte[19]] }],
                PolicyViolation.InstructionUnreadable, OnlyFee + sold + new Holdings(0, got));
        }
    }
}
