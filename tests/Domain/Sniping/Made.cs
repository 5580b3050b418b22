using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Domain.Tests.Sniping;

/// <summary>A launch that every filter passes, to be spoilt one way at a time.</summary>
internal static class Made
{
    public static readonly Mint Token = new("CgNRsC4WpSf6yTaxFZNaTVqGFbqYdPYsPcQJgqnd5uXk");
    public static readonly DateTimeOffset Born = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = Born.AddMinutes(1);
    public static readonly MarketClock Clock = new(1_000, 2, 1_762_000_000);
    public const ulong Supply = 1_000_000_000_000_000;

    public static LaunchFacts Honest()
    {
        var pool = Pool("launch", sol: 100_000_000_000, tokens: 200_000_000_000_000);
        return new LaunchFacts(
            new Launch(LaunchForm.InitializePool, Token, Mint.Sol, "program", "launch", "creator", new(100_000_000_000), new(200_000_000_000_000), 900, "signature", Born),
            LookUp<MintFacts>.Of(new(null, null, new(Supply), IssuerPowers.None, new(0))),
            LookUp<PoolFacts>.Of(pool),
            LookUp<ShareFacts>.Of(new(true, new(1_000_000), new(1_000_000), new(0))),
            LookUp<HolderFacts>.Of(new([new("launch", new(200_000_000_000_000), HolderKind.Vault), .. Enumerable.Range(0, 10).Select(i => new Holding($"wallet{i}", new(20_000_000_000_000), HolderKind.Wallet))])),
            LookUp<CreatorFacts>.Of(new(null, null, 3, 0)),
            LookUp<IFlashLender>.Of(new Lender(1_000_000_000_000, 5)),
            [Pool("other", sol: 150_000_000_000, tokens: 200_000_000_000_000)],
            Clock);
    }

    public static PoolFacts Pool(string name, ulong sol, ulong tokens) => new(new Product(name, sol, tokens), 999, new(tokens), new(sol));

    public static HolderFacts Wallets(params (string Owner, ulong Amount)[] holdings) => new([.. holdings.Select(one => new Holding(one.Owner, new(one.Amount), HolderKind.Wallet))]);
}

/// <summary>A constant product of two reserves with a fee of 0.25 % on the input, as Raydium v4 takes it.</summary>
internal sealed class Product(string pool, ulong sol, ulong tokens) : IPoolCurve
{
    public string Venue => "raydium";
    public string Pool => pool;
    public Mint MintA => Mint.Sol;
    public Mint MintB => Made.Token;

    public CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock)
    {
        var (a, b) = aToB ? (sol, tokens) : (tokens, sol);
        var kept = (UInt128)amountIn - (((UInt128)amountIn * 25 + 9_999) / 10_000);
        var output = kept == 0 ? 0 : (ulong)(kept * b / (a + kept));
        return output == 0 ? CurveQuote.Refused("AmountTooSmall") : new CurveQuote(output, new BasisPoints((int)(kept * 10_000 / (a + kept))), null);
    }

    public CurveShape Shape(bool aToB, in MarketClock clock) => CurveShape.Empty;
}

internal sealed class Lender(ulong available, uint feeBps) : IFlashLender
{
    public ulong Available => available;

    public ulong? FeeOf(ulong amount) => amount == 0 || amount > available ? null : (ulong)(((UInt128)amount * feeBps + 9_999) / 10_000);
}
