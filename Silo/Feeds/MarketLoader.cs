using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Save;

namespace Orchestrator.Silo.Feeds;

/// <summary>Fetches once what a feed tells only the changes of: pools, what they depend on, and reserves. For the feed's thread.</summary>
internal sealed class MarketLoader(ILaunchAccounts accounts, PoolKeeper keeper, ImmutableArray<PublicKey> pools, ImmutableArray<PublicKey> reserves)
{
    /// <summary>A pool names its vaults, these nothing more; concentrated pools name arrays. Whatever needs more rounds is left untold.</summary>
    private const int RoundsMax = 8;

    private readonly HashSet<PublicKey> _tracked = [];

    /// <summary>Why something could not be fetched; null when everything was.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Why a reserve lends nothing; null when all do. For the thread that asks for lenders.</summary>
    public string? LenderTrouble { get; private set; }

    /// <param name="again">Something may have been missed: what is known is fetched anew.</param>
    public async Task Fill(bool again, CancellationToken cancel)
    {
        Trouble = null;
        var unknown = pools.Where(pool => !_tracked.Contains(pool)).ToArray();
        await Fetch(unknown, cancel, (pool, found) =>
        {
            if (keeper.Track(pool, found.Account.Owner)) _tracked.Add(pool);
            else Trouble = $"{pool} is owned by {found.Account.Owner}, which has no pools here";
        });
        if (again) await Fetch([.. keeper.Wanted], cancel);
        for (var round = 0; round < RoundsMax && keeper.Missing is { Count: > 0 } missing; round++)
        {
            await Fetch([.. missing], cancel);
            if (Trouble is not null) return;
        }
    }

    /// <summary>The lenders as they stand now; whatever cannot be read lends nothing.</summary>
    public async Task<ImmutableArray<FlashLender>> Lenders(CancellationToken cancel)
    {
        var lenders = ImmutableArray.CreateBuilder<FlashLender>();
        if (reserves.IsEmpty) return [];
        LenderTrouble = null;
        var answers = await accounts.Accounts(reserves, cancel);
        for (var i = 0; i < reserves.Length; i++)
        {
            if (LenderOf(i < answers.Count ? answers[i] : AccountLookUp.Failed("no answer"), out var why) is { } lender) lenders.Add(lender);
            else LenderTrouble = $"reserve {reserves[i]}: {why}";
        }

        return lenders.ToImmutable();
    }

    private static FlashLender? LenderOf(AccountLookUp found, out string? why)
    {
        why = found.Failure;
        if (why is not null) return null;
        if (found.Account.Owner != ProgramIds.Save) why = $"it is owned by {found.Account.Owner}";
        else if (SaveReserve.TryDecode(found.Account.Data.Span, out var reserve) is var refusal && refusal != DecodeRefusal.None) why = refusal.ToString();
        else return new FlashLender(new Mint(reserve!.Mint.ToString()), reserve.Available, reserve.FlashLoanFeeWad, reserve.HostFeePercentage);
        return null;
    }

    private async Task Fetch(PublicKey[] addresses, CancellationToken cancel, Action<PublicKey, AccountLookUp>? before = null)
    {
        if (addresses.Length == 0) return;
        var answers = await accounts.Accounts(addresses, cancel);
        for (var i = 0; i < addresses.Length; i++)
        {
            if (i >= answers.Count || answers[i].Failure is { })
            {
                Trouble = $"account {addresses[i]}: {(i < answers.Count ? answers[i].Failure : "no answer")}";
                continue;
            }

            before?.Invoke(addresses[i], answers[i]);
            keeper.Apply(new AccountChange(addresses[i], answers[i].Account.Owner, answers[i].Account.Data, answers[i].Slot, 0));
        }
    }
}
