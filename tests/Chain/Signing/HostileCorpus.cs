using System.Buffers.Binary;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.AssociatedToken;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Signing;

/// <summary>What we own alone, in base units.</summary>
/// <param name="Lamports">Of the wallet and of our token accounts, as long as they are ours; wrapped SOL is in it.</param>
/// <param name="Dollars">In our account, less what a delegate may take.</param>
/// <param name="Lent">The lender's token in our account, less what a delegate may take.</param>
public readonly record struct Holdings(Int128 Lamports, Int128 Dollars, Int128 Lent = default)
{
    public static Holdings operator -(Holdings left, Holdings right) => new(left.Lamports - right.Lamports, left.Dollars - right.Dollars, left.Lent - right.Lent);

    public static Holdings operator +(Holdings left, Holdings right) => new(left.Lamports + right.Lamports, left.Dollars + right.Dollars, left.Lent + right.Lent);
}

/// <summary>One transaction that must never be signed.</summary>
/// <param name="Change">What it would do to us if it were: the fee, and what is taken.</param>
/// <param name="Table">Loaded instead of the wallet's own.</param>
public sealed record Hostile(string Name, IReadOnlyList<Instruction> Instructions, PolicyViolation Expected, Holdings Change, LookupTable? Table = null);

/// <summary>Hostile transactions, alone and hidden in an arbitrage that pays.</summary>
/// <param name="paid">What the honest arbitrage brings.</param>
public sealed class HostileCorpus(LiveWorld world, LookupTable foreign, Holdings paid)
{
    public static readonly PublicKey Stranger = Names.Key("stranger"), StrangersDollars = Names.Key("stranger's USDC"), StrangersWrapped = Names.Key("stranger's SOL");

    /// <summary>A token that is on no list, with an account of ours.</summary>
    public static readonly PublicKey Unlisted = Names.Key("unlisted mint");

    public const ulong TokenRent = 2_039_280;

    private const ulong Fee = ComputeBudget.LamportsPerSignature, Sol = LiveWorld.Sol, UnitPrice = 50_000;
    private const uint UnitLimit = 300_000;
    private static readonly Holdings OnlyFee = new(-(Int128)Fee, 0);

    private PublicKey Me => world.Wallet;

    /// <summary>Every hostile transaction of the corpus.</summary>
    public IEnumerable<Hostile> All() =>
    [
        .. Transfers(), .. Authorities(), .. Delegates(), .. Closing(), .. Burns(), .. Tips(), .. PriorityFees(), .. Programs(), .. Tables(),
        .. Swaps(), .. Loans(), .. SystemCalls(), .. TokenCalls(), .. Accounts(), .. Floors(), .. LenderCalls(), .. PoolCalls(),
    ];

    /// <summary>Borrow, sell SOL where it is dear, buy it back where it is cheap, repay, tip, guard.</summary>
    public IReadOnlyList<Instruction> Arbitrage(
        IReadOnlyList<Instruction>? first = null, IReadOnlyList<Instruction>? between = null, IReadOnlyList<Instruction>? last = null,
        ulong tip = 100_000, ulong floor = LiveWorld.Floor)
    {
        var (dollars, back) = LiveWorld.Trip();
        List<Instruction> all = [ComputeBudget.SetUnitLimit(UnitLimit), ComputeBudget.SetUnitPrice(UnitPrice), .. first ?? []];
        var borrow = (byte)all.Count;
        all.Add(world.Lender.Borrow(world.Wrapped, LiveWorld.Loan));
        all.Add(world.Dear.SwapExactIn(Me, Mints.WrappedSol, world.Wrapped, world.Dollars, LiveWorld.Loan, dollars));
        all.AddRange(between ?? []);
        all.Add(world.Cheap.SwapExactIn(Me, Mints.Usdc, world.Dollars, world.Wrapped, dollars, back));
        all.Add(world.Lender.Repay(world.Wrapped, Me, LiveWorld.Loan, borrow));
        if (tip > 0) all.Add(SystemProgram.Transfer(Me, TipAccounts.List[0], tip));
        all.AddRange(last ?? []);
        if (floor > 0) all.Add(SystemProgram.Transfer(Me, Me, floor));
        return all;
    }

    private static Holdings Taken(ulong lamports, ulong dollars = 0) => new(-(Int128)lamports, -(Int128)dollars);

    /// <summary>The same theft alone and hidden in an arbitrage, behind its end.</summary>
    private IEnumerable<Hostile> Both(string name, Instruction theft, PolicyViolation expected, Holdings loss) =>
    [
        new($"{name}, alone", [theft], expected, OnlyFee + loss),
        new($"{name}, behind an arbitrage", Arbitrage(last: [theft]), expected, paid + loss),
    ];

    private IEnumerable<Hostile> Transfers()
    {
        foreach (var lamports in (ulong[])[1, 1_000_000, Sol, 8 * Sol])
        {
            foreach (var (who, to) in ((string, PublicKey)[])[("a stranger", Stranger), ("the lender's fee account", world.Lender.FeeReceiver)])
            {
                var theft = SystemProgram.Transfer(Me, to, lamports);
                foreach (var hostile in Both($"{lamports} lamports to {who}", theft, PolicyViolation.TransferToStranger, Taken(lamports))) yield return hostile;
                yield return new($"{lamports} lamports to {who}, before the loan", Arbitrage(first: [theft]), PolicyViolation.TransferToStranger, paid + Taken(lamports));
                yield return new($"{lamports} lamports to {who}, between the swaps", Arbitrage(between: [theft]), PolicyViolation.TransferToStranger, paid + Taken(lamports));
            }
        }

        foreach (var (name, own, mint, to, all, decimals) in ((string, PublicKey, PublicKey, PublicKey, ulong, byte)[])
            [("USDC", world.Dollars, Mints.Usdc, StrangersDollars, LiveWorld.WalletDollars, 6), ("SOL", world.Wrapped, Mints.WrappedSol, StrangersWrapped, LiveWorld.WalletWrapped, 9)])
        {
            foreach (var amount in (ulong[])[1, all / 2, all])
            {
                var loss = mint == Mints.Usdc ? Taken(0, amount) : Taken(amount);
                foreach (var hostile in Both($"{amount} {name} by transfer", TokenInstructions.Transfer(ProgramIds.Token, own, to, Me, amount), PolicyViolation.TransferToStranger, loss))
                    yield return hostile;
                foreach (var hostile in Both(
                    $"{amount} {name} by transfer_checked", TokenInstructions.TransferChecked(ProgramIds.Token, own, mint, to, Me, amount, decimals), PolicyViolation.TransferToStranger, loss))
                    yield return hostile;
            }
        }
    }

    private IEnumerable<Hostile> Authorities()
    {
        // What is in an account whose owner is another is not ours any more; one that another may close is as good as given.
        (string, PublicKey, Holdings)[] accounts =
        [
            ("USDC", world.Dollars, Taken(TokenRent, LiveWorld.WalletDollars)), ("SOL", world.Wrapped, Taken(TokenRent + LiveWorld.WalletWrapped)),
        ];
        foreach (var (name, own, loss) in accounts)
            foreach (var (kind, type) in ((string, byte)[])[("owner", 2), ("close authority", 3)])
            {
                // After an arbitrage the account holds the profit as well.
                var profit = name == "SOL" ? Taken((ulong)(paid.Lamports + (Int128)Fee + 15_000 + 100_000)) : default;
                var theft = SetAuthority(own, type, Stranger);
                yield return new($"{kind} of the {name} account, alone", [theft], PolicyViolation.AuthorityChange, OnlyFee + loss);
                yield return new($"{kind} of the {name} account, behind an arbitrage", Arbitrage(last: [theft]), PolicyViolation.AuthorityChange, paid + loss + profit);
            }
    }

    private IEnumerable<Hostile> Delegates()
    {
        foreach (var amount in (ulong[])[1, LiveWorld.WalletDollars, ulong.MaxValue])
        {
            var exposed = Taken(0, Math.Min(amount, LiveWorld.WalletDollars));
            foreach (var hostile in Both($"a delegate for {amount} USDC", Approve(world.Dollars, amount), PolicyViolation.DelegateGiven, exposed)) yield return hostile;
            foreach (var hostile in Both($"a delegate for {amount} USDC, checked", ApproveChecked(world.Dollars, Mints.Usdc, amount, 6), PolicyViolation.DelegateGiven, exposed))
                yield return hostile;
        }
    }

    private IEnumerable<Hostile> Closing() =>
    [
        .. Both("an empty account closed to a stranger", TokenInstructions.CloseAccount(ProgramIds.Token, world.Tethers, Stranger, Me), PolicyViolation.CloseToStranger, Taken(TokenRent)),
        new("wrapped SOL closed to a stranger", [TokenInstructions.CloseAccount(ProgramIds.Token, world.Wrapped, Stranger, Me)],
            PolicyViolation.CloseToStranger, OnlyFee + Taken(TokenRent + LiveWorld.WalletWrapped)),
    ];

    private IEnumerable<Hostile> Burns()
    {
        foreach (var amount in (ulong[])[1, LiveWorld.WalletDollars])
        {
            foreach (var hostile in Both($"{amount} USDC burned", TokenInstructions.Burn(ProgramIds.Token, world.Dollars, Mints.Usdc, Me, amount), PolicyViolation.Burn, Taken(0, amount)))
                yield return hostile;
            foreach (var hostile in Both($"{amount} USDC burned, checked", BurnChecked(world.Dollars, Mints.Usdc, amount, 6), PolicyViolation.Burn, Taken(0, amount)))
                yield return hostile;
        }
    }

    private IEnumerable<Hostile> Tips()
    {
        var cap = world.Terms.TipMax;
        foreach (var account in TipAccounts.List)
        {
            var theft = SystemProgram.Transfer(Me, account, 10 * cap);
            foreach (var hostile in Both($"a tenfold tip to {account}", theft, PolicyViolation.TipAboveCap, Taken(10 * cap))) yield return hostile;
        }

        yield return new("a lamport above the cap", Arbitrage(tip: cap + 1), PolicyViolation.TipAboveCap, paid + Taken(cap + 1 - 100_000));
        yield return new("a cap paid twice", Arbitrage(tip: cap, last: [SystemProgram.Transfer(Me, TipAccounts.List[3], cap)]), PolicyViolation.TipAboveCap,
            paid + Taken((2 * cap) - 100_000));
    }

    private IEnumerable<Hostile> PriorityFees()
    {
        foreach (var (limit, price) in ((uint, ulong)[])[(1_400_000, 1_000_000), (200_000, 5_000_001), (1_400_000, 100_000_000), (1_000, 1_000_000_001)])
        {
            Instruction[] message = [ComputeBudget.SetUnitLimit(limit), ComputeBudget.SetUnitPrice(price), SystemProgram.Transfer(Me, Me, LiveWorld.Floor)];
            yield return new($"{limit} units at {price}", message, PolicyViolation.PriorityFeeAboveCap, Taken(Fee + ComputeBudget.PriorityFee(price, limit)));
        }
    }

    private IEnumerable<Hostile> Programs()
    {
        // A program that does not exist is not charged a fee for: the transaction never becomes one.
        var (dollars, _) = LiveWorld.Trip();
        var honest = world.Dear.SwapExactIn(Me, Mints.WrappedSol, world.Wrapped, world.Dollars, Sol, 1);
        foreach (var (name, id) in ((string, PublicKey)[])
            [("a twin of the pool program", Names.Key("fake CPMM")), ("pump.fun", ProgramIds.PumpFun), ("stake", ProgramIds.Stake), ("vote", ProgramIds.Vote)])
            yield return new($"a swap through {name}", [honest with { ProgramId = id }], PolicyViolation.ProgramNotAllowed,
                id == ProgramIds.Stake || id == ProgramIds.Vote ? OnlyFee : default);
        yield return new("a swap through Jupiter that nobody can read", [honest with { ProgramId = ProgramIds.Jupiter }], PolicyViolation.InstructionUnreadable, OnlyFee);
        yield return new("a loan of a twin of the lender", [world.Lender.Borrow(world.Wrapped, dollars) with { ProgramId = Names.Key("fake Save") }], PolicyViolation.ProgramNotAllowed, default);
    }

    private IEnumerable<Hostile> Tables()
    {
        foreach (var amount in (ulong[])[Sol, 2 * Sol, 5 * Sol])
            yield return new($"{amount} swapped into an account of another's table",
                [world.Dear.SwapExactIn(Me, Mints.WrappedSol, world.Wrapped, StrangersDollars, amount, 1)], PolicyViolation.UnknownLookupTable, OnlyFee + Taken(amount), foreign);
        foreach (var amount in (ulong[])[1, LiveWorld.WalletDollars])
            yield return new($"{amount} USDC to an account of another's table", [TokenInstructions.Transfer(ProgramIds.Token, world.Dollars, StrangersDollars, Me, amount)],
                PolicyViolation.UnknownLookupTable, OnlyFee + Taken(0, amount), foreign);
        yield return new("an honest arbitrage through another's table", Arbitrage(), PolicyViolation.UnknownLookupTable, paid, foreign);
    }

    private IEnumerable<Hostile> Swaps()
    {
        foreach (var amount in (ulong[])[Sol / 10, Sol, 5 * Sol])
        {
            var got = ConstantProduct.Out(amount, LiveWorld.DearSol, LiveWorld.DearUsdc);
            var sold = new Holdings(-(Int128)amount, got);
            yield return new($"{amount} sold for nothing that is promised", [Sell(amount, world.Dollars, 0)], PolicyViolation.UnboundedSwap, OnlyFee + sold);
            yield return new($"{amount} sold for one unit that is promised", [Sell(amount, world.Dollars, 1)], PolicyViolation.SpendAboveCap, OnlyFee + sold);
            yield return new($"{amount} sold at the price of the day, and not bought back", [Sell(amount, world.Dollars, got)], PolicyViolation.SpendAboveCap, OnlyFee + sold);
            yield return new($"{amount} sold into a stranger's account", [Sell(amount, StrangersDollars, got)], PolicyViolation.ForeignTokenAccount, OnlyFee + Taken(amount));
            yield return new($"{amount} sold for a token that is on no list", [world.Unlisted.SwapExactIn(Me, Mints.WrappedSol, world.Wrapped, world.Own(Unlisted), amount, 1)],
                PolicyViolation.MintNotAllowed, OnlyFee + Taken(amount));
            var exact = got / 2;
            var cost = ConstantProduct.In(exact, LiveWorld.DearSol, LiveWorld.DearUsdc);
            yield return new($"{exact} USDC bought for whatever they cost", [world.Dear.SwapExactOut(Me, Mints.WrappedSol, world.Wrapped, world.Dollars, exact, ulong.MaxValue)],
                PolicyViolation.SpendAboveCap, OnlyFee + new Holdings(-(Int128)cost, exact));
            yield return new($"{exact} USDC bought for a stranger", [world.Dear.SwapExactOut(Me, Mints.WrappedSol, world.Wrapped, StrangersDollars, exact, cost)],
                PolicyViolation.ForeignTokenAccount, OnlyFee + Taken(cost));
            var swap = Sell(amount, world.Dollars, got);
            yield return new($"{amount} sold, with another account of ours within reach", [swap with { Accounts = swap.Accounts.Add(AccountMeta.Writable(world.Tethers)) }],
                PolicyViolation.OwnAccountExposed, OnlyFee + sold);
        }

        // A limit of the price lets the program end an exact output before it is reached: of the dollars next to nothing comes, and the SOL is gone.
        foreach (var dollars in (ulong[])[1_000_000, LiveWorld.WalletDollars])
        {
            var (swap, paidIn, got) = world.Thief.SwapPartly(Me, Mints.WrappedSol, world.Wrapped, world.Dollars, dollars, most: 5 * Sol, perMille: 1);
            yield return new($"{dollars} USDC bought of which {got} come", [swap], PolicyViolation.UnboundedSwap, OnlyFee + new Holdings(-(Int128)paidIn, got));
        }

        Instruction Sell(ulong amount, PublicKey to, ulong least) => world.Dear.SwapExactIn(Me, Mints.WrappedSol, world.Wrapped, to, amount, least);
    }

    private IEnumerable<Hostile> Loans()
    {
        Instruction Repay(FlashLender lender, ulong amount, byte index) => lender.Repay(world.Wrapped, Me, amount, index);

        // Another's reserve, made by anybody under the real program, takes the fee it likes.
        foreach (var (lender, name, share) in ((FlashLender, string, ulong)[])[(world.Usurer, "a tenth", 10), (world.Shark, "half", 2)])
            foreach (var amount in (ulong[])[Sol, 4 * Sol])
                yield return new($"a loan of {amount} for {name} of it", [lender.Borrow(world.Wrapped, amount), Repay(lender, amount, 0)],
                    PolicyViolation.UnknownReserve, OnlyFee + Taken(amount / share));

        yield return new("a loan above the cap", [world.Lender.Borrow(world.Wrapped, 101 * Sol), Repay(world.Lender, 101 * Sol, 0)], PolicyViolation.LoanAboveCap,
            OnlyFee + Taken(101 * Sol / 2000));
        yield return new("a loan for a stranger", [world.Lender.Borrow(StrangersWrapped, Sol), Repay(world.Lender, Sol, 0)], PolicyViolation.ForeignTokenAccount,
            OnlyFee + Taken(Sol + (Sol / 2000)));
        yield return new("a host fee for a stranger", [world.Lender.Borrow(world.Wrapped, Sol), With(Repay(world.Lender, Sol, 0), 3, StrangersWrapped)],
            PolicyViolation.ForeignTokenAccount, OnlyFee + Taken(Sol / 2000));
        yield return new("a loan nobody repays", [world.Lender.Borrow(world.Wrapped, Sol)], PolicyViolation.LoanNotRepaid, OnlyFee);
        yield return new("a loan repaid in part", [world.Lender.Borrow(world.Wrapped, Sol), Repay(world.Lender, Sol - 1, 0)], PolicyViolation.LoanNotRepaid, OnlyFee);
        yield return new("a loan repaid under another index", [world.Lender.Borrow(world.Wrapped, Sol), Repay(world.Lender, Sol, 1)], PolicyViolation.LoanNotRepaid, OnlyFee);
        yield return new("a loan that only costs", [world.Lender.Borrow(world.Wrapped, Sol), Repay(world.Lender, Sol, 0)], PolicyViolation.SpendAboveCap, OnlyFee + Taken(Sol / 2000));
    }

    private IEnumerable<Hostile> SystemCalls()
    {
        var assign = new byte[36];
        assign[0] = 1;
        Stranger.CopyTo(assign.AsSpan(4));
        // The wallet itself would belong to another program: nothing in it can ever be moved again.
        yield return new("the wallet given to a program", [new(ProgramIds.System, [AccountMeta.SignerWritable(Me)], assign)], PolicyViolation.AuthorityChange,
            Taken(LiveWorld.WalletLamports));
        foreach (var lamports in (ulong[])[TokenRent, Sol, 9 * Sol])
            yield return new($"an account made with {lamports} lamports for a stranger", [CreateWithSeed("hoard", lamports)], PolicyViolation.InstructionNotAllowed, OnlyFee + Taken(lamports));
        foreach (uint tag in (uint[])[4, 5, 6, 7, 8, 9, 12])
        {
            var data = new byte[12];
            BinaryPrimitives.WriteUInt32LittleEndian(data, tag);
            yield return new($"system instruction {tag}", [new(ProgramIds.System, [AccountMeta.SignerWritable(Me), AccountMeta.Writable(Stranger)], data)], PolicyViolation.InstructionNotAllowed, OnlyFee);
        }
    }

    private static IEnumerable<Hostile> TokenCalls()
    {
        foreach (var tag in Enum.GetValues<TokenTag>())
        {
            if (tag is TokenTag.Transfer or TokenTag.TransferChecked or TokenTag.Approve or TokenTag.ApproveChecked or TokenTag.SetAuthority or TokenTag.Burn or TokenTag.BurnChecked
                or TokenTag.CloseAccount or TokenTag.SyncNative) continue;
            // Bytes that no rule fits: what the runtime does with them is nothing, and that is not what they are refused for.
            var expected = tag is TokenTag.WithdrawExcessLamports or TokenTag.UnwrapLamports ? PolicyViolation.TransferToStranger
                : tag is >= TokenTag.InitializeMintCloseAuthority and <= TokenTag.PermissionedBurnExtension ? PolicyViolation.TokenExtension
                : PolicyViolation.InstructionNotAllowed;
            foreach (var (name, program) in ((string, PublicKey)[])[("Token", ProgramIds.Token), ("Token-2022", ProgramIds.Token2022)])
                yield return new($"{name} {tag}", [new(program, [AccountMeta.Writable(Stranger), AccountMeta.ReadOnly(Mints.Usdc)], new byte[] { (byte)tag, 255 })], expected, OnlyFee);
        }
    }

    private IEnumerable<Hostile> Accounts() =>
    [
        .. Both("rent for a stranger's USDC account", AssociatedTokenInstructions.Create(Me, Stranger, Mints.Usdc, ProgramIds.Token), PolicyViolation.ForeignTokenAccount, Taken(TokenRent)),
        .. Both("rent for a stranger's USDT account", AssociatedTokenInstructions.CreateIdempotent(Me, Stranger, Mints.Usdt, ProgramIds.Token), PolicyViolation.ForeignTokenAccount, Taken(TokenRent)),
        // Our own account of a token that is on no list: the rent stays ours.
        new("an account for a token that is on no list", [AssociatedTokenInstructions.CreateIdempotent(Me, Me, Unlisted, ProgramIds.Token)], PolicyViolation.MintNotAllowed, OnlyFee),
    ];

    private IEnumerable<Hostile> Floors() =>
    [
        new("no guard of the floor", Arbitrage(floor: 0), PolicyViolation.FloorNotGuarded, paid),
        new("a guard one lamport too low", Arbitrage(floor: LiveWorld.Floor - 1), PolicyViolation.FloorNotGuarded, paid),
        new("a guard before the tip", [.. Arbitrage(floor: 0, tip: 0, last: [SystemProgram.Transfer(Me, Me, LiveWorld.Floor)]), SystemProgram.Transfer(Me, TipAccounts.List[0], 100_000)],
            PolicyViolation.FloorNotGuarded, paid),
    ];

    private IEnumerable<Hostile> LenderCalls()
    {
        foreach (var tag in Enum.GetValues<SaveTag>())
        {
            if (tag is SaveTag.FlashBorrowReserveLiquidity or SaveTag.FlashRepayReserveLiquidity or SaveTag.RefreshReserve or SaveTag.DepositReserveLiquidity or SaveTag.RedeemReserveCollateral) continue;
            yield return new($"lender {tag}", [world.Lender.Borrow(world.Wrapped, Sol) with { Data = new[] { (byte)tag, (byte)1, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0 } }],
                PolicyViolation.InstructionNotAllowed, OnlyFee);
        }
    }

    private IEnumerable<Hostile> PoolCalls()
    {
        var swap = world.Dear.SwapExactIn(Me, Mints.WrappedSol, world.Wrapped, world.Dollars, Sol, 1);
        foreach (var (name, discriminator) in ((string, ulong)[])[("deposit", 0xf223c68952e1f2b6), ("withdraw", 0xb712469c946da122)])
        {
            var data = new byte[32];
            BinaryPrimitives.WriteUInt64BigEndian(data, discriminator);
            yield return new($"pool {name}", [swap with { Data = data, Accounts = swap.Accounts.Add(AccountMeta.ReadOnly(ProgramIds.Memo)) }], PolicyViolation.InstructionNotAllowed, OnlyFee);
        }

        foreach (var length in (int[])[0, 7, 15, 23])
            yield return new($"a swap cut off at {length} bytes", [swap with { Data = swap.Data[..length] }], PolicyViolation.InstructionUnreadable, OnlyFee);
    }

    private Instruction SetAuthority(PublicKey account, byte type, PublicKey to)
    {
        var data = new byte[35];
        (data[0], data[1], data[2]) = ((byte)TokenTag.SetAuthority, type, 1);
        to.CopyTo(data.AsSpan(3));
        return new(ProgramIds.Token, [AccountMeta.Writable(account), AccountMeta.Signer(Me)], data);
    }

    private Instruction Approve(PublicKey account, ulong amount) =>
        new(ProgramIds.Token, [AccountMeta.Writable(account), AccountMeta.ReadOnly(Stranger), AccountMeta.Signer(Me)], Amount(TokenTag.Approve, amount));

    private Instruction ApproveChecked(PublicKey account, PublicKey mint, ulong amount, byte decimals) =>
        new(ProgramIds.Token, [AccountMeta.Writable(account), AccountMeta.ReadOnly(mint), AccountMeta.ReadOnly(Stranger), AccountMeta.Signer(Me)],
            Amount(TokenTag.ApproveChecked, amount, decimals));

    private Instruction BurnChecked(PublicKey account, PublicKey mint, ulong amount, byte decimals) =>
        new(ProgramIds.Token, [AccountMeta.Writable(account), AccountMeta.Writable(mint), AccountMeta.Signer(Me)], Amount(TokenTag.BurnChecked, amount, decimals));

    private static byte[] Amount(TokenTag tag, ulong amount, byte? decimals = null)
    {
        var data = new byte[decimals is null ? 9 : 10];
        data[0] = (byte)tag;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), amount);
        if (decimals is { } places) data[9] = places;
        return data;
    }

    /// <summary>Needs no signature but the wallet's: the new address is derived from it.</summary>
    private Instruction CreateWithSeed(string seed, ulong lamports)
    {
        var text = System.Text.Encoding.ASCII.GetBytes(seed);
        var address = new PublicKey(System.Security.Cryptography.SHA256.HashData([.. Me.ToArray(), .. text, .. Stranger.ToArray()]));
        var data = new byte[4 + 32 + 8 + text.Length + 8 + 8 + 32];
        data[0] = 3;
        Me.CopyTo(data.AsSpan(4));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(36), (ulong)text.Length);
        text.CopyTo(data, 44);
        var at = 44 + text.Length;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(at), lamports);
        Stranger.CopyTo(data.AsSpan(at + 16));
        return new(ProgramIds.System, [AccountMeta.SignerWritable(Me), AccountMeta.Writable(address)], data);
    }

    private static Instruction With(Instruction instruction, int index, PublicKey key) =>
        instruction with { Accounts = instruction.Accounts.SetItem(index, instruction.Accounts[index] with { Key = key }) };
}
