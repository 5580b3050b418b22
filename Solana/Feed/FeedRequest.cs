using System.Collections.Frozen;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;

namespace Orchestrator.Solana.Feed;

/// <summary>What to ask a server for, from what the enabled strategies need.</summary>
/// <param name="Launches">Transactions of the programs that make pools.</param>
/// <param name="Accounts">Accounts whose changes somebody follows: pools, vaults, tick and bin arrays.</param>
public sealed record FeedRequest(bool Launches, FrozenSet<PublicKey> Accounts)
{
    /// <summary>The filters for the server. Slots and block metas always: they carry the feed's pulse and its history.</summary>
    public SubscribeRequest ToSubscription()
    {
        var request = new SubscribeRequest { Commitment = CommitmentLevel.Processed };
        request.Slots["slots"] = new SubscribeRequestFilterSlots { FilterByCommitment = false, InterslotUpdates = true };
        request.BlocksMeta["metas"] = new SubscribeRequestFilterBlocksMeta();
        if (Launches)
        {
            var launches = new SubscribeRequestFilterTransactions { Vote = false, Failed = false };
            foreach (var program in LaunchReader.Programs) launches.AccountInclude.Add(program.ToString());
            request.Transactions["launches"] = launches;
        }

        if (Accounts.Count > 0)
        {
            var followed = new SubscribeRequestFilterAccounts();
            foreach (var account in Accounts) followed.Account.Add(account.ToString());
            request.Accounts["markets"] = followed;
        }

        return request;
    }
}
