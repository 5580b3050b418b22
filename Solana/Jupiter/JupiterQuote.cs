using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Jupiter;

public enum SwapMode
{
    ExactIn,
    ExactOut,
}

/// <summary>What is asked. Amounts in base units.</summary>
/// <param name="Amount">Of the input mint for ExactIn, of the output mint for ExactOut.</param>
public sealed record QuoteRequest(PublicKey InputMint, PublicKey OutputMint, ulong Amount, ushort SlippageBps)
{
    public SwapMode Mode { get; init; } = SwapMode.ExactIn;

    /// <summary>Labels of venues, as <see cref="JupiterClient.Labels"/> gives them; empty: all.</summary>
    public ImmutableArray<string> Dexes { get; init; } = [];

    public bool OnlyDirectRoutes { get; init; }

    /// <summary>Bounds the size of the transaction. Jupiter's default is 64.</summary>
    public byte? MaxAccounts { get; init; }

    /// <summary>Leave out venues that cannot be part of a bundle.</summary>
    public bool ForJitoBundle { get; init; }
}

/// <param name="FeeAmount">Base units; null since 2026, when Jupiter stopped telling.</param>
public sealed record QuoteLeg(
    PublicKey Amm, string Label, PublicKey InputMint, PublicKey OutputMint, ulong InAmount, ulong OutAmount, ulong? FeeAmount, PublicKey? FeeMint);

/// <summary>A route with its amounts in base units.</summary>
/// <param name="Threshold">Least output (ExactIn) or most input (ExactOut) that the swap itself enforces.</param>
/// <param name="References">What well-known pools would give, where Jupiter says so with a number.</param>
/// <param name="Raw">The answer as received: swap-instructions wants it back unchanged.</param>
public sealed record JupiterQuote(
    PublicKey InputMint, PublicKey OutputMint, ulong InAmount, ulong OutAmount, ulong Threshold, SwapMode Mode, ushort SlippageBps,
    ImmutableArray<QuoteLeg> Route, ulong? ContextSlot, ImmutableDictionary<PublicKey, ulong> References, ReadOnlyMemory<byte> Raw)
{
    /// <summary>Throws <see cref="ShapeException"/>. Lenient on what describes, strict on what is money.</summary>
    internal static JupiterQuote Read(JsonElement json, ReadOnlyMemory<byte> raw)
    {
        var bps = json.U64("slippageBps");
        if (bps > 10_000) throw new ShapeException("slippageBps: more than 10,000");
        var quote = new JupiterQuote(
            json.Key("inputMint"), json.Key("outputMint"), json.U64Text("inAmount"), json.U64Text("outAmount"), json.U64Text("otherAmountThreshold"),
            json.Text("swapMode") switch
            {
                "ExactIn" => SwapMode.ExactIn,
                "ExactOut" => SwapMode.ExactOut,
                var other => throw new ShapeException($"swapMode: unknown {other}"),
            },
            (ushort)bps, json.Array("routePlan", Leg), json.MaybeU64("contextSlot"), ReadReferences(json), raw);
        if (quote.Contradiction(hasPlatformFee: json.Maybe("platformFee") is not null) is { } why) throw new ShapeException(why);
        return quote;
    }

    /// <summary>Why the quote does not answer this request; null when it does.</summary>
    internal string? Mismatch(QuoteRequest request) =>
        InputMint != request.InputMint || OutputMint != request.OutputMint ? "a quote for other mints than asked for"
        : Mode != request.Mode ? "a quote in another mode than asked for"
        : (Mode == SwapMode.ExactIn ? InAmount : OutAmount) != request.Amount ? "a quote for another amount than asked for"
        : SlippageBps != request.SlippageBps ? "a quote with another slippage than asked for"
        : null;

    private string? Contradiction(bool hasPlatformFee)
    {
        if (InAmount == 0 || OutAmount == 0) return "an amount is zero";
        if (Route.IsEmpty) return "routePlan is empty";
        UInt128 whole = 10_000;
        var threshold = Mode == SwapMode.ExactIn
            ? ((OutAmount * (whole - SlippageBps)) + 9_999) / whole
            : InAmount * (whole + SlippageBps) / whole;

        // A limit that is softer than the slippage asked for would be paid by us. Rounding differs by one between versions.
        if (Mode == SwapMode.ExactIn ? (UInt128)Threshold + 1 < threshold : Threshold > threshold + 1) return "otherAmountThreshold is softer than slippageBps";
        if (Sum(leg => leg.InputMint == InputMint, leg => leg.InAmount) != InAmount) return "the legs do not spend inAmount";
        return !hasPlatformFee && Sum(leg => leg.OutputMint == OutputMint, leg => leg.OutAmount) != OutAmount ? "the legs do not give outAmount" : null;
    }

    private UInt128 Sum(Func<QuoteLeg, bool> which, Func<QuoteLeg, ulong> amount) =>
        Route.Where(which).Aggregate(UInt128.Zero, (sum, leg) => sum + amount(leg));

    private static QuoteLeg Leg(JsonElement json)
    {
        var info = json.Member("swapInfo");
        return new(
            info.Key("ammKey"), info.MaybeText("label") ?? "", info.Key("inputMint"), info.Key("outputMint"),
            info.U64Text("inAmount"), info.U64Text("outAmount"),
            info.Maybe("feeAmount")?.U64Text(), info.Maybe("feeMint")?.Key());
    }

    private static ImmutableDictionary<PublicKey, ulong> ReadReferences(JsonElement json)
    {
        var references = ImmutableDictionary.CreateBuilder<PublicKey, ulong>();
        if (json.Maybe("mostReliableAmmsQuoteReport")?.Maybe("info") is not { ValueKind: JsonValueKind.Object } info) return references.ToImmutable();
        foreach (var member in info.EnumerateObject())
        {
            // Where the pool was left out, the value is a sentence.
            if (PublicKey.TryParse(member.Name, out var amm) && member.Value.ValueKind == JsonValueKind.String
                && ulong.TryParse(member.Value.Text(), out var output)) references[amm] = output;
        }

        return references.ToImmutable();
    }
}
