using System.Buffers.Binary;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Signing;

/// <summary>Thefts of capital that is lent, or by way of the lender. A token of the lender is worth ten ninths of what was lent.</summary>
/// <param name="paid">What the honest arbitrage brings.</param>
public sealed class HostileLending(LiveWorld world, HostileCorpus corpus, Holdings paid)
{
    /// <summary>Base units of the lender's token that we hold.</summary>
    public const ulong Lent = 9 * LiveWorld.Sol;

    private const ulong Issued = LiveWorld.Lendable / 10 * 9, Given = LiveWorld.Sol, Minted = LiveWorld.Sol / 10 * 9;

    private static readonly Holdings OnlyFee = new(-(Int128)ComputeBudget.LamportsPerSignature, 0);

    private static readonly PublicKey StrangersCollateral = Names.Key("stranger's collateral");

    public static PublicKey Own(LiveWorld world) => world.Own(world.Lender.CollateralMint);

    /// <summary>The lender with what is out of it, our account of its token, and a stranger's.</summary>
    public static IEnumerable<ChainAccount> Accounts(LiveWorld world) =>
    [
        .. world.Lender.Accounts(LiveWorld.Lendable, LiveWorld.FeeWad, LiveWorld.HostFeePercent, Issued),
        Tokens.Account(Own(world), world.Lender.CollateralMint, world.Wallet, Lent), Tokens.Account(StrangersCollateral, world.Lender.CollateralMint, HostileCorpus.Stranger, 0),
        Tokens.Account(world.Own(world.Usurer.CollateralMint), world.Usurer.CollateralMint, world.Wallet, 0),
    ];

    public IEnumerable<Hostile> All()
    {
        var (me, ours) = (world.Wallet, Own(world));
        foreach (var share in (ulong[])[1, 3, 9])
        {
            var (tokens, sol) = (Lent / share, Lent / share * 10 / 9);
            yield return new($"{tokens} of the lender's token to a stranger", [TokenInstructions.Transfer(ProgramIds.Token, ours, StrangersCollateral, me, tokens)],
                PolicyViolation.TransferToStranger, OnlyFee + Gone(tokens));
            yield return new($"{tokens} of the lender's token that a stranger may take", [Approve(ours, tokens)], PolicyViolation.DelegateGiven, OnlyFee + Gone(tokens));
            yield return new($"{tokens} of the lender's token burned", [Burn(ours, tokens)], PolicyViolation.Burn, OnlyFee + Gone(tokens));
            yield return new($"{tokens} taken back for a stranger", [Refresh, world.Lender.Redeem(ours, HostileCorpus.StrangersWrapped, me, tokens)], PolicyViolation.ForeignTokenAccount, OnlyFee + Gone(tokens));
            yield return new($"{tokens} taken back beside a trade", corpus.Arbitrage(last: [Refresh, world.Lender.Redeem(ours, world.Wrapped, me, tokens)]),
                PolicyViolation.CapitalMoveWithTrade, paid + Gone(tokens) + new Holdings(sol, 0));
        }

        foreach (var times in (ulong[])[1, 2, 4])
        {
            var (lamports, minted) = (Given * times, Minted * times);
            yield return new($"{lamports} lent for a stranger", [world.Lender.Deposit(world.Wrapped, StrangersCollateral, me, lamports)], PolicyViolation.ForeignTokenAccount, OnlyFee + Spent(lamports));
            yield return new($"{lamports} lent to an unknown reserve", [world.Usurer.Deposit(world.Wrapped, world.Own(world.Usurer.CollateralMint), me, lamports)],
                PolicyViolation.UnknownReserve, OnlyFee + Spent(lamports));
            yield return new($"{lamports} lent, more than may be spent", [world.Lender.Deposit(world.Wrapped, ours, me, lamports)], PolicyViolation.SpendAboveCap,
                OnlyFee + Spent(lamports) + new Holdings(0, 0, minted));
        }

        yield return new("lent beside a trade", corpus.Arbitrage(last: [world.Lender.Deposit(world.Wrapped, ours, me, 1_000_000)]), PolicyViolation.CapitalMoveWithTrade,
            paid + Spent(1_000_000) + new Holdings(0, 0, 900_000));
        yield return new("an unknown reserve refreshed", [SaveInstructions.RefreshReserve(world.Usurer.Reserve, world.Usurer.State)], PolicyViolation.UnknownReserve, OnlyFee);
        yield return new("the owner of the lender's token changed", [SetOwner(ours)], PolicyViolation.AuthorityChange, OnlyFee + Spent(HostileCorpus.TokenRent) + Gone(Lent));
        var (sold, got) = (LiveWorld.Sol, ConstantProduct.Out(LiveWorld.Sol, LiveWorld.DearSol, LiveWorld.DearUsdc));
        var swap = world.Dear.SwapExactIn(me, Mints.WrappedSol, world.Wrapped, world.Dollars, sold, got);
        yield return new("sold, with the lender's token within reach", [swap with { Accounts = swap.Accounts.Add(AccountMeta.Writable(ours)) }], PolicyViolation.OwnAccountExposed,
            OnlyFee + Spent(sold) + new Holdings(0, got));
    }

    private Instruction Refresh => SaveInstructions.RefreshReserve(world.Lender.Reserve, world.Lender.State);

    private static Holdings Gone(ulong tokens) => new(0, 0, -(Int128)tokens);

    private static Holdings Spent(ulong lamports) => new(-(Int128)lamports, 0);

    private Instruction Approve(PublicKey account, ulong amount) =>
        new(ProgramIds.Token, [AccountMeta.Writable(account), AccountMeta.ReadOnly(HostileCorpus.Stranger), AccountMeta.Signer(world.Wallet)], Amount(TokenTag.Approve, amount));

    private Instruction Burn(PublicKey account, ulong amount) =>
        new(ProgramIds.Token, [AccountMeta.Writable(account), AccountMeta.Writable(world.Lender.CollateralMint), AccountMeta.Signer(world.Wallet)], Amount(TokenTag.Burn, amount));

    private Instruction SetOwner(PublicKey account)
    {
        var data = new byte[35];
        (data[0], data[1], data[2]) = ((byte)TokenTag.SetAuthority, 2, 1);
        HostileCorpus.Stranger.CopyTo(data.AsSpan(3));
        return new(ProgramIds.Token, [AccountMeta.Writable(account), AccountMeta.Signer(world.Wallet)], data);
    }

    private static byte[] Amount(TokenTag tag, ulong amount)
    {
        var data = new byte[9];
        data[0] = (byte)tag;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), amount);
        return data;
    }
}
