using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>One launch of the simulated market, for whoever judges the judges.</summary>
/// <param name="Slot">In which its pool comes into being.</param>
/// <param name="Token">Base58 of the mint.</param>
/// <param name="Pool">Base58.</param>
public sealed record VenueLaunchView(LaunchScheme Scheme, ulong Slot, string Token, string Pool);

/// <summary>A token that is launched: what never changes of it. All of it stands in the layout from the start; it comes into being in its slot.</summary>
/// <param name="Pulled">Slot in which its liquidity is taken away; 0: never.</param>
/// <param name="Exit">A second pool of the token, by somebody else, two slots later; null where there is none.</param>
/// <param name="Opening">What the accounts of the token hold once it is launched: index of the account, base units.</param>
internal sealed record VenueLaunch(
    int Index, LaunchScheme Scheme, ulong Slot, ulong Pulled, VenueToken Token, PublicKey Creator, LaunchedPool Pool, LaunchedPool? Exit,
    ImmutableArray<(int Account, ulong Units)> Opening)
{
    /// <summary>Slots after which somebody else makes a second pool.</summary>
    public const ulong ExitAfter = 2;

    public ulong ExitSlot => Slot + ExitAfter;

    public ulong Supply => Opening.Aggregate(0UL, (sum, one) => sum + one.Units);

    public VenueLaunchView View => new(Scheme, Slot, Token.Mint.Value, Pool.Pool.AddressText);
}

/// <param name="Creator">Who signs for the pool's creation.</param>
/// <param name="Lamports">SOL put in.</param>
/// <param name="Units">Tokens put in.</param>
/// <param name="ShareHolding">The account that keeps the pool's shares; without it they are burned.</param>
internal sealed record LaunchedPool(VenuePool Pool, PublicKey Creator, ulong Lamports, ulong Units, PublicKey? ShareHolding)
{
    /// <summary>Shares ever minted to a creator; the program counts a hundred more that it never mints.</summary>
    public const ulong Shares = 1_000_000_000, SharesNeverMinted = 100;
}
