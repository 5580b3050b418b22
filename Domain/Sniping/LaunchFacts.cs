using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Sniping;

/// <summary>Everything that one launch is judged on. Each look-up may have failed; what failed is refused by name.</summary>
/// <param name="Pool">The pool itself: what it holds and its curve.</param>
/// <param name="Exits">Other pools of the same token and quote, where what is bought could be sold.</param>
/// <param name="Clock">The chain's time that the curves are asked at.</param>
public sealed record LaunchFacts(
    Launch Launch,
    LookUp<MintFacts> Mint,
    LookUp<PoolFacts> Pool,
    LookUp<ShareFacts> Shares,
    LookUp<HolderFacts> Holders,
    LookUp<CreatorFacts> Creator,
    LookUp<IFlashLender> Lender,
    ImmutableArray<PoolFacts> Exits,
    MarketClock Clock)
{
    /// <summary>Who said so; empty where there is only one who could.</summary>
    public string Witness { get; init; } = "";

    /// <summary>Of somebody who said nothing: everything is missing.</summary>
    public static LaunchFacts Nothing(Launch launch, string why, MarketClock clock) => new(
        launch, LookUp<MintFacts>.Failed(why), LookUp<PoolFacts>.Failed(why), LookUp<ShareFacts>.Failed(why), LookUp<HolderFacts>.Failed(why),
        LookUp<CreatorFacts>.Failed(why), LookUp<IFlashLender>.Failed(why), [], clock);
}

/// <summary>Powers that an issuer keeps over holders beside minting and freezing. Facts; <see cref="SniperPolicy.RefusedPowers"/> decides.</summary>
[Flags]
public enum IssuerPowers
{
    None = 0,
    TransferFeeAuthority = 1 << 0,
    DefaultFrozen = 1 << 1,
    NonTransferable = 1 << 2,
    PermanentDelegate = 1 << 3,
    TransferHook = 1 << 4,
    TransferHookAuthority = 1 << 5,
    Pausable = 1 << 6,
    Paused = 1 << 7,
    MintCloseAuthority = 1 << 8,
    Confidential = 1 << 9,
    PermissionedBurn = 1 << 10,

    /// <summary>An extension that nobody here knows.</summary>
    Unknown = 1 << 11,
}

/// <param name="MintAuthority">Who can mint more; null when given up.</param>
/// <param name="FreezeAuthority">Who can freeze holders; null when given up.</param>
/// <param name="TransferFee">The higher of the fees that hold now and from a later epoch on.</param>
public sealed record MintFacts(string? MintAuthority, string? FreezeAuthority, BaseUnits Supply, IssuerPowers Powers, BasisPoints TransferFee);

/// <param name="Slot">Slot of the state.</param>
/// <param name="Vault">Base units of the token in the pool.</param>
/// <param name="QuoteVault">Base units of the quote in the pool.</param>
public sealed record PoolFacts(IPoolCurve Curve, ulong Slot, BaseUnits Vault, BaseUnits QuoteVault);

/// <summary>The pool's share token.</summary>
/// <param name="Fungible">False: positions are not fungible here, and nothing can be burned.</param>
/// <param name="Issued">Shares ever issued and not withdrawn, burned ones included.</param>
/// <param name="Burned">Burned, or held where nobody can sign.</param>
/// <param name="Locked">Held by a locker program: out of reach for a time.</param>
public sealed record ShareFacts(bool Fungible, BaseUnits Issued, BaseUnits Burned, BaseUnits Locked)
{
    public static readonly ShareFacts None = new(false, BaseUnits.Zero, BaseUnits.Zero, BaseUnits.Zero);
}

public enum HolderKind
{
    Wallet = 0,

    /// <summary>The launch's own pool.</summary>
    Vault = 1,

    /// <summary>Nobody can sign for it.</summary>
    Burn = 2,

    /// <summary>A program that gives back at a stated time.</summary>
    Locker = 3,
}

/// <summary>One token account.</summary>
public readonly record struct Holding(string Owner, BaseUnits Amount, HolderKind Kind);

/// <param name="Largest">The largest accounts of the mint, as far as a node tells: twenty.</param>
public sealed record HolderFacts(ImmutableArray<Holding> Largest)
{
    /// <summary>What the five largest owners hold together, each owner's accounts summed; vault, burned and locked ones left out.</summary>
    public BaseUnits TopFive()
    {
        var owners = new Dictionary<string, UInt128>(StringComparer.Ordinal);
        foreach (var holding in Largest)
            if (holding.Kind == HolderKind.Wallet) owners[holding.Owner] = owners.GetValueOrDefault(holding.Owner) + holding.Amount.Value;
        UInt128 sum = 0;
        foreach (var amount in owners.Values.OrderDescending().Take(TopCount)) sum += amount;
        return new BaseUnits((ulong)UInt128.Min(sum, ulong.MaxValue));
    }

    private const int TopCount = 5;
}

/// <summary>What is remembered of whoever made the launch, and of its token.</summary>
/// <param name="CreatorListed">Why the creator is on the blacklist; null when it is not.</param>
/// <param name="TokenListed">Why the token is on it, under whatever pool; null when it is not.</param>
/// <param name="Launches">Launches of this creator seen before this one.</param>
/// <param name="Rugs">Those of them whose liquidity was taken away.</param>
public sealed record CreatorFacts(string? CreatorListed, string? TokenListed, int Launches, int Rugs)
{
    public static readonly CreatorFacts Unknown = new(null, null, 0, 0);
}

/// <summary>Who lends SOL within a transaction.</summary>
public interface IFlashLender
{
    /// <summary>Lamports that can be borrowed.</summary>
    ulong Available { get; }

    /// <summary>Lamports that this loan costs; null when it is not given.</summary>
    ulong? FeeOf(ulong amount);
}

/// <summary>Looks up what a launch is judged on, with each of those who can say it. What cannot be had comes back as a named hole, never as a guess; only cancellation throws.</summary>
public interface ILaunchResearch
{
    /// <param name="siblings">Other pools of the token, by address and program, as far as they are known.</param>
    /// <returns>What each says by itself; one at least.</returns>
    ValueTask<ImmutableArray<LaunchFacts>> Look(Launch launch, ImmutableArray<(string Pool, string Program)> siblings, CancellationToken cancel);
}
