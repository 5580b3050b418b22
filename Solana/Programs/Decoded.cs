using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs;

/// <summary>A named value for people and JSON.</summary>
/// <param name="Name">snake_case, as the program's own source calls it.</param>
/// <param name="Value">
/// One of: bool, byte, ushort, short, uint, int, ulong, long, UInt128, Int128, string, PublicKey, byte[],
/// Field[] (a nested record), object[] (a list of these), or null for an absent option.
/// </param>
public readonly record struct Field(string Name, object? Value);

/// <summary>What an instruction says.</summary>
public sealed record DecodedInstruction
{
    public required PublicKey Program { get; init; }
    public required string ProgramName { get; init; }

    /// <summary>snake_case, as the program's own source calls it.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<Field> Fields { get; init; } = [];

    /// <summary>What each account is for, by position; accounts after the last role are extra ones.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The swaps it asks for: none, one, or two for a two-hop.</summary>
    public IReadOnlyList<SwapRequest> Swaps { get; init; } = [];

    /// <summary>The pool it creates, if it does.</summary>
    public PoolCreation? Creation { get; init; }

    /// <summary>The tokens it moves, if it is a transfer, mint or burn of a token program.</summary>
    public TokenMovement? Movement { get; init; }

    /// <summary>The event it carries, if it is a program's call to itself to record one.</summary>
    public DecodedEvent? Event { get; init; }
}

/// <summary>What an account holds.</summary>
public sealed record DecodedAccount
{
    public required PublicKey Owner { get; init; }
    public required string ProgramName { get; init; }

    /// <summary>snake_case, for example "pool_state".</summary>
    public required string Kind { get; init; }

    public required IReadOnlyList<Field> Fields { get; init; }
}

/// <summary>What a program recorded while it ran.</summary>
public sealed record DecodedEvent
{
    public required PublicKey Program { get; init; }

    /// <summary>snake_case, for example "swap" or "pool_created".</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<Field> Fields { get; init; }

    /// <summary>The amounts of a swap that happened, if it is one.</summary>
    public SwapFill? Swap { get; init; }

    /// <summary>The pool that was created, if it is one.</summary>
    public PoolCreation? Creation { get; init; }
}

/// <summary>What a swap instruction asks for. What it did is told by the token transfers it made or by its event.</summary>
/// <param name="Source">The trader's token account that pays.</param>
/// <param name="Destination">The trader's token account that receives.</param>
/// <param name="ExactIn">True: <paramref name="Amount"/> is the input and <paramref name="Limit"/> the least output; false: output and most input.</param>
public sealed record SwapRequest(
    PublicKey Pool, PublicKey Trader, PublicKey Source, PublicKey Destination, bool ExactIn, ulong Amount, ulong Limit)
{
    /// <summary>The pool's two vaults, in the pool's order unless the instruction itself names input and output.</summary>
    public PublicKey VaultA { get; init; }
    public PublicKey VaultB { get; init; }

    /// <summary>Known only where the instruction names them.</summary>
    public PublicKey? MintIn { get; init; }
    public PublicKey? MintOut { get; init; }

    /// <summary>
    /// The program ends it early rather than fail, at a price limit or where the liquidity ends. An exact output that is filled in part keeps within its most input
    /// and brings nothing that could be relied on.
    /// </summary>
    public bool MayFillPartly { get; init; }
}

/// <summary>What a swap did, as the program recorded it.</summary>
/// <param name="AmountIn">Base units that reached the pool.</param>
/// <param name="AmountOut">Base units that left the pool.</param>
public sealed record SwapFill(PublicKey? Pool, ulong AmountIn, ulong AmountOut)
{
    public PublicKey? MintIn { get; init; }
    public PublicKey? MintOut { get; init; }

    /// <summary>True when token A (coin, token 0, X) went in; null where the event does not tell.</summary>
    public bool? AToB { get; init; }
}

/// <summary>A pool as its creation states it.</summary>
public sealed record PoolCreation(PublicKey Pool, PublicKey MintA, PublicKey MintB, PublicKey Creator)
{
    public PublicKey? VaultA { get; init; }
    public PublicKey? VaultB { get; init; }

    /// <summary>Only pools with a fungible share token have one.</summary>
    public PublicKey? LpMint { get; init; }

    /// <summary>Initial liquidity in base units; null where the pool is created empty.</summary>
    public ulong? AmountA { get; init; }
    public ulong? AmountB { get; init; }

    /// <summary>Unix seconds; null when trading is possible at once.</summary>
    public ulong? OpenTime { get; init; }
}

/// <summary>Tokens moved by a token program's own instruction.</summary>
/// <param name="Source">Null when tokens are minted.</param>
/// <param name="Destination">Null when tokens are burned.</param>
/// <param name="Amount">Base units that leave the source.</param>
/// <param name="Fee">Base units of them that are withheld, where the instruction states it.</param>
/// <param name="Mint">Null where the instruction does not name it.</param>
public sealed record TokenMovement(PublicKey? Source, PublicKey? Destination, PublicKey Authority, ulong Amount, ulong Fee, PublicKey? Mint);
