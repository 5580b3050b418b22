using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Signing;

/// <param name="Detail">Which instruction, account or amount; null when nothing is wrong.</param>
public readonly record struct PolicyVerdict(PolicyViolation Violation, string? Detail)
{
    public bool IsAllowed => Violation == PolicyViolation.None;
}

/// <summary>
/// Decides from a message's own bytes what it could do at worst. It asks nobody: whoever has taken over the caller, its node or its aggregator can
/// at most trade badly within the caps.
/// </summary>
public sealed class SigningPolicy
{
    private readonly FrozenDictionary<PublicKey, MintRule> _own;
    private readonly FrozenDictionary<PublicKey, ReserveRule> _reserves;
    private readonly FrozenDictionary<PublicKey, ReserveRule> _lent;
    private readonly FrozenDictionary<PublicKey, LookupTable> _tables;
    private readonly FrozenSet<PublicKey> _swaps;

    /// <exception cref="ArgumentException">A term is above its ceiling, or something is listed twice.</exception>
    public SigningPolicy(PolicyTerms terms)
    {
        SigningCeilings.Check(terms);
        Terms = terms;
        var own = new Dictionary<PublicKey, MintRule>();
        foreach (var mint in terms.Mints)
        {
            if (!own.TryAdd(ProgramAddress.AssociatedToken(terms.Wallet, mint.Mint, mint.TokenProgram), mint))
                throw new ArgumentException($"Mint {mint.Mint} is listed twice.", nameof(terms));
        }

        _own = own.ToFrozenDictionary();
        _reserves = terms.Reserves.ToFrozenDictionary(reserve => reserve.Reserve);
        _lent = terms.Reserves.Where(reserve => reserve.CollateralMint != default)
            .ToFrozenDictionary(reserve => ProgramAddress.AssociatedToken(terms.Wallet, reserve.CollateralMint, ProgramIds.Token));
        _tables = terms.Tables.ToFrozenDictionary(table => table.Key);
        _swaps = terms.SwapPrograms.ToFrozenSet();
    }

    public PolicyTerms Terms { get; }

    public PolicyVerdict Judge(Message message)
    {
        if (message.Header.RequiredSignatures != 1) return new(PolicyViolation.AnotherSigner, $"{message.Header.RequiredSignatures} signatures are wanted");
        if (message.FeePayer != Terms.Wallet) return new(PolicyViolation.AnotherFeePayer, message.FeePayer.ToString());
        if (message.Instructions.Length > SigningCeilings.InstructionsMax)
            return new(PolicyViolation.TooManyInstructions, $"{message.Instructions.Length}, at most {SigningCeilings.InstructionsMax}");
        if (Resolve(message, out var keys) is { IsAllowed: false } unresolved) return unresolved;

        var judgement = new Judgement(this, message.StaticKeys.Length);
        Span<PublicKey> accounts = stackalloc PublicKey[64];
        for (var i = 0; i < message.Instructions.Length; i++)
        {
            var instruction = message.Instructions[i];
            var indexes = instruction.AccountIndexes.Span;
            if (indexes.Length > accounts.Length) return new(PolicyViolation.InstructionUnreadable, $"instruction {i} names {indexes.Length} accounts");
            for (var a = 0; a < indexes.Length; a++) accounts[a] = keys[indexes[a]];
            var verdict = judgement.Take(i, new(keys[instruction.ProgramIndex], accounts[..indexes.Length], instruction.Data.Span), indexes);
            if (!verdict.IsAllowed) return verdict with { Detail = $"instruction {i}: {verdict.Detail}" };
        }

        return judgement.Conclude();
    }

    internal bool IsSwap(PublicKey program) => _swaps.Contains(program);

    internal MintRule? Own(PublicKey account) => _own.GetValueOrDefault(account);

    internal ReserveRule? Reserve(PublicKey reserve) => _reserves.GetValueOrDefault(reserve);

    /// <summary>The reserve whose tokens this account of ours holds; null when it is none of them.</summary>
    internal ReserveRule? Lent(PublicKey account) => _lent.GetValueOrDefault(account);

    internal bool IsCollateral(PublicKey mint)
    {
        foreach (var reserve in Terms.Reserves)
            if (reserve.CollateralMint == mint && mint != default) return true;
        return false;
    }

    internal MintRule? Rule(PublicKey mint)
    {
        foreach (var rule in Terms.Mints)
            if (rule.Mint == mint) return rule;
        return null;
    }

    private PolicyVerdict Resolve(Message message, out PublicKey[] keys)
    {
        keys = new PublicKey[message.AccountCount];
        message.StaticKeys.CopyTo(keys);
        int writable = message.StaticKeys.Length, readOnly = writable + message.WritableLoaded;
        foreach (var lookup in message.Lookups)
        {
            if (!_tables.TryGetValue(lookup.Table, out var table)) return new(PolicyViolation.UnknownLookupTable, lookup.Table.ToString());
            if (!Load(table.Addresses, lookup.WritableIndexes.Span, keys, ref writable) || !Load(table.Addresses, lookup.ReadOnlyIndexes.Span, keys, ref readOnly))
                return new(PolicyViolation.LookupOutOfRange, $"{lookup.Table} is pinned with {table.Addresses.Length} addresses");
        }

        // The runtime refuses them too; here they could hide that one account stands in two places.
        for (var i = 1; i < keys.Length; i++)
            if (Array.IndexOf(keys, keys[i], 0, i) >= 0) return new(PolicyViolation.AccountTwice, keys[i].ToString());
        return default;
    }

    private static bool Load(ImmutableArray<PublicKey> addresses, ReadOnlySpan<byte> positions, PublicKey[] keys, ref int at)
    {
        foreach (var position in positions)
        {
            if (position >= addresses.Length) return false;
            keys[at++] = addresses[position];
        }

        return true;
    }
}
