using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>What cases are written with: the product's own builders on a venue's accounts.</summary>
internal sealed class Scene(VenueLayout layout)
{
    public VenueLayout Layout { get; } = layout;

    public VenueReserve Sol => Layout.ReserveOf(VenueToken.Sol)!;

    public VenueReserve Usdc => Layout.ReserveOf(VenueToken.Usdc)!;

    /// <summary>Takes 0.25 % of the input.</summary>
    public VenuePool Pool => PoolOf(VenueToken.Jup);

    public VenuePool PoolOf(int token) => Layout.Pools.First(pool => pool.Venue == "raydium" && pool.Trades(VenueToken.Sol) && pool.Trades(token));

    public PublicKey Mine(int token) => Layout.TokenAccounts[Layout.WalletTokens[token]].Key;

    public PublicKey Crowd(int token) => Layout.TokenAccounts[Layout.CrowdTokens[token]].Key;

    public Instruction Borrow(ulong amount, VenueReserve? reserve = null) => LendingProgram.Borrow(Layout, reserve ?? Sol, amount);

    public Instruction Repay(ulong amount, byte borrow = 0, VenueReserve? reserve = null) => LendingProgram.Repay(Layout, reserve ?? Sol, amount, borrow);

    public Instruction Buy(ulong sol, ulong least = 0) => SwapProgram.Build(Layout, Pool, VenueToken.Sol, sol, least);

    public Instruction Sell(ulong jup, ulong least = 0) => SwapProgram.Build(Layout, Pool, VenueToken.Jup, jup, least);

    public Instruction BuyExactly(ulong jup, ulong most) => SwapProgram.Build(Layout, Pool, VenueToken.Sol, false, jup, most);

    public Instruction Pay(PublicKey to, ulong lamports) => SystemProgram.Transfer(Layout.Wallet, to, lamports);

    public static Instruction Memo(params byte[] text) => new(ProgramIds.Memo, [], text);

    /// <summary>The same instruction with one account exchanged.</summary>
    public static Instruction With(Instruction instruction, int account, AccountMeta meta) =>
        instruction with { Accounts = instruction.Accounts.SetItem(account, meta) };

    /// <summary>The same instruction with the accounts at two places exchanged.</summary>
    public static Instruction Swapped(Instruction instruction, int one, int other) => instruction with
    {
        Accounts = instruction.Accounts.SetItem(one, instruction.Accounts[other]).SetItem(other, instruction.Accounts[one]),
    };

    public static Instruction Short(Instruction instruction, int bytes) => instruction with { Data = instruction.Data[..bytes] };

    public static Instruction Fewer(Instruction instruction, int accounts) => instruction with { Accounts = instruction.Accounts[..accounts] };

    public static PublicKey Stranger { get; } = VenueLayout.Name("stranger");
}
