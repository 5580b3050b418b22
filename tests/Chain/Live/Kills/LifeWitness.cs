using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>
/// Writes down what a killed process leaves with the kernel: every reservation that was acknowledged, before its caller knows; every release of capital, before
/// the book is asked for it, with the height of the chain at that moment.
/// </summary>
internal sealed class LifeWitness(string file, ChainCalls chain) : IIncomingGrainCallFilter, IDisposable
{
    private const string Reserved = "reserved", Releasing = "releasing";

    private readonly FileStream _file = new(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var isBook = context.InterfaceMethod.DeclaringType == typeof(IPortfolioGrain);
        if (isBook && context.InterfaceMethod.Name == nameof(IPortfolioGrain.Void))
        {
            // Read first: what is released later is released at this height or above it, so the judge is never too mild.
            var height = (await chain.RpcAsync("getBlockHeight", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
            Write($"{Releasing} {((OpportunityId)context.Request.GetArgument(0)!).Value} {height}\n");
        }

        await context.Invoke();
        if (isBook && context.Result is ReserveResult { Outcome: ReserveOutcome.Reserved }) Write($"{Reserved} {((ReserveRequest)context.Request.GetArgument(0)!).Trade.Id.Value}\n");
    }

    public void Dispose() => _file.Dispose();

    public static (HashSet<OpportunityId> Reserved, List<(OpportunityId Id, ulong Height)> Released) Read(string file)
    {
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        // A last line that the kill has cut was never said.
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
        return (
            [.. lines.Where(words => words[0] == Reserved).Select(Id)],
            [.. lines.Where(words => words[0] == Releasing).Select(words => (Id(words), ulong.Parse(words[2], CultureInfo.InvariantCulture)))]);

        static OpportunityId Id(string[] words) => new(Guid.Parse(words[1]));
    }

    private void Write(string line)
    {
        lock (_file) _file.Write(Encoding.ASCII.GetBytes(line));
    }
}
