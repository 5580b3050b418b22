using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Launches;

/// <summary>The accounts of one analysis: each is asked for once, so that all filters see the same state. For one analysis at a time.</summary>
internal sealed class LookedUp(ILaunchAccounts accounts) : IAccountSource
{
    /// <summary>Accounts of one analysis; a pool whose reader asks for more is not analysed.</summary>
    public const int AccountsMax = 512;

    private readonly Dictionary<PublicKey, AccountLookUp> _known = [];

    public AccountData? Find(PublicKey address) => _known.TryGetValue(address, out var found) && found.Failure is null ? found.Account : null;

    public ulong SlotOf(PublicKey address) => _known.TryGetValue(address, out var found) ? found.Slot : 0;

    /// <returns>Why the first of them that failed is not known; null when all are.</returns>
    public async ValueTask<string?> Fetch(IEnumerable<PublicKey> addresses, CancellationToken cancel)
    {
        PublicKey[] wanted = [.. addresses.Distinct()];
        PublicKey[] asked = [.. wanted.Where(address => !_known.ContainsKey(address))];
        if (_known.Count + asked.Length > AccountsMax) return $"more than {AccountsMax} accounts";
        if (asked.Length > 0)
        {
            var answers = await accounts.Accounts(asked, cancel);
            for (var i = 0; i < asked.Length; i++) _known[asked[i]] = i < answers.Count ? answers[i] : AccountLookUp.Failed("no answer");
        }

        foreach (var address in wanted)
            if (_known[address].Failure is { } failure) return $"account {address}: {failure}";
        return null;
    }
}
