using Orchestrator.Chain.Tests.Live.Kills;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>
/// Two whole orchestrators with one wallet, each with a store of its own, execute the same reservation: what a partition or a store that was put back can bring about.
/// Neither knows of the other; only the signer knows both.
/// </summary>
public sealed class TwoExecutorsTests(ChainRuntime runtime) : ChainTest(runtime)
{
    [Fact]
    public async Task The_signer_refuses_the_older_epoch_by_name_and_the_trade_lands_once()
    {
        var world = new LiveWorld(Chain);
        await world.CreateAsync();
        await Chain.SetAccountsAsync(Tokens.Of(world.Dollars, Mints.Usdc, world.Wallet, 0));
        using LiveFiles older = new(world, Chain), newer = new(world, Chain);
        await using var signer = await WatchedSigner.StartAsync(newer);
        string[] settings = [$"signer.socket={signer.Socket}"];
        // Every takeover is an epoch; the second life of this one has a higher one than the first of the other.
        await using (await LiveSystem.StartAsync(newer, Chain, world, settings: settings)) { }

        var interference = new Interference();
        await using var first = await LiveSystem.StartAsync(older, Chain, world, faults: interference, settings: settings);
        await using var second = await LiveSystem.StartAsync(newer, Chain, world, settings: settings);
        var (old, young) = ((await first.Book.Book()).Epoch, (await second.Book.Book()).Epoch);
        Assert.True(old < young, $"{old} < {young}");
        await first.ArmAsync();
        await second.ArmAsync();

        var (opportunity, before) = (await first.OpportunityAsync(), await first.OwnedAsync());
        // The older one has planned, simulated and pinned, and is about to ask: there the newer one overtakes it.
        var (asks, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        interference.At("saga.sign.before", () =>
        {
            asks.SetResult();
            return goesOn.Task;
        });
        Assert.True((await first.Grains.GetGrain<IOrchestratorGrain>("main").Offer(opportunity)).Accepted);
        await asks.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var landed = await second.TradeAsync(opportunity);
        goesOn.SetResult();
        var refused = await first.EndAsync(opportunity.Id);

        Assert.True(landed.Outcome == ExecutionOutcome.Landed, $"{landed.Outcome} {landed.Code}");
        Assert.Equal(await second.OwnedAsync() - before, landed.Realised.Value);
        Assert.NotEqual(ExecutionOutcome.Landed, refused.Outcome);
        Assert.Equal((null, Lamports.Zero), (refused.Signature, refused.Realised));

        var answers = signer.Answers.Where(answer => answer.Reservation == opportunity.Id).ToList();
        Assert.Equal([SignRefusal.None], answers.Where(answer => answer.Epoch == young).Select(answer => answer.Refusal));
        Assert.Contains(answers, answer => answer.Epoch == old);
        Assert.All(answers.Where(answer => answer.Epoch == old), answer => Assert.Equal(SignRefusal.OlderEpoch, answer.Refusal));
        Assert.Single(await Chain.LandedAsync(world.Wallet), one => LiveKillAudit.ReservationOf(one.Bytes) == opportunity.Id);

        // The older one's book has not seen the trade, and says so as soon as it looks at the wallet.
        Assert.Empty(await second.ReconcileAsync());
        Assert.NotEmpty(await first.ReconcileAsync());
        Assert.Equal(HaltCause.Reconciliation, (await first.Book.Snapshot()).Halt!.Cause);
    }
}
