using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>The suite, by sentences. Every judge must answer each the same.</summary>
/// <remarks>
/// One thing is left out: a message that calls a program which does not exist. The network charges its fee since SIMD-0191, and so does the
/// venue; litesvm 1.5.0 does not take it up at all.
/// </remarks>
internal static class Cases
{
    private const ulong Loan = 1_000_000_000;
    private const ulong Sol = 1_000_000_000;
    private static readonly AccountMeta Nobody = AccountMeta.Writable(Scene.Stranger);

    public static IReadOnlyDictionary<string, Case> All { get; } =
        new[] { Loans, LoanAccounts, Swaps, SwapAccounts, Payments }.SelectMany(part => part).ToDictionary(one => one.Name, one => one.Case);

    private static IEnumerable<(string Name, Case Case)> Loans =>
    [
        ("a loan repaid costs its fee, a fifth of it the host's", new(null, s => [s.Borrow(Loan), s.Repay(Loan)])
        {
            Changes = s => [(s.Mine(VenueToken.Sol), -500_000), (s.Sol.FeeReceiverKey, 400_000), (s.Sol.HostFeeReceiverKey, 100_000)],
        }),
        ("the host's share is rounded from the exact fee", new(null, s => [s.Borrow(9_800), s.Repay(9_800)])
        {
            // 4.9 is charged as 5; 30 % of 4.9 are 1.47, and of 5 they would be 1.5.
            Lender = new LenderSettings { HostFeePercent = 30 },
            Changes = s => [(s.Mine(VenueToken.Sol), -5), (s.Sol.FeeReceiverKey, 4), (s.Sol.HostFeeReceiverKey, 1)],
        }),
        ("a fee rate of zero costs nothing", new(null, s => [s.Borrow(Loan), s.Repay(Loan)]) { Lender = new LenderSettings { FlashLoanFeeWad = 0 } }),
        ("a loan of nothing costs nothing", new(null, s => [s.Borrow(0), s.Repay(0)])),
        ("the least fee without a host is one", new(null, s => [s.Borrow(3), s.Repay(3)])
        {
            Lender = new LenderSettings { HostFeePercent = 0 }, Changes = s => [(s.Mine(VenueToken.Sol), -1), (s.Sol.FeeReceiverKey, 1)],
        }),
        ("the borrower may be his own host", new(null, s => [s.Borrow(Loan), Scene.With(s.Repay(Loan), 3, AccountMeta.Writable(s.Mine(VenueToken.Sol)))])
        {
            Changes = s => [(s.Mine(VenueToken.Sol), -400_000), (s.Sol.FeeReceiverKey, 400_000)],
        }),
        ("the repay's index counts every instruction", new(null, s => [ComputeBudget.SetUnitLimit(200_000), s.Borrow(Loan), s.Repay(Loan, 1)])
        {
            Changes = s => [(s.Mine(VenueToken.Sol), -500_000), (s.Sol.FeeReceiverKey, 400_000), (s.Sol.HostFeeReceiverKey, 100_000)],
        }),
        ("no repay", new("Custom(48)", s => [s.Borrow(Loan)])),
        ("a repay before its borrow", new("Custom(49)", s => [s.Repay(Loan, 1), s.Borrow(Loan)])),
        ("a repay alone", new("Custom(49)", s => [s.Repay(Loan)])),
        ("a repay that names another instruction", new("Custom(49)", s => [ComputeBudget.SetUnitLimit(200_000), s.Borrow(Loan), s.Repay(Loan)])),
        ("a repay of another amount", new("Custom(49)", s => [s.Borrow(Loan), s.Repay(Loan - 1)])),
        ("a repay into another reserve", new("Custom(49)", s => [s.Borrow(Loan), s.Repay(Loan, reserve: s.Usdc)])),
        ("two repays", new("Custom(51)", s => [s.Borrow(Loan), s.Repay(Loan), s.Repay(Loan)])),
        ("two borrows of one reserve", new("Custom(51)", s => [s.Borrow(Loan), s.Borrow(Loan), s.Repay(Loan)])),
        ("a second borrow on another reserve", new("Custom(51)", s => [s.Borrow(Loan), s.Borrow(5, s.Usdc), s.Repay(5, 1, s.Usdc), s.Repay(Loan)])),
        ("two loans one after the other", new("Custom(51)", s => [s.Borrow(Loan), s.Repay(Loan), s.Borrow(Loan), s.Repay(Loan, 2)])),
        ("more than is available", new("Custom(20)", s => [s.Borrow(s.Sol.State.Available + 1), s.Repay(s.Sol.State.Available + 1)])),
        ("a loan not above its least fee", new("Custom(25)", s => [s.Borrow(2), s.Repay(2)])),
        ("a reserve whose flash loans are off", new("Custom(52)", s => [s.Borrow(Loan), s.Repay(Loan)]) { Lender = new LenderSettings { FlashLoanFeeWad = ulong.MaxValue } }),
        ("a loan that was spent", new("Custom(1)", s => [s.Borrow(Loan), s.Buy(Loan), s.Repay(Loan)]) { Wallet = new WalletSettings { WrappedLamports = 0 } }),
        ("a loan without the money for its fee", new("Custom(1)", s => [s.Borrow(Loan), s.Repay(Loan)]) { Wallet = new WalletSettings { WrappedLamports = 499_999 } }),
        ("a loan whose fee is the last of the money", new(null, s => [s.Borrow(Loan), s.Repay(Loan)])
        {
            Wallet = new WalletSettings { WrappedLamports = 500_000 },
            Changes = s => [(s.Mine(VenueToken.Sol), -500_000), (s.Sol.FeeReceiverKey, 400_000), (s.Sol.HostFeeReceiverKey, 100_000)],
        }),
    ];

    private static IEnumerable<(string Name, Case Case)> LoanAccounts =>
    [
        ("a borrow cut short", new("InvalidInstructionData", s => [Scene.Short(s.Borrow(Loan), 8), s.Repay(Loan)])),
        ("a repay cut short", new("InvalidInstructionData", s => [s.Borrow(Loan), Scene.Short(s.Repay(Loan), 9)])),
        ("an instruction of the lender that nobody knows", new("InvalidInstructionData", s => [s.Borrow(Loan) with { Data = new byte[] { 99 } }])),
        ("a borrow with too few accounts", new("NotEnoughAccountKeys", s => [Scene.Fewer(s.Borrow(Loan), 6), s.Repay(Loan)])),
        ("a market that is none", new("InvalidAccountData", s => [Scene.With(s.Borrow(Loan), 3, Nobody), s.Repay(Loan)])),
        ("a reserve that is none", new("InvalidAccountData", s => [Scene.With(s.Borrow(Loan), 2, Nobody), s.Repay(Loan)])),
        ("another token program", new("Custom(9)", s => [Scene.With(s.Borrow(Loan), 6, Nobody), s.Repay(Loan)])),
        ("another reserve's supply", new("Custom(13)", s => [Scene.With(s.Borrow(Loan), 0, AccountMeta.Writable(s.Usdc.SupplyKey)), s.Repay(Loan)])),
        ("a loan into the supply", new("Custom(13)", s => [Scene.With(s.Borrow(Loan), 1, AccountMeta.Writable(s.Sol.SupplyKey)), s.Repay(Loan)])),
        ("another fee receiver", new("Custom(13)", s => [s.Borrow(Loan), Scene.With(s.Repay(Loan), 2, AccountMeta.Writable(s.Mine(VenueToken.Sol)))])),
        ("another authority", new("Custom(3)", s => [Scene.With(s.Borrow(Loan), 4, Nobody), s.Repay(Loan)])),
        ("no sysvar", new("UnsupportedSysvar", s => [Scene.With(s.Borrow(Loan), 5, Nobody), s.Repay(Loan)])),
        ("a loan to an account of another token", new("Custom(3)", s => [Scene.With(s.Borrow(Loan), 1, AccountMeta.Writable(s.Mine(VenueToken.Jup))), s.Repay(Loan)])),
        ("a host of another token", new("Custom(3)", s => [s.Borrow(Loan), Scene.With(s.Repay(Loan), 3, AccountMeta.Writable(s.Mine(VenueToken.Jup)))])),
        ("a repay out of somebody else's account", new("Custom(4)", s => [s.Borrow(Loan), Scene.With(s.Repay(Loan), 0, AccountMeta.Writable(s.Crowd(VenueToken.Sol)))])),
        ("a repay that its owner did not sign", new("PrivilegeEscalation",
            s => [s.Borrow(Loan), Scene.With(Scene.With(s.Repay(Loan), 0, AccountMeta.Writable(s.Crowd(VenueToken.Sol))), 6, AccountMeta.ReadOnly(s.Layout.Crowd))])),
    ];

    private static IEnumerable<(string Name, Case Case)> Swaps =>
    [
        ("a swap of what there is", new(null, s => [s.Buy(Sol)]) { Changes = s => [(s.Mine(VenueToken.Sol), -(long)Sol)] }),
        ("a purchase and the sale of a part", new(null, s => [s.Buy(Sol), s.Sell(1_000_000)])),
        ("an exact purchase", new(null, s => [s.BuyExactly(1_000_000, Sol)]) { Changes = s => [(s.Mine(VenueToken.Jup), 1_000_000)] }),
        ("an exact purchase for too little", new("Custom(6005)", s => [s.BuyExactly(1_000_000, 1)])),
        ("an exact purchase of nothing", new("Custom(2505)", s => [s.BuyExactly(0, Sol)])),
        ("an exact purchase of more than the pool has", new("ProgramFailedToComplete", s => [s.BuyExactly(ulong.MaxValue, ulong.MaxValue)])),
        ("a swap that gives less than asked", new("Custom(6005)", s => [s.Buy(Sol, ulong.MaxValue)])),
        ("a swap of nothing", new("Custom(2505)", s => [s.Buy(0)])),
        ("a swap that its fee takes", new("Custom(2505)", s => [s.Buy(1)])),
        ("a swap at 2^64 − 1", new("Custom(1)", s => [s.Buy(ulong.MaxValue)])),
        ("a swap of more than one has", new("Custom(1)", s => [s.Buy(91 * Sol)])),
        ("the second of two swaps fails and undoes the first", new("Custom(6005)", s => [s.Buy(Sol), s.Buy(Sol, ulong.MaxValue)])),
        ("a swap without units", new("ProgramFailedToComplete", s => [ComputeBudget.SetUnitLimit(400), s.Buy(Sol)])),
        ("a loan without units", new("ProgramFailedToComplete", s => [ComputeBudget.SetUnitLimit(400), s.Borrow(Loan), s.Repay(Loan, 1)])),
    ];

    private static IEnumerable<(string Name, Case Case)> SwapAccounts =>
    [
        ("an instruction of the pool that nobody knows", new("Custom(101)", s => [s.Buy(Sol) with { Data = new byte[24] }])),
        ("a swap of seven bytes", new("Custom(101)", s => [Scene.Short(s.Buy(Sol), 7)])),
        ("a swap cut short", new("Custom(102)", s => [Scene.Short(s.Buy(Sol), 23)])),
        ("a swap with too few accounts", new("Custom(3005)", s => [Scene.Fewer(s.Buy(Sol), 12)])),
        ("a swap that its payer did not sign", new("Custom(3010)", s => [Scene.With(s.Buy(Sol), 0, AccountMeta.ReadOnly(s.Layout.Crowd))])),
        ("a configuration that is none", new("Custom(3007)", s => [Scene.With(s.Buy(Sol), 2, Nobody)])),
        ("a pool that is none", new("Custom(3007)", s => [Scene.With(s.Buy(Sol), 3, Nobody)])),
        ("a pool in the place of its configuration", new("Custom(3002)", s => [Scene.Swapped(s.Buy(Sol), 2, 3)])),
        ("an account that does not exist", new("Custom(3012)", s => [Scene.With(s.Buy(Sol), 5, Nobody)])),
        ("a mint that is none", new("Custom(6007)", s => [Scene.With(s.Buy(Sol), 10, Nobody)])),
        ("another pool authority", new("Custom(2006)", s => [Scene.With(s.Buy(Sol), 1, Nobody)])),
        ("another pool's vaults", new("Custom(2003)", s => [Scene.With(s.Buy(Sol), 6, AccountMeta.Writable(s.PoolOf(VenueToken.Wif).VaultKey0))])),
        ("one vault twice", new("Custom(6008)", s => [Scene.With(s.Buy(Sol), 7, s.Buy(Sol).Accounts[6])])),
        ("another token program of a pool", new("Custom(6007)", s => [Scene.With(s.Buy(Sol), 8, Nobody)])),
        ("mints the wrong way round", new("Custom(2012)", s => [Scene.Swapped(s.Buy(Sol), 10, 11)])),
        ("another pool's observations", new("Custom(2012)", s => [Scene.With(s.Buy(Sol), 12, AccountMeta.Writable(s.PoolOf(VenueToken.Wif).Observation))])),
        ("observations that cannot be written", new("Custom(2000)", s => [Scene.With(s.Buy(Sol), 12, AccountMeta.ReadOnly(s.Pool.Observation))])),
        ("a pool that cannot be written", new("Custom(2000)", s => [Scene.With(s.Buy(Sol), 3, AccountMeta.ReadOnly(s.Pool.Address))])),
        ("money of another token", new("Custom(3)", s => [s.Buy(Sol), Scene.With(s.Buy(1_000), 4, AccountMeta.Writable(s.Mine(VenueToken.Jup)))])),
        ("proceeds into an account of another token", new("Custom(3)", s => [Scene.With(s.Buy(Sol), 5, AccountMeta.Writable(s.Mine(VenueToken.Sol)))])),
        ("somebody else's money", new("Custom(4)", s => [Scene.With(s.Buy(Sol), 4, AccountMeta.Writable(s.Crowd(VenueToken.Sol)))])),
        ("proceeds for somebody else", new(null, s => [Scene.With(s.Buy(Sol), 5, AccountMeta.Writable(s.Crowd(VenueToken.Jup)))])
        {
            Changes = s => [(s.Mine(VenueToken.Sol), -(long)Sol)],
        }),
    ];

    private static IEnumerable<(string Name, Case Case)> Payments =>
    [
        ("a payment to a new account", new(null, s => [s.Pay(Scene.Stranger, Sol)]) { Changes = _ => [(Scene.Stranger, (long)Sol)] }),
        ("a payment in two halves, each below the rent", new(null, s => [s.Pay(Scene.Stranger, 500_000), s.Pay(Scene.Stranger, 500_000)])
        {
            Changes = _ => [(Scene.Stranger, 1_000_000)],
        }),
        ("a payment of nothing", new(null, s => [s.Pay(Scene.Stranger, 0)])),
        ("a payment below the rent", new("InsufficientFundsForRent", s => [s.Pay(Scene.Stranger, 890_879)])),
        ("a payment of more than one has", new("Custom(1)", s => [s.Pay(Scene.Stranger, 11 * Sol)])),
        ("a payment that leaves less than the rent", new("InsufficientFundsForRent", s => [s.Pay(Scene.Stranger, (10 * Sol) - 5_000 - 890_879)])),
        ("a payment of all there is", new(null, s => [s.Pay(Scene.Stranger, (10 * Sol) - 5_000)]) { Changes = _ => [(Scene.Stranger, (10 * (long)Sol) - 5_000)] }),
        ("a payment without units", new("ComputationalBudgetExceeded", s => [ComputeBudget.SetUnitLimit(200), s.Pay(Scene.Stranger, Sol)])),
        ("a price without a limit", new(null, s => [ComputeBudget.SetUnitPrice(1_000_000), s.Pay(Scene.Stranger, Sol), Scene.Memo(65)])
        {
            Changes = _ => [(Scene.Stranger, (long)Sol)],
        }),
        ("a memo", new(null, _ => [Scene.Memo(0x4f, 0x4b)])),
        ("a memo that is no text", new("ProgramFailedToComplete", _ => [Scene.Memo(0xff)])),
        ("a memo without units", new("ProgramFailedToComplete", _ => [ComputeBudget.SetUnitLimit(160), Scene.Memo(65, 66)])),
    ];
}
