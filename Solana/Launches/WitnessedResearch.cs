using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Launches;

/// <summary>Looks everything up with each source by itself, at the same time, so that their words can be compared. One that hangs says nothing.</summary>
public sealed class WitnessedResearch(ImmutableArray<(string Name, LaunchResearch Research)> witnesses, TimeProvider time) : ILaunchResearch
{
    /// <summary>Longest that all look-ups with one source may take, in real time.</summary>
    public static readonly TimeSpan WitnessTime = TimeSpan.FromSeconds(2);

    /// <summary>Each node of the pool by itself.</summary>
    public static WitnessedResearch Of(RpcPool nodes, PublicKey lender, TimeProvider time) =>
        new([.. nodes.Providers.Select(node => (node.Name, new LaunchResearch(new NodeAccounts(nodes, time, node.Name), ProgramRegistry.Mainnet, lender)))], time);

    /// <summary>One source, whose word is taken.</summary>
    public static WitnessedResearch Of(ILaunchAccounts accounts, PublicKey lender) => new([("", new LaunchResearch(accounts, ProgramRegistry.Mainnet, lender))], TimeProvider.System);

    public async ValueTask<ImmutableArray<LaunchFacts>> Look(Launch launch, ImmutableArray<(string Pool, string Program)> siblings, CancellationToken cancel) =>
        [.. await Task.WhenAll(witnesses.Select(witness => Ask(witness.Name, witness.Research, launch, siblings, cancel)))];

    private async Task<LaunchFacts> Ask(string name, LaunchResearch research, Launch launch, ImmutableArray<(string Pool, string Program)> siblings, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(WitnessTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            return await research.Look(launch, siblings, either.Token) with { Witness = name };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return LaunchFacts.Nothing(launch, $"no answer within {WitnessTime.TotalSeconds:0} s", research.Clock) with { Witness = name };
        }
    }
}
