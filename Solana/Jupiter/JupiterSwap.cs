using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Jupiter;

/// <summary>How the swap of a quote is to be built.</summary>
/// <param name="User">Signs and pays.</param>
public sealed record SwapRequest(PublicKey User)
{
    /// <summary>Inside a flash loan this must be false: the wrapped SOL belongs to the loan.</summary>
    public bool WrapAndUnwrapSol { get; init; } = true;

    public bool? UseSharedAccounts { get; init; }

    public PublicKey? DestinationTokenAccount { get; init; }

    public bool AsLegacyTransaction { get; init; }

    /// <summary>Jupiter then asks no node about our accounts: quicker, and nothing is set up for us.</summary>
    public bool SkipUserAccountsRpcCalls { get; init; }
}

/// <summary>The instructions of a swap, to be put into a message of ours.</summary>
/// <param name="ComputeBudget">Jupiter's own; leave them out when the message has others.</param>
/// <param name="SimulationError">What Jupiter's simulation said, if it made one and it failed.</param>
public sealed record JupiterSwap(
    ImmutableArray<Instruction> ComputeBudget, Instruction? TokenLedger, ImmutableArray<Instruction> Setup, Instruction Swap,
    Instruction? Cleanup, ImmutableArray<Instruction> Other, ImmutableArray<PublicKey> LookupTables, string? SimulationError)
{
    /// <summary>Everything in order, less the compute budget.</summary>
    public ImmutableArray<Instruction> InOrder =>
    [
        .. TokenLedger is null ? ImmutableArray<Instruction>.Empty : [TokenLedger], .. Setup, Swap,
        .. Cleanup is null ? ImmutableArray<Instruction>.Empty : [Cleanup], .. Other,
    ];

    /// <summary>Throws <see cref="ShapeException"/>.</summary>
    internal static JupiterSwap Read(JsonElement json, PublicKey user)
    {
        var swap = new JupiterSwap(
            json.MaybeArray("computeBudgetInstructions", One), json.Maybe("tokenLedgerInstruction") is { } ledger ? One(ledger) : null,
            json.MaybeArray("setupInstructions", One), One(json.Member("swapInstruction")),
            json.Maybe("cleanupInstruction") is { } cleanup ? One(cleanup) : null, json.MaybeArray("otherInstructions", One),
            json.MaybeArray("addressLookupTableAddresses", JsonShape.Key), json.Maybe("simulationError")?.ToString());

        // Whoever else signs cannot be asked, and an unknown swap program would run with our signature.
        if (swap.Swap.ProgramId != ProgramIds.Jupiter) throw new ShapeException("the swap does not call Jupiter's program");
        if (swap.InOrder.Any(one => one.Accounts.Any(account => account.IsSigner && account.Key != user)))
            throw new ShapeException("another signer than the user is wanted");
        return swap.ComputeBudget.All(one => one.ProgramId == ProgramIds.ComputeBudget)
            ? swap
            : throw new ShapeException("computeBudgetInstructions call another program");
    }

    private static Instruction One(JsonElement json) => new(
        json.Key("programId"),
        json.Array("accounts", account => new AccountMeta(
            account.Key("pubkey"),
            (account.Bool("isSigner") ? AccountRole.Signer : AccountRole.ReadOnly) | (account.Bool("isWritable") ? AccountRole.Writable : AccountRole.ReadOnly))),
        json.Member("data").Base64());
}
