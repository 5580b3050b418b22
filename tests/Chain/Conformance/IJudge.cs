using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>What became of a transaction.</summary>
/// <param name="Landed">False when not even its fee was charged.</param>
/// <param name="Error">Name of the cause, with a program's own number: <c>Custom(51)</c>, <c>ProgramFailedToComplete</c>. Null when it succeeded.</param>
internal readonly record struct Verdict(bool Landed, string? Error);

/// <summary>Something that takes transactions and keeps balances. Each begins with what a new simulated venue holds.</summary>
internal interface IJudge : IDisposable
{
    /// <summary>Builds one message for the wallet, signs it, sends it and waits for its block.</summary>
    Task<Verdict> SendAsync(IReadOnlyList<Instruction> instructions);

    /// <summary>Base units of token accounts, lamports of all others; 0 where there is nothing.</summary>
    Task<ImmutableDictionary<PublicKey, ulong>> BalancesAsync(IReadOnlyList<PublicKey> accounts);
}
