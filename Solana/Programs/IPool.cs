using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs;

/// <summary>One pool with all the account data that a quote needs, immutable. Quotes are pure integer maths without I/O.</summary>
public interface IPool
{
    PublicKey Program { get; }
    PublicKey Address { get; }

    /// <summary>The pool's first mint: coin, token 0, A or X.</summary>
    PublicKey MintA { get; }

    /// <summary>The pool's second mint: pc, token 1, B or Y.</summary>
    PublicKey MintB { get; }

    /// <summary>Every account whose change makes this object stale: pool, vaults, tick or bin arrays, configuration, mints.</summary>
    IReadOnlyList<PublicKey> Dependencies { get; }

    /// <summary>Spends exactly <paramref name="amountIn"/> base units of the input mint.</summary>
    QuoteResult QuoteExactIn(PublicKey inputMint, ulong amountIn, in ChainClock clock);

    /// <summary>Receives exactly <paramref name="amountOut"/> base units of the mint that is not the input mint.</summary>
    QuoteResult QuoteExactOut(PublicKey inputMint, ulong amountOut, in ChainClock clock);

    /// <summary>The course of the curve for searches. Approximate: only a quote is exact. Empty when nothing can be swapped.</summary>
    CurveShape Shape(bool aToB, in ChainClock clock);

    /// <summary>The swap instruction, with every account it needs in the program's order. Null when the order names a foreign mint.</summary>
    Instruction? Swap(in SwapOrder order);
}

/// <summary>One swap to be built.</summary>
/// <param name="Source">The trader's token account that pays.</param>
/// <param name="Destination">The trader's token account that receives.</param>
/// <param name="ExactIn">True: <paramref name="Amount"/> is the input and <paramref name="Limit"/> the least output; false: output and most input.</param>
/// <param name="Amount">Base units.</param>
/// <param name="Limit">Base units.</param>
public readonly record struct SwapOrder(
    PublicKey Trader, PublicKey InputMint, PublicKey Source, PublicKey Destination, bool ExactIn, ulong Amount, ulong Limit);

/// <summary>An account as fetched: an account that does not exist has the System program as owner and no data.</summary>
public readonly record struct AccountData(PublicKey Owner, ReadOnlyMemory<byte> Data)
{
    public static AccountData Absent => default;

    public bool Exists => !Data.IsEmpty;
}

/// <summary>Accounts at hand. Null means not fetched yet, which is not the same as <see cref="AccountData.Absent"/>.</summary>
public interface IAccountSource
{
    AccountData? Find(PublicKey address);
}

/// <summary>Builds a program's pools from account data.</summary>
public interface IPoolReader
{
    PublicKey Program { get; }

    /// <summary>Answers with the pool, or with the accounts still to be fetched, or with why it cannot be read.</summary>
    /// <remarks>Asking again after fetching what was missing ends: each round names only accounts not named before.</remarks>
    PoolRead Read(PublicKey pool, IAccountSource accounts);
}

/// <summary>Exactly one of three: a pool, missing accounts, or a refusal.</summary>
public readonly record struct PoolRead
{
    private PoolRead(IPool? pool, IReadOnlyList<PublicKey> missing, DecodeRefusal refusal, string? detail)
    {
        Pool = pool;
        Missing = missing;
        Refusal = refusal;
        Detail = detail;
    }

    public IPool? Pool { get; }

    /// <summary>Accounts to fetch before asking again; empty otherwise.</summary>
    public IReadOnlyList<PublicKey> Missing { get; }

    public DecodeRefusal Refusal { get; }

    /// <summary>Which account was refused, or why; set only with a refusal.</summary>
    public string? Detail { get; }

    /// <summary>No program makes a pool of one mint against itself: such a pool is refused, whoever read it.</summary>
    public static PoolRead Of(IPool pool) => pool.MintA == pool.MintB
        ? Refused(DecodeRefusal.InvalidField, $"pool {pool.Address}: both sides are the mint {pool.MintA}")
        : new(pool, [], DecodeRefusal.None, null);

    public static PoolRead Wants(params IReadOnlyList<PublicKey> missing) => new(null, missing, DecodeRefusal.None, null);

    public static PoolRead Refused(DecodeRefusal refusal, string detail) => new(null, [], refusal, detail);
}
