using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Cli.Running.Processes;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>What one drill did, and what the runtime said of it.</summary>
/// <param name="Missed">Points that a life never came to; they count for nothing.</param>
internal sealed record LiveDrillOutcome(int Seed, IReadOnlyList<LifeEnd> Died, IReadOnlyList<LifeEnd> Missed, LiveKillAudit Audit, TimeSpan Took);

/// <summary>One wallet, one store, one signer's memory, and a live process that is killed and started again; then the audit by the chain.</summary>
internal sealed class LiveKillDrill(ChainCalls chain, LiveWorld world)
{
    private static readonly TimeSpan LifeMax = TimeSpan.FromMinutes(3);

    public async Task<LiveDrillOutcome> RunAsync(int seed, IEnumerable<LifeEnd> ends)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var files = new LiveFiles(world, chain);
        var witness = Path.Combine(files.Folder, "witness.log");
        var opening = await OwnedAsync();
        var (died, missed, number) = (new List<LifeEnd>(), new List<LifeEnd>(), 0);
        foreach (var end in ends)
        {
            // The trades before have closed the gap; pools are not ours, so nothing of ours moves by this.
            await chain.SetAccountsAsync(end.Scene == LifeScene.Closed
                ? world.Dear.Accounts((Mints.WrappedSol, LiveWorld.CheapSol), (Mints.Usdc, LiveWorld.CheapUsdc)) : world.Pools());
            if (end.Scene == LifeScene.Drops) await chain.FaultNextBundleAsync("fail");
            var orders = new LifeOrders(files.Overrides(), [chain.RpcAddress, chain.JitoAddress, chain.ControlAddress], ++number, end.Scene, witness, end.Kill);
            (await DiesAsync(files, orders) ? died : missed).Add(end);
        }

        await chain.SetAccountsAsync(world.Pools());
        var audit = await LiveKillAudit.OfAsync(files, chain, world, witness, opening);
        return new(seed, died, missed, audit, TimeProvider.System.GetElapsedTime(begun));
    }

    private static async Task<bool> DiesAsync(LiveFiles files, LifeOrders orders)
    {
        await using var life = OwnProcess.Start(
            Environment.ProcessPath!, [LiveLife.Verb, orders.Write()], [.. files.Variables(byBundle: true).Select(variable => (variable.Key, variable.Value))]);
        var status = await life.Exit(LifeMax);
        Assert.True(status is 137 or 0, $"{orders.Kill} ended with {status}:\n{life.Said}");
        return status == 137;
    }

    private async Task<long> OwnedAsync()
    {
        var ledger = new Ledger(chain);
        return (long)(await ledger.LamportsAsync(world.Wallet) + await ledger.TokensAsync(world.Wrapped));
    }
}
