using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>Finds what each swap really moved: first in the token transfers it caused, else in the event its program recorded.</summary>
internal static class SwapEventReader
{
    public static ImmutableArray<SwapEvent> Read(FullTransaction transaction, ImmutableArray<ReadInstruction> instructions)
    {
        var mints = Mints(transaction);
        var swaps = ImmutableArray.CreateBuilder<SwapEvent>();
        for (var i = 0; i < instructions.Length; i++)
        {
            if (instructions[i].Decoded is not { Swaps: { Count: > 0 } requests } decoded) continue;
            var movements = Movements(instructions, i);
            var fills = instructions[i].Recorded.Select(one => one.Swap).OfType<SwapFill>().ToList();
            for (var n = 0; n < requests.Count; n++)
            {
                var request = requests[n];
                var fill = fills.Find(one => one.Pool == request.Pool) ?? (fills.Count == requests.Count ? fills[n] : null);
                var (amountIn, amountOut) = Moved(request, movements) ?? (fill?.AmountIn ?? 0, fill?.AmountOut ?? 0);
                if (amountIn == 0 && amountOut == 0) continue;
                swaps.Add(new(decoded.Program, decoded.ProgramName, request, amountIn, amountOut,
                    request.MintIn ?? fill?.MintIn ?? MintOf(mints, movements, request, wantsInput: true),
                    request.MintOut ?? fill?.MintOut ?? MintOf(mints, movements, request, wantsInput: false), i));
            }
        }

        return swaps.ToImmutable();
    }

    private static List<TokenMovement> Movements(ImmutableArray<ReadInstruction> instructions, int at)
    {
        var movements = new List<TokenMovement>();
        for (var i = at + 1; i < TransactionEventReader.EndOfCalls(instructions, at); i++)
            if (instructions[i].Decoded?.Movement is { } movement) movements.Add(movement);
        return movements;
    }

    /// <summary>Null when no transfer touches the pool's vaults.</summary>
    private static (ulong In, ulong Out)? Moved(SwapRequest request, List<TokenMovement> movements)
    {
        UInt128 amountIn = 0, amountOut = 0;
        foreach (var movement in movements)
        {
            if (IsVault(request, movement.Destination)) amountIn += movement.Amount;
            if (IsVault(request, movement.Source)) amountOut += movement.Amount;
        }

        // A sum beyond 64 bits cannot be of one token; then nothing is claimed.
        return (amountIn | amountOut) == 0 || amountIn > ulong.MaxValue || amountOut > ulong.MaxValue
            ? null
            : ((ulong)amountIn, (ulong)amountOut);
    }

    private static bool IsVault(SwapRequest request, PublicKey? account) =>
        account is { } key && key != default && (key == request.VaultA || key == request.VaultB);

    private static PublicKey? MintOf(Dictionary<PublicKey, PublicKey> mints, List<TokenMovement> movements, SwapRequest request, bool wantsInput)
    {
        foreach (var movement in movements)
        {
            if (!IsVault(request, wantsInput ? movement.Destination : movement.Source)) continue;
            if (movement.Mint is { } named) return named;
            var vault = (wantsInput ? movement.Destination : movement.Source)!.Value;
            if (mints.TryGetValue(vault, out var mint)) return mint;
        }

        return null;
    }

    private static Dictionary<PublicKey, PublicKey> Mints(FullTransaction transaction)
    {
        var mints = new Dictionary<PublicKey, PublicKey>();
        foreach (var balance in transaction.Meta!.PreTokenBalances.Concat(transaction.Meta.PostTokenBalances))
            if (transaction.Accounts[balance.AccountIndex].Key is { } account) mints[account] = balance.Mint;
        return mints;
    }
}
