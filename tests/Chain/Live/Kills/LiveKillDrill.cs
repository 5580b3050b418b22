using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Cli.Running.Processes;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>What one drill did, and what the runtime said of it.</summary>
/// <param name="Missed">Points that a life never came to; they count for nothing.</param>
/// <param name="Otherwise">Lives that ended in another way than killed or done, such as a start that a machine at a standstill did not let finish; the audit judges what they left all the same.</param>
internal sealed record LiveDrillOutcome(int Seed, IReadOnlyList<LifeEnd> Died, IReadOnlyList<LifeEnd> Missed, IReadOnlyList<string> Otherwise, LiveKillAudit Audit, TimeSpan Took);

/// <summary>One wallet, one store, one signer's memory, and a live process that is killed and started again; then the audit by the chain.</summary>
internal sealed class LiveKillDrill(ChainCalls chain, LiveWorld world)
{
    private const int Killed = 137, Done = 0;

    private static readonly TimeSpan LifeMax = TimeSpan.FromMinutes(3);

    public async Task<LiveDrillOutcome> RunAsync(int seed, IEnumerable<LifeEnd> ends)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var files = new LiveFiles(world, chain);
        var witness = Path.Combine(files.Folder, "witness.log");
        var opening = await OwnedAsync();
        var (died, missed, otherwise, number) = (new List<LifeEnd>(), new List<LifeEnd>(), new List<string>(), 0);
        foreach (var end in ends)
        {
            // The trades before have closed the gap; pools are not ours, so nothing of ours moves by this.
            await chain.SetAccountsAsync(end.Scene == LifeScene.Closed
                ? world.Dear.Accounts((Mints.WrappedSol, LiveWorld.CheapSol), (Mints.Usdc, LiveWorld.CheapUsdc)) : world.Pools());
            if (end.Scene == LifeScene.Drops) await chain.FaultNextBundleAsync("fail");
            var orders = new LifeOrders(files.Overrides(), [chain.RpcAddress, chain.JitoAddress, chain.ControlAddress], ++number, end.Scene, witness, end.Kill);
            var (status, said) = await LiveAsync(files, orders);
            if (status is not (Killed or Done)) otherwise.Add($"{end}: {status}: {said}");
            (status == Killed ? died : missed).Add(end);
        }

        await chain.SetAccountsAsync(world.Pools());
        var audit = await LiveKillAudit.OfAsync(files, chain, world, witness, opening);
        return new(seed, died, missed, otherwise, audit, TimeProvider.System.GetElapsedTime(begun));
    }

    private static async Task<(int Status, string Said)> LiveAsync(LiveFiles files, LifeOrders orders)
    {
        await using var life = OwnProcess.Start(
            Environment.ProcessPath!, [LiveLife.Verb, orders.Write()], [.. files.Variables(byBundle: true).Select(variable => (variable.Key, variable.Value))]);
        return (await life.Exit(LifeMax), life.Said);
    }

    private async Task<long> OwnedAsync()
    {
        var ledger = new Ledger(chain);
        return (long)(await ledger.LamportsAsync(world.Wallet) + await ledger.TokensAsync(world.Wrapped));
    }
}
