using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Cli.Running.Processes;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>What one drill did, and what the runtime said of it.</summary>
/// <param name="Missed">Points that no attempt came to.</param>
/// <param name="Repeated">Lives that ended before they came to their point and were lived again; the audit judges what they left all the same.</param>
/// <param name="Otherwise">Those of them that neither were killed nor came to their end, such as a start that a machine at a standstill did not let finish.</param>
internal sealed record LiveDrillOutcome(
    int Seed, IReadOnlyList<LifeEnd> Died, IReadOnlyList<LifeEnd> Missed, IReadOnlyList<string> Repeated, IReadOnlyList<string> Otherwise, LiveKillAudit Audit, TimeSpan Took);

/// <summary>One wallet, one store, one signer's memory, and a live process that is killed and started again; then the audit by the chain.</summary>
internal sealed class LiveKillDrill(ChainCalls chain, LiveWorld world)
{
    private const int Killed = 137, Done = 0;

    /// <summary>An offer grows old while a machine stands still, and its life then passes by its point: nothing is wrong with it, and it is lived again.</summary>
    private const int AttemptsMax = 4;

    private static readonly TimeSpan LifeMax = TimeSpan.FromMinutes(6);

    /// <param name="lives">Each one life, or several that need each other.</param>
    public async Task<LiveDrillOutcome> RunAsync(int seed, IEnumerable<LifeEnd[]> lives)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var files = new LiveFiles(world, chain);
        var witness = Path.Combine(files.Folder, "witness.log");
        var opening = await OwnedAsync();
        var (died, missed, repeated, otherwise, number) = (new List<LifeEnd>(), new List<LifeEnd>(), new List<string>(), new List<string>(), 0);
        foreach (var life in lives)
        {
            var reached = 0;
            for (var attempt = 0; attempt < AttemptsMax && reached < life.Length; attempt++)
            {
                for (reached = 0; reached < life.Length; reached++)
                {
                    var end = life[reached];
                    var (status, said) = await LiveAsync(files, witness, end, ++number);
                    if (status == Killed) continue;
                    repeated.Add($"{end}: {said}");
                    if (status != Done) otherwise.Add($"{end}: {status}: {said}");
                    break;
                }
            }

            died.AddRange(life[..reached]);
            missed.AddRange(life[reached..]);
        }

        await chain.SetAccountsAsync(world.Pools());
        var audit = await LiveKillAudit.OfAsync(files, chain, world, witness, opening);
        return new(seed, died, missed, repeated, otherwise, audit, TimeProvider.System.GetElapsedTime(begun));
    }

    private async Task<(int Status, string Said)> LiveAsync(LiveFiles files, string witness, LifeEnd end, int number)
    {
        // The trades before have closed the gap; pools are not ours, so nothing of ours moves by this.
        await chain.SetAccountsAsync(end.Scene == LifeScene.Closed
            ? world.Dear.Accounts((Mints.WrappedSol, LiveWorld.CheapSol), (Mints.Usdc, LiveWorld.CheapUsdc)) : world.Pools());
        if (end.Scene == LifeScene.Drops) await chain.FaultNextBundleAsync("fail");
        var orders = new LifeOrders(files.Overrides(), [chain.RpcAddress, chain.JitoAddress, chain.ControlAddress], number, end.Scene, witness, end.Kill);
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
