using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>One instruction being executed, with what it may see.</summary>
internal readonly ref struct Call(PreparedMessage message, int index, Market market)
{
    public PreparedMessage Message { get; } = message;
    public int Index { get; } = index;
    public Market Market { get; } = market;
    public CompiledInstruction Instruction { get; } = message.Message.Instructions[index];

    public PublicKey Program => Message.Keys[Instruction.ProgramIndex];
    public ReadOnlySpan<byte> Data => Instruction.Data.Span;
    public int Count => Instruction.AccountIndexes.Length;

    public PublicKey Key(int account) => Message.Keys[Instruction.AccountIndexes.Span[account]];

    public bool IsSigner(int account) => Message.Message.IsSigner(Instruction.AccountIndexes.Span[account]);

    public bool IsWritable(int account) => Message.Message.IsWritable(Instruction.AccountIndexes.Span[account]);

    /// <summary>Index of a token account, or -1.</summary>
    public int TokenAccount(int account) =>
        Market.Layout.TokenAccountIndex.TryGetValue(Key(account), out var index) ? index : -1;

    /// <summary>Whether there is anything at this address.</summary>
    public bool Exists(PublicKey key) => IsProgramAccount(key) || Market.SystemAccount(key) is >= 0 and var account && Market.Lamports[account] > 0;

    /// <summary>Accounts that programs own and that this venue keeps no lamports on.</summary>
    public bool IsProgramAccount(PublicKey key) =>
        Market.Layout.TokenAccountIndex.ContainsKey(key) || Market.Layout.PoolIndex.ContainsKey(key) || Market.Layout.ReserveIndex.ContainsKey(key)
        || Market.Layout.Configs.Contains(key) || Market.Layout.Observations.Contains(key) || Market.Layout.Mints.Contains(key) || key == LenderAccounts.Market;
}
