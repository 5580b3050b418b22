using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.RaydiumV4;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Launches;

/// <summary>Reads what a launch is judged on from the accounts of one source. What an account does not bear out comes back as a named hole.</summary>
/// <param name="lender">The SOL reserve to borrow from.</param>
public sealed class LaunchResearch(ILaunchAccounts accounts, ProgramRegistry programs, PublicKey lender)
{
    /// <summary>Times that a pool's reader may ask for further accounts.</summary>
    private const int RoundsMax = 6;

    /// <summary>Other pools of the token that are looked at.</summary>
    public const int SiblingsMax = 8;

    /// <summary>The chain's time that the accounts belong to.</summary>
    public Domain.Markets.MarketClock Clock => accounts.Clock;

    /// <param name="siblings">Other pools of the token, by address and program, as far as they are known.</param>
    public async ValueTask<LaunchFacts> Look(Launch launch, ImmutableArray<(string Pool, string Program)> siblings, CancellationToken cancel)
    {
        var found = new LookedUp(accounts);
        var token = PublicKey.Parse(launch.Token.Value);
        var (pool, read) = await Pool(found, launch.Pool, launch.Program, launch.Token, cancel);
        var mint = await Mint(found, token, cancel);
        var exits = ImmutableArray.CreateBuilder<PoolFacts>();
        foreach (var (address, program) in siblings.Where(one => one.Pool != launch.Pool).Take(SiblingsMax))
            if ((await Pool(found, address, program, launch.Token, cancel)).Facts is { Found: true, Value: var exit }) exits.Add(exit);
        return new LaunchFacts(
            launch, mint, pool, await Shares(found, launch, cancel), await Holders(found, token, read, mint, cancel),
            LookUp<CreatorFacts>.Failed("creator: asked elsewhere"), await Lender(found, cancel), exits.ToImmutable(), accounts.Clock);
    }

    private static async ValueTask<LookUp<MintFacts>> Mint(LookedUp found, PublicKey token, CancellationToken cancel)
    {
        if (await found.Fetch([token], cancel) is { } failure) return LookUp<MintFacts>.Failed($"mint: {failure}");
        return MintFactsReader.Of(found.Find(token)!.Value);
    }

    private async ValueTask<(LookUp<PoolFacts> Facts, IPool? Pool)> Pool(LookedUp found, string address, string program, Domain.Money.Mint token, CancellationToken cancel)
    {
        if (!PublicKey.TryParse(address, out var key) || !PublicKey.TryParse(program, out var owner) || programs.PoolsOf(owner) is not { } reader)
            return (LookUp<PoolFacts>.Failed($"pool {address}: no reader for its program"), null);
        PublicKey[] wanted = [key];
        for (var round = 0; round < RoundsMax; round++)
        {
            if (await found.Fetch(wanted, cancel) is { } failure) return (LookUp<PoolFacts>.Failed($"pool: {failure}"), null);
            var read = reader.Read(key, found);
            if (read.Pool is { } pool) return (Facts(found, pool, token), pool);
            if (read.Refusal != DecodeRefusal.None) return (LookUp<PoolFacts>.Failed($"pool: {read.Refusal} {read.Detail}"), null);
            wanted = [.. read.Missing];
        }

        return (LookUp<PoolFacts>.Failed($"pool: still incomplete after {RoundsMax} rounds"), null);
    }

    private static LookUp<PoolFacts> Facts(LookedUp found, IPool pool, Domain.Money.Mint token)
    {
        var curve = new ProgramCurve(pool);
        if (curve.MintA != token && curve.MintB != token) return LookUp<PoolFacts>.Failed($"pool: it does not trade {token}");
        var (tokenMint, quoteMint) = curve.MintA == token ? (pool.MintA, pool.MintB) : (pool.MintB, pool.MintA);
        var slot = pool.Dependencies.Max(found.SlotOf);
        return LookUp<PoolFacts>.Of(new PoolFacts(curve, slot, Held(found, pool, tokenMint), Held(found, pool, quoteMint)));
    }

    /// <summary>What the pool's own token accounts hold.</summary>
    private static BaseUnits Held(LookedUp found, IPool pool, PublicKey mint)
    {
        UInt128 sum = 0;
        foreach (var address in pool.Dependencies)
            if (Account(found, address) is { } account && account.Mint == mint) sum += account.Amount;
        return new BaseUnits((ulong)UInt128.Min(sum, ulong.MaxValue));
    }

    private async ValueTask<LookUp<ShareFacts>> Shares(LookedUp found, Launch launch, CancellationToken cancel)
    {
        var key = PublicKey.Parse(launch.Pool);
        if (found.Find(key) is not { } pool) return LookUp<ShareFacts>.Failed("shares: the pool is not known");
        PublicKey share;
        ulong issued, minimum;
        if (AmmInfo.Read(pool.Owner, pool.Data.Span, out var amm) == DecodeRefusal.None) (share, issued, minimum) = (amm!.LpMint, amm.LpAmount, 0);
        else if (PoolState.Read(pool.Owner, pool.Data.Span, out var state) == DecodeRefusal.None) (share, issued, minimum) = (state!.LpMint, state.LpSupply, CpmmLockedShares);
        else return WithoutShares.Contains(pool.Owner) ? LookUp<ShareFacts>.Of(ShareFacts.None) : LookUp<ShareFacts>.Failed("shares: the pool cannot be read");

        if (await found.Fetch([share], cancel) is { } failure) return LookUp<ShareFacts>.Failed($"shares: {failure}");
        var account = found.Find(share)!.Value;
        var refusal = TokenMint.Read(account.Owner, account.Data.Span, out var mint);
        if (refusal != DecodeRefusal.None) return LookUp<ShareFacts>.Failed($"shares: {refusal}");
        // A v4 pool counts one whole share that it never mints.
        if (pool.Owner == ProgramIds.RaydiumV4) minimum = PowerOfTen(mint.Base.Decimals);
        var supply = mint.Base.Supply;
        var whole = Math.Max(supply, issued > minimum ? issued - minimum : 0);
        if (supply == 0) return LookUp<ShareFacts>.Of(new ShareFacts(true, new BaseUnits(whole), new BaseUnits(whole), BaseUnits.Zero));

        var (holdings, missing) = await Holdings(found, share, null, cancel);
        if (missing is not null) return LookUp<ShareFacts>.Failed($"shares: {missing}");
        return LookUp<ShareFacts>.Of(new ShareFacts(
            true, new BaseUnits(whole), new BaseUnits(whole - supply + Math.Min(supply, Sum(holdings, HolderKind.Burn))),
            new BaseUnits(Math.Min(supply, Sum(holdings, HolderKind.Locker)))));
    }

    private async ValueTask<LookUp<HolderFacts>> Holders(LookedUp found, PublicKey token, IPool? pool, LookUp<MintFacts> mint, CancellationToken cancel)
    {
        // Without the pool its vault would look like a holder.
        if (pool is null) return LookUp<HolderFacts>.Failed("holders: the pool's own accounts are not known");
        var (holdings, missing) = await Holdings(found, token, pool, cancel);
        if (missing is not null) return LookUp<HolderFacts>.Failed($"holders: {missing}");
        UInt128 sum = 0;
        foreach (var holding in holdings) sum += holding.Amount.Value;
        // Two nodes that are not at the same slot, or one that lies: nothing can be concluded from it.
        if (mint.Found && sum > mint.Value.Supply.Value) return LookUp<HolderFacts>.Failed($"holders: they hold {sum} of a supply of {mint.Value.Supply}");
        return LookUp<HolderFacts>.Of(new HolderFacts([.. holdings]));
    }

    /// <param name="pool">Accounts of this pool are its vaults.</param>
    private async ValueTask<(List<Holding> Holdings, string? Missing)> Holdings(LookedUp found, PublicKey mint, IPool? pool, CancellationToken cancel)
    {
        var largest = await accounts.Largest(mint, cancel);
        if (largest.Failure is { } failure) return ([], $"largest accounts: {failure}");
        if (await found.Fetch(largest.Accounts, cancel) is { } missing) return ([], missing);
        var read = new List<(PublicKey Address, TokenAccount Account)>();
        foreach (var address in largest.Accounts.Distinct())
        {
            if (Account(found, address) is not { } account) return ([], $"{address} is no token account");
            if (account.Mint != mint) return ([], $"{address} holds another mint");
            read.Add((address, account));
        }

        if (await found.Fetch(read.Select(one => one.Account.Owner), cancel) is { } unknown) return ([], unknown);
        return ([
            .. read.Select(one => new Holding(
                one.Account.Owner.ToString(), new BaseUnits(one.Account.Amount),
                pool is not null && pool.Dependencies.Contains(one.Address) ? HolderKind.Vault : KnownOwners.KindOf(one.Account.Owner, found.Find(one.Account.Owner)!.Value.Owner))),
        ], null);
    }

    private async ValueTask<LookUp<IFlashLender>> Lender(LookedUp found, CancellationToken cancel)
    {
        if (await found.Fetch([lender], cancel) is { } failure) return LookUp<IFlashLender>.Failed($"lender: {failure}");
        var account = found.Find(lender)!.Value;
        if (account.Owner != ProgramIds.Save) return LookUp<IFlashLender>.Failed($"lender: {DecodeRefusal.WrongOwner}");
        if (SaveReserve.TryDecode(account.Data.Span, out var reserve) is var refusal and not DecodeRefusal.None) return LookUp<IFlashLender>.Failed($"lender: {refusal}");
        return reserve!.Mint == Mints.WrappedSol ? LookUp<IFlashLender>.Of(new SaveLender(reserve)) : LookUp<IFlashLender>.Failed("lender: it does not lend SOL");
    }

    private static TokenAccount? Account(LookedUp found, PublicKey address) =>
        found.Find(address) is { } data && TokenAccount.Read(data.Owner, data.Data.Span, out var account) == DecodeRefusal.None ? account : null;

    private static ulong Sum(List<Holding> holdings, HolderKind kind)
    {
        UInt128 sum = 0;
        foreach (var holding in holdings)
            if (holding.Kind == kind) sum += holding.Amount.Value;
        return (ulong)UInt128.Min(sum, ulong.MaxValue);
    }

    /// <summary>Programs whose positions are no tokens that could be burned.</summary>
    private static readonly PublicKey[] WithoutShares = [ProgramIds.RaydiumClmm, ProgramIds.Whirlpool, ProgramIds.MeteoraDlmm, ProgramIds.MeteoraDammV2];

    /// <summary>Shares that a CPMM pool counts and never mints. Source: raydium-cp-swap, instructions/initialize.rs, LOCK_LP_AMOUNT.</summary>
    private const ulong CpmmLockedShares = 100;

    private static ulong PowerOfTen(byte decimals)
    {
        UInt128 power = 1;
        for (var i = 0; i < decimals && power <= ulong.MaxValue; i++) power *= 10;
        return (ulong)UInt128.Min(power, ulong.MaxValue);
    }
}
