using System.Buffers.Binary;
using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumV4;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Tests.Programs;
using static Orchestrator.Solana.Tests.Programs.Accounts;
using MintName = Orchestrator.Domain.Money.Mint;

namespace Orchestrator.Solana.Tests.Launches;

/// <summary>A launch on Raydium v4 as its accounts show it, honest until a test spoils one of them.</summary>
internal sealed class LaunchWorld
{
    public const ulong Supply = 1_000_000_000_000_000;
    public static readonly DateTimeOffset Born = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly PublicKey Token = Key(100), Pool = Key(101), SolVault = Key(102), TokenVault = Key(103), Shares = Key(104), Other = Key(201);
    private static readonly PublicKey OtherSol = Key(202), OtherTokens = Key(203);

    private readonly Dictionary<PublicKey, List<PublicKey>> _largest = [];
    private int _next = 1_000;

    public LaunchWorld()
    {
        WithMint(ProgramIds.Token, MintData());
        WithPool(Pool, SolVault, TokenVault, Shares, 100_000_000_000, 200_000_000_000_000);
        WithPool(Other, OtherSol, OtherTokens, Key(204), 150_000_000_000, 200_000_000_000_000);
        WithShares(supply: 0);
        Accounts.With(SolReserves.SaveMainPool, ProgramIds.Save, Reserve());
        _largest[Token] = [TokenVault, OtherTokens];
        for (var i = 0; i < 10; i++) Hold(Key(500 + i), 20_000_000_000_000);
    }

    public Accounts Accounts { get; } = new();

    public LaunchWorld WithMint(PublicKey program, byte[] data)
    {
        Accounts.With(Token, program, data);
        return this;
    }

    /// <param name="ownerProgram">Program of the owner's own account; the System program for a wallet.</param>
    public PublicKey Hold(PublicKey owner, ulong amount, PublicKey? ownerProgram = null, PublicKey? mint = null)
    {
        var account = Key(_next++);
        Accounts.With(account, ProgramIds.Token, TokenData(mint ?? Token, owner, amount));
        Accounts.With(owner, ownerProgram ?? ProgramIds.System, []);
        if (!_largest.TryGetValue(mint ?? Token, out var list)) _largest[mint ?? Token] = list = [];
        list.Add(account);
        return account;
    }

    public LaunchWorld WithoutLargest(PublicKey mint)
    {
        _largest.Remove(mint);
        return this;
    }

    public LaunchWorld WithoutExit()
    {
        Siblings = [];
        return this;
    }

    public ImmutableArray<(string Pool, string Program)> Siblings { get; private set; } = [(Other.ToString(), ProgramIds.RaydiumV4.ToString())];

    public LaunchWorld WithShares(ulong supply)
    {
        var data = MintData();
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(36), supply);
        Accounts.With(Shares, ProgramIds.Token, data);
        return this;
    }

    public Launch Launch { get; set; } = new(
        LaunchForm.InitializePool, new MintName(Token.ToString()), MintName.Sol, ProgramIds.RaydiumV4.ToString(), Pool.ToString(), Key(900).ToString(),
        new BaseUnits(100_000_000_000), new BaseUnits(200_000_000_000_000), 1_000, "signature", Born);

    /// <summary>All of it, as somebody who is asked.</summary>
    public ILaunchAccounts Asked() => new RecordedAccounts(Accounts, mint => _largest.GetValueOrDefault(mint), new MarketClock(1_000, 2, Born.ToUnixTimeSeconds()));

    public async Task<LaunchVerdict> Verdict(Func<ILaunchAccounts, ILaunchAccounts>? through = null)
    {
        var accounts = Asked();
        var research = new LaunchResearch(through?.Invoke(accounts) ?? accounts, ProgramRegistry.Mainnet, SolReserves.SaveMainPool);
        var facts = await research.Look(Launch, Siblings, TestContext.Current.CancellationToken);
        return SniperRules.Judge(facts with { Creator = LookUp<CreatorFacts>.Of(CreatorFacts.Unknown) }, SniperPolicy.Default, Born.AddMinutes(1));
    }

    public static byte[] MintData(PublicKey? mintAuthority = null, PublicKey? freezeAuthority = null, params (ExtensionType Type, byte[] Value)[] extensions)
    {
        var data = new byte[extensions.Length == 0 ? 82 : 166 + extensions.Sum(one => 4 + one.Value.Length)];
        if (mintAuthority is { } minter) Option(data, 0, minter);
        if (freezeAuthority is { } freezer) Option(data, 46, freezer);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(36), Supply);
        (data[44], data[45]) = (6, 1);
        if (extensions.Length == 0) return data;
        data[165] = 1;
        var at = 166;
        foreach (var (type, value) in extensions)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), (ushort)type);
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at + 2), (ushort)value.Length);
            value.CopyTo(data, at + 4);
            at += 4 + value.Length;
        }

        return data;
    }

    public void WithPool(PublicKey pool, PublicKey solVault, PublicKey tokenVault, PublicKey shares, ulong sol, ulong tokens)
    {
        var data = new byte[AmmInfo.Size];
        void Number(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(at), value);
        Number(0, (ulong)AmmStatus.SwapOnly);
        Number(8, 254);
        Number(32, 9);
        Number(40, 6);
        Number(176, 25);
        Number(184, 10_000);
        solVault.CopyTo(data.AsSpan(336));
        tokenVault.CopyTo(data.AsSpan(368));
        Mints.WrappedSol.CopyTo(data.AsSpan(400));
        Token.CopyTo(data.AsSpan(432));
        shares.CopyTo(data.AsSpan(464));
        // One whole share that is counted and never minted, beside a thousand that were.
        Number(720, 1_001_000_000);
        Accounts.With(pool, ProgramIds.RaydiumV4, data)
            .With(solVault, ProgramIds.Token, TokenData(Mints.WrappedSol, RaydiumV4Addresses.Authority, sol))
            .With(tokenVault, ProgramIds.Token, TokenData(Token, RaydiumV4Addresses.Authority, tokens))
            .With(RaydiumV4Addresses.Authority, ProgramIds.System, []);
    }

    private static byte[] Reserve()
    {
        var data = new byte[SaveReserve.Size];
        data[0] = 1;
        Mints.WrappedSol.CopyTo(data.AsSpan(42));
        data[74] = 9;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(171), 5_000_000_000_000);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(314), 500_000_000_000_000);
        data[322] = 20;
        return data;
    }

    private static byte[] TokenData(PublicKey mint, PublicKey owner, ulong amount)
    {
        var data = new byte[165];
        mint.CopyTo(data);
        owner.CopyTo(data.AsSpan(32));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(64), amount);
        data[108] = 1;
        return data;
    }

    private static void Option(byte[] data, int at, PublicKey key)
    {
        data[at] = 1;
        key.CopyTo(data.AsSpan(at + 4));
    }
}
