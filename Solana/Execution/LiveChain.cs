using System.Collections.Concurrent;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>
/// The chain through several nodes and a block engine. It only reports: what is proven follows from <see cref="NodeQuorum"/>, what is done about it the saga decides.
/// </summary>
/// <param name="jito">Null sends through a node alone.</param>
/// <param name="alsoByNode">Send through a node beside the block engine.</param>
/// <param name="sends">False never sends: shadow mode.</param>
public sealed class LiveChain(RpcPool rpc, JitoClient? jito, bool alsoByNode, bool sends, PublicKey wallet, TipBoard board, TimeProvider clock) : IChain
{
    /// <summary>Signatures watched for whether they land: only for the tips.</summary>
    private const int WatchedMax = 1_024;

    /// <summary>A blockhash lives 150 blocks; beyond this nothing of it lands.</summary>
    private const ulong MissedAfter = 182;

    private readonly ConcurrentDictionary<string, ulong> _watched = [];

    public async ValueTask<ChainHead> Head(CancellationToken cancel)
    {
        var processed = rpc.AskEach(RpcCalls.GetEpochInfo(Commitment.Processed), cancel);
        var finalized = await rpc.AskEach(RpcCalls.GetEpochInfo(Commitment.Finalized), cancel);
        var now = (await processed).Where(answer => answer.IsAnswered).Select(answer => answer.Value).ToList();
        var final = finalized.Where(answer => answer.IsAnswered).Select(answer => answer.Value).ToList();
        if (now.Count < NodeQuorum.Size || final.Count < NodeQuorum.Size)
            throw new ChainUnavailableException($"{Math.Min(now.Count, final.Count)} of {rpc.Providers.Length} nodes say where the chain stands; {NodeQuorum.Size} are needed.");
        return new ChainHead(
            now.Max(info => info.AbsoluteSlot), NodeQuorum.HeightOf(now.Select(info => info.BlockHeight)), NodeQuorum.HeightOf(final.Select(info => info.BlockHeight)), clock.GetUtcNow());
    }

    public async ValueTask<SimulationOutcome> Simulate(byte[] message, CancellationToken cancel)
    {
        // Not signed yet, and with the very hash that will be signed.
        var answer = await rpc.Read(TransactionCalls.SimulateTransaction(Unsigned.Of(message), new SimulateOptions()), cancel);
        if (!answer.TryGet(out var simulated, out var error)) throw Unavailable("simulateTransaction", error);
        return new SimulationOutcome(simulated.Value.Error?.ToString(), simulated.Value.UnitsConsumed ?? 0, simulated.Slot, []);
    }

    public async ValueTask<SendOutcome> Send(byte[] transaction, CancellationToken cancel)
    {
        if (!sends) return new SendOutcome(SendReceipt.Rejected, "shadow mode never sends");
        if (VersionedTransaction.Decode(transaction, out var decoded) is var refusal && refusal != WireRefusal.None) return new SendOutcome(SendReceipt.Rejected, refusal.ToString());
        if (jito is null) return await ByNode(transaction, cancel);
        var engine = await jito.SendBundle([decoded!], cancel);
        var byEngine = engine.IsAnswered ? new SendOutcome(SendReceipt.Accepted, engine.Value) : Failed(engine.Error!);
        if (!alsoByNode) return byEngine;
        var byNode = await ByNode(transaction, cancel);
        // The likeliest of the two: one may have taken what the other refused.
        return byEngine.Receipt == SendReceipt.Accepted || byNode.Receipt == SendReceipt.Rejected ? byEngine : byNode;
    }

    public async ValueTask<SignatureStatus> Status(string signature, CancellationToken cancel)
    {
        var wanted = Signature.Parse(signature);
        var asked = await Task.WhenAll(rpc.Providers.Select(node => Ask(node, wanted, cancel)));
        var answers = asked.Where(answer => answer is not null).Select(answer => answer!).ToList();
        var status = NodeQuorum.Judge(answers) ?? throw new ChainUnavailableException($"None of {rpc.Providers.Length} nodes says what became of {signature}.");
        Learn(signature, status);
        return status;
    }

    /// <summary>What lands shows that the tips are enough; what is never seen shows that they may not be.</summary>
    private void Learn(string signature, SignatureStatus status)
    {
        if (status is { Commitment: Commitment.Finalized, Landing: not null })
        {
            _watched.TryRemove(signature, out _);
            board.Landed();
        }
        else if (status is { Commitment: Commitment.None, Witnesses: >= NodeQuorum.Size })
        {
            if (!_watched.TryGetValue(signature, out var first))
            {
                if (_watched.Count < WatchedMax) _watched[signature] = status.FinalizedBlockHeight;
            }
            else if (status.FinalizedBlockHeight > first + MissedAfter && _watched.TryRemove(signature, out _))
            {
                board.Missed();
            }
        }
    }

    /// <summary>Height first, status second: what is not known then was not there at that height.</summary>
    private async Task<NodeAnswer?> Ask(RpcProvider node, Signature signature, CancellationToken cancel)
    {
        var info = await node.Call(RpcCalls.GetEpochInfo(Commitment.Finalized), cancel);
        if (!info.IsAnswered) return null;
        var statuses = await node.Call(TransactionCalls.GetSignatureStatuses([signature], searchHistory: true), cancel);
        if (!statuses.IsAnswered) return null;
        var found = statuses.Value.Value[0];
        var answer = new NodeAnswer(
            info.Value.AbsoluteSlot, info.Value.BlockHeight, statuses.Value.Slot, found?.Commitment ?? Commitment.None, found?.Slot ?? 0, null);
        if (found is not { Commitment: Commitment.Finalized }) return answer;
        var landed = await node.Call(RpcCalls.GetTransaction(signature), cancel);
        return landed is { IsAnswered: true, Value: { } transaction } && Landings.Of(transaction, wallet) is { } landing ? answer with { Landing = landing } : answer;
    }

    private async Task<SendOutcome> ByNode(byte[] transaction, CancellationToken cancel)
    {
        // The saga has simulated the very bytes and repeats by itself.
        var answer = await rpc.Send(TransactionCalls.SendTransaction(transaction, new SendOptions { SkipPreflight = true, MaxRetries = 0 }), cancel);
        return answer.IsAnswered ? new SendOutcome(SendReceipt.Accepted, null) : Failed(answer.Error!);
    }

    private static SendOutcome Failed(RpcError error) =>
        new(error.MayHaveActed ? SendReceipt.Unknown : SendReceipt.Rejected, $"{error.Fault}: {error.Message}");

    private static ChainUnavailableException Unavailable(string what, RpcError error) => new($"{what}: {error.Fault}: {error.Message}");
}
