using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Launches;

/// <summary>Finds launches in transactions. Pure; a transaction that failed launched nothing.</summary>
public static class LaunchReader
{
    /// <summary>The programs whose pools are launches. A transaction that names none of them holds no launch.</summary>
    public static FrozenSet<PublicKey> Programs { get; } = new[]
    {
        ProgramIds.RaydiumV4, ProgramIds.RaydiumCpmm, ProgramIds.RaydiumClmm, ProgramIds.Whirlpool, ProgramIds.MeteoraDlmm, ProgramIds.MeteoraDammV2,
    }.ToFrozenSet();

    private static readonly PublicKey[] Quotes = [Mints.WrappedSol, Mints.Usdc, Mints.Usdt];

    /// <param name="observedAt">Used where the transaction does not tell its block's time.</param>
    public static ImmutableArray<Launch> Read(FullTransaction transaction, ProgramRegistry programs, DateTimeOffset observedAt)
    {
        if (!transaction.Succeeded || !Names(transaction)) return [];
        var events = TransactionEventReader.Read(transaction, programs);
        return [.. events.Pools.Where(pool => Programs.Contains(pool.Program)).Select(pool => Of(pool, events, transaction, observedAt))];
    }

    private static bool Names(FullTransaction transaction)
    {
        foreach (var account in transaction.Accounts)
            if (account.Key is { } key && Programs.Contains(key)) return true;
        return false;
    }

    private static Launch Of(PoolCreatedEvent pool, TransactionEvents events, FullTransaction transaction, DateTimeOffset observedAt)
    {
        var made = pool.Creation;
        var aIsQuote = IsQuote(made.MintA, made.MintB);
        var (amountA, amountB) = (Put(made.AmountA, made.VaultA, events), Put(made.AmountB, made.VaultB, events));
        return new Launch(
            FormOf(pool.Program), Named(aIsQuote ? made.MintB : made.MintA), Named(aIsQuote ? made.MintA : made.MintB), pool.Program.ToString(),
            made.Pool.ToString(), made.Creator.ToString(), new BaseUnits(aIsQuote ? amountA : amountB), new BaseUnits(aIsQuote ? amountB : amountA),
            transaction.Slot, transaction.Id.ToString(), transaction.BlockTime ?? observedAt);
    }

    /// <summary>SOL before USDC before USDT, whatever the pool's order; two other tokens keep the pool's.</summary>
    private static bool IsQuote(PublicKey a, PublicKey b)
    {
        foreach (var quote in Quotes)
        {
            if (b == quote) return false;
            if (a == quote) return true;
        }

        return false;
    }

    /// <summary>What the creation states; where it states nothing, what its transaction moved into the vault.</summary>
    private static ulong Put(ulong? stated, PublicKey? vault, TransactionEvents events)
    {
        if (stated is { } amount) return amount;
        if (vault is not { } account) return 0;
        foreach (var change in events.TokenChanges)
            if (change.Account == account && change.After > change.Before) return change.After - change.Before;
        return 0;
    }

    private static LaunchForm FormOf(PublicKey program) =>
        program == ProgramIds.RaydiumV4 ? LaunchForm.InitializePool
        : program == ProgramIds.Whirlpool ? LaunchForm.CreateLiquidityPool
        : LaunchForm.NewPoolCreation;

    private static Mint Named(PublicKey key) => new(key.ToString());
}
