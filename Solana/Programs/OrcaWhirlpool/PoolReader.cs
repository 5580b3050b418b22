using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>Builds Whirlpools from accounts.</summary>
public sealed class WhirlpoolPoolReader : IPoolReader
{
    public PublicKey Program => ProgramIds.Whirlpool;

    public PoolRead Read(PublicKey pool, IAccountSource accounts)
    {
        if (accounts.Find(pool) is not { } account) return PoolRead.Wants(pool);
        if (account.Owner != ProgramIds.Whirlpool) return PoolRead.Refused(DecodeRefusal.WrongOwner, $"pool {pool}");
        var refusal = Whirlpool.TryDecode(account.Data.Span, out var state);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"pool {pool}");

        var starts = Starts(state!);
        List<PublicKey> wanted = [state!.MintA, state.MintB, .. starts.Select(start => WhirlpoolAddresses.TickArray(pool, start))];
        if (state.HasAdaptiveFee) wanted.Add(WhirlpoolAddresses.Oracle(pool));
        wanted.RemoveAll(key => accounts.Find(key) is not null);
        if (wanted.Count > 0) return PoolRead.Wants(wanted);
        return Build(pool, state, starts, accounts);
    }

    private static PoolRead Build(PublicKey pool, Whirlpool state, List<int> starts, IAccountSource accounts)
    {
        var refusal = MintTerms.Read(accounts, state.MintA, out var mintA);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"mint {state.MintA}");
        refusal = MintTerms.Read(accounts, state.MintB, out var mintB);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"mint {state.MintB}");

        var arrays = new List<TickArray>();
        foreach (var start in starts)
        {
            refusal = ReadArray(pool, start, accounts, out var array);
            if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"tick array {WhirlpoolAddresses.TickArray(pool, start)}");
            arrays.Add(array!);
        }
        WhirlpoolOracle? oracle = null;
        if (state.HasAdaptiveFee)
        {
            var found = accounts.Find(WhirlpoolAddresses.Oracle(pool))!.Value;
            refusal = found.Owner != ProgramIds.Whirlpool ? DecodeRefusal.WrongOwner : WhirlpoolOracle.TryDecode(found.Data.Span, out oracle);
            if (refusal == DecodeRefusal.None && oracle!.Whirlpool != pool) refusal = DecodeRefusal.InvalidField;
            if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"oracle {WhirlpoolAddresses.Oracle(pool)}");
        }
        return PoolRead.Of(new WhirlpoolPool(pool, state, arrays, oracle, mintA, mintB));
    }

    private static DecodeRefusal ReadArray(PublicKey pool, int start, IAccountSource accounts, out TickArray? array)
    {
        var account = accounts.Find(WhirlpoolAddresses.TickArray(pool, start))!.Value;
        array = TickArray.Absent(pool, start);
        if (!account.Exists) return DecodeRefusal.None;
        if (account.Owner != ProgramIds.Whirlpool) return DecodeRefusal.WrongOwner;
        var refusal = TickArray.TryDecode(account.Data.Span, out array);
        if (refusal != DecodeRefusal.None) return refusal;
        return array!.Whirlpool == pool && array.StartTick == start ? DecodeRefusal.None : DecodeRefusal.InvalidField;
    }

    private static List<int> Starts(Whirlpool state)
    {
        Span<int> starts = stackalloc int[TickArraySequence.ArraysMax];
        var all = new List<int>();
        foreach (var aToB in (ReadOnlySpan<bool>)[true, false])
        {
            var count = TickArraySequence.StartTicks(state.TickCurrentIndex, state.TickSpacing, aToB, starts);
            foreach (var start in starts[..count])
                if (!all.Contains(start)) all.Add(start);
        }
        return all;
    }
}
