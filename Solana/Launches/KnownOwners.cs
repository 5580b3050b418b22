using System.Collections.Frozen;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Launches;

/// <summary>Owners that are nobody's wallet.</summary>
internal static class KnownOwners
{
    /// <summary>Addresses that nobody has a key of.</summary>
    public static readonly FrozenSet<PublicKey> Burns = new[]
    {
        PublicKey.Parse("1nc1nerator11111111111111111111111111111111"), ProgramIds.System,
    }.ToFrozenSet();

    /// <summary>Programs that hold tokens for a stated time: Raydium's lock of liquidity, Streamflow, Jupiter Lock.</summary>
    /// <remarks>Sources: raydium-sdk-v2 (LOCK_LIQUIDITY_PROGRAM), streamflow-finance/rust-sdk declare_id, jup-ag/jup-lock declare_id.</remarks>
    private static readonly FrozenSet<PublicKey> LockerPrograms = new[]
    {
        PublicKey.Parse("LockrWmn6K5twhz3y9w1dQERbmgSaRkfnTeTKbpofwE"), PublicKey.Parse("strmRqUCoQUgGUan5YhzUZa6KqdzwX5L6FpUxfmKg5m"),
        PublicKey.Parse("LocpQgucEQHbqNABEYvBvwoxCPsSbG91A1QaQhQQqjn"),
    }.ToFrozenSet();

    /// <summary>Authorities of Raydium's lock, which own nothing and are therefore System accounts: for CPMM and for CLMM.</summary>
    private static readonly FrozenSet<PublicKey> LockerAuthorities = new[]
    {
        PublicKey.Parse("3f7GcQFG397GAaEnv51zR6tsTVihYRydnydDD1cXekxH"), PublicKey.Parse("kN1kEznaF5Xbd8LYuqtEFcxzWSBk5Fv6ygX6SqEGJVy"),
    }.ToFrozenSet();

    /// <param name="ownerProgram">The program that the owner's own account belongs to.</param>
    public static HolderKind KindOf(PublicKey owner, PublicKey ownerProgram) =>
        Burns.Contains(owner) ? HolderKind.Burn
        : LockerPrograms.Contains(ownerProgram) || LockerPrograms.Contains(owner) || LockerAuthorities.Contains(owner) ? HolderKind.Locker
        : HolderKind.Wallet;
}
