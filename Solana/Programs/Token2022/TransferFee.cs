using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.Token2022;

/// <summary>The fee a Token-2022 mint withholds from each transfer: min(ceil(amount · bps / 10000), maximum).</summary>
/// <remarks>Source: solana-program/token-2022, extension transfer_fee. The default value takes nothing.</remarks>
/// <param name="BasisPoints">At most 10,000.</param>
/// <param name="Maximum">Base units.</param>
public readonly record struct TransferFee(ushort BasisPoints, ulong Maximum)
{
    public const ushort Whole = 10_000;

    public static TransferFee None => default;

    /// <summary>The share that arrives of an amount whose fee stays below the maximum; for estimates.</summary>
    public double KeptShare => 1 - ((double)BasisPoints / Whole);

    /// <summary>What is withheld from a transfer of <paramref name="amount"/>.</summary>
    public ulong Of(ulong amount)
    {
        if (BasisPoints == 0 || amount == 0) return 0;
        return MulDiv.TryCeiling(amount, BasisPoints, Whole, out var fee) ? Math.Min(fee, Maximum) : Maximum;
    }

    /// <summary>What must be sent so that <paramref name="received"/> arrives; false when no amount does.</summary>
    public bool TryAmountFor(ulong received, out ulong sent)
    {
        sent = 0;
        if (BasisPoints == 0) { sent = received; return true; }
        if (received == 0) return true;
        if (BasisPoints >= Whole) return TryAdd(received, Maximum, out sent);
        var gross = MulDiv.DivideCeiling((UInt128)received * Whole, (UInt128)(Whole - BasisPoints));
        if (gross - received >= Maximum) return TryAdd(received, Maximum, out sent);
        if (gross > ulong.MaxValue) return false;
        sent = (ulong)gross;
        return true;
    }

    /// <summary>
    /// What Raydium's programs put on top of an amount so that it arrives. They fail when the fee of the sum is another
    /// one; the answer is then false.
    /// </summary>
    /// <remarks>Source: raydium-io/raydium-cp-swap, programs/cp-swap/src/utils/token.rs, get_transfer_inverse_fee.</remarks>
    public bool TryInverse(ulong received, out ulong fee)
    {
        fee = 0;
        if (BasisPoints == 0) return true;
        if (BasisPoints >= Whole)
        {
            fee = Maximum;
            return TryAdd(received, fee, out _);
        }
        if (!TryAmountFor(received, out var sent)) return false;
        fee = Of(sent);
        return TryAdd(received, fee, out var sum) && Of(sum) == fee;
    }

    private static bool TryAdd(ulong a, ulong b, out ulong sum)
    {
        sum = unchecked(a + b);
        if (sum >= a) return true;
        sum = 0;
        return false;
    }
}
