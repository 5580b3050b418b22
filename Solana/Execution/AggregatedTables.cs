using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.LookupTables;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>
/// Says why a message with a leg of Jupiter's is too large. Its lookup tables serve it once the signer's policy pins them, for a signer that asks nobody cannot
/// know what another's table holds; where pinning would help, they are named. What they hold is read from the chain: of the answer only the names are used.
/// </summary>
internal sealed class AggregatedTables(RpcPool rpc, TradeTerms terms)
{
    /// <summary>More than any message of 1,232 bytes gains from.</summary>
    public const int NamedMax = 8;

    /// <param name="named">The tables that Jupiter names.</param>
    /// <param name="build">The same message with these tables beside the pinned ones.</param>
    /// <exception cref="ChainUnavailableException">No node answers.</exception>
    public async Task<TradeDraft> Explain(TradeDraft tooLarge, ImmutableArray<PublicKey> named, Func<ImmutableArray<LookupTable>, TradeDraft> build, CancellationToken cancel)
    {
        PublicKey[] foreign = [.. named.Except(terms.Tables.Select(table => table.Key))];
        if (foreign.Length == 0) return tooLarge;
        if (foreign.Length > NamedMax) return TradeDraft.Refused(PlanRefusals.AggregatorAnswerRefused, $"too_many_tables: {foreign.Length}, at most {NamedMax}");
        var answer = await rpc.Read(AccountCalls.GetMultipleAccounts(foreign, Commitment.Finalized), cancel);
        if (!answer.TryGet(out var found, out var error)) throw new ChainUnavailableException($"Lookup tables could not be read: {error.Fault}: {error.Message}");
        var tables = ImmutableArray.CreateBuilder<LookupTable>(foreign.Length);
        for (var i = 0; i < foreign.Length; i++)
        {
            if (found.Value[i] is not { } account || LookupTableAccount.Read(account.Owner, account.Data.Span, out var table) != DecodeRefusal.None || !table!.IsActive)
                return TradeDraft.Refused(PlanRefusals.AggregatorAnswerRefused, $"no_table: {foreign[i]}");
            tables.Add(new LookupTable(foreign[i], table.Addresses));
        }

        if (build([.. terms.Tables, .. tables]).Message is not { } message) return tooLarge;
        var used = message.Lookups.Select(lookup => lookup.Table).Intersect(foreign);
        return TradeDraft.Refused(PlanRefusals.TablesNotPinned, $"it fits with {string.Join(", ", used)} in the signer's policy");
    }
}
