using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>An inner instruction as recorded: indexes into all accounts of the transaction.</summary>
internal readonly record struct InnerCompiled(byte ProgramIndex, ReadOnlyMemory<byte> AccountIndexes, ReadOnlyMemory<byte> Data, int StackHeight);

/// <summary>What a source says beside the transaction itself.</summary>
internal sealed record Recorded
{
    public ulong? Slot { get; init; }

    public DateTimeOffset? BlockTime { get; init; }

    public ulong? Index { get; init; }

    public TransactionMeta? Meta { get; init; }

    /// <summary>Null when the source does not give what tables hold.</summary>
    public ImmutableArray<PublicKey>? LoadedWritable { get; init; }

    public ImmutableArray<PublicKey>? LoadedReadOnly { get; init; }

    /// <summary>By index of the top-level instruction.</summary>
    public ImmutableArray<(byte Outer, ImmutableArray<InnerCompiled> Inner)> Inner { get; init; } = [];
}

/// <summary>Joins a decoded transaction with what was recorded about it, and refuses what contradicts itself.</summary>
internal static class TransactionAssembler
{
    public static ReadResult Assemble(VersionedTransaction wire, Recorded recorded)
    {
        var message = wire.Message;
        if (!LoadedFits(recorded.LoadedWritable, message.WritableLoaded) || !LoadedFits(recorded.LoadedReadOnly, message.ReadOnlyLoaded))
            return ReadResult.Refused(ReadRefusal.Contradiction, "another number of loaded addresses than the message asks for");
        var accounts = Accounts(message, recorded);
        if (recorded.Meta is { } meta && Contradicts(meta, accounts.Length) is { } why) return ReadResult.Refused(ReadRefusal.Contradiction, why);

        // Nothing says that an index comes once; what comes again is added in place.
        var inner = new ImmutableArray<ResolvedInstruction>.Builder?[message.Instructions.Length];
        foreach (var (outer, set) in recorded.Inner)
        {
            if (outer >= inner.Length) return ReadResult.Refused(ReadRefusal.Contradiction, "inner instructions of an instruction that is not there");
            var resolved = inner[outer] ??= ImmutableArray.CreateBuilder<ResolvedInstruction>(set.Length);
            foreach (var call in set)
            {
                if (Resolve(accounts, call.ProgramIndex, call.AccountIndexes, call.Data) is not { } instruction)
                    return ReadResult.Refused(ReadRefusal.Contradiction, "an inner instruction names an account that is not there");
                resolved.Add(instruction with { StackHeight = call.StackHeight });
            }
        }

        var instructions = ImmutableArray.CreateBuilder<ResolvedInstruction>(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            var compiled = message.Instructions[i];
            instructions.Add(Resolve(accounts, compiled.ProgramIndex, compiled.AccountIndexes, compiled.Data)! with { Inner = inner[i]?.DrainToImmutable() ?? [] });
        }

        return ReadResult.Of(new FullTransaction
        {
            Slot = recorded.Slot,
            BlockTime = recorded.BlockTime,
            Index = recorded.Index,
            Signatures = wire.Signatures,
            Version = message.Version,
            RecentBlockhash = message.RecentBlockhash,
            Accounts = accounts,
            Instructions = instructions.MoveToImmutable(),
            Wire = wire,
            Meta = recorded.Meta,
        });
    }

    /// <summary>Balances and token balances must speak of accounts that are there; null when they do.</summary>
    public static string? Contradicts(TransactionMeta meta, int accounts)
    {
        if (meta.PreBalances.Length != meta.PostBalances.Length) return "another number of balances before than after";
        if (!meta.PreBalances.IsEmpty && meta.PreBalances.Length != accounts) return "another number of balances than accounts";
        foreach (var balance in meta.PreTokenBalances)
            if (balance.AccountIndex >= accounts) return "a token balance of an account that is not there";
        foreach (var balance in meta.PostTokenBalances)
            if (balance.AccountIndex >= accounts) return "a token balance of an account that is not there";
        return null;
    }

    private static bool LoadedFits(ImmutableArray<PublicKey>? loaded, int expected) => loaded is null || loaded.Value.Length == expected;

    private static ImmutableArray<ResolvedAccount> Accounts(Message message, Recorded recorded)
    {
        var accounts = ImmutableArray.CreateBuilder<ResolvedAccount>(message.AccountCount);
        for (var i = 0; i < message.StaticKeys.Length; i++)
            accounts.Add(new(message.StaticKeys[i], message.RoleOf(i), IsLoaded: false, null, null));
        var at = 0;
        foreach (var lookup in message.Lookups)
            foreach (var index in lookup.WritableIndexes.Span)
                accounts.Add(new(recorded.LoadedWritable?[at++], AccountRole.Writable, IsLoaded: true, lookup.Table, index));
        at = 0;
        foreach (var lookup in message.Lookups)
            foreach (var index in lookup.ReadOnlyIndexes.Span)
                accounts.Add(new(recorded.LoadedReadOnly?[at++], AccountRole.ReadOnly, IsLoaded: true, lookup.Table, index));
        return accounts.MoveToImmutable();
    }

    private static ResolvedInstruction? Resolve(
        ImmutableArray<ResolvedAccount> accounts, byte programIndex, ReadOnlyMemory<byte> indexes, ReadOnlyMemory<byte> data)
    {
        if (programIndex >= accounts.Length || accounts[programIndex].Key is not { } program) return null;
        var keys = ImmutableArray.CreateBuilder<PublicKey>(indexes.Length);
        var known = true;
        foreach (var index in indexes.Span)
        {
            if (index >= accounts.Length) return null;
            if (accounts[index].Key is { } key) keys.Add(key);
            else known = false;
        }

        return new ResolvedInstruction { Program = program, Accounts = known ? keys.MoveToImmutable() : [], AccountsKnown = known, Data = data };
    }
}
