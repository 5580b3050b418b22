using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>Builds DLMM pairs from accounts.</summary>
public sealed class DlmmPoolReader : IPoolReader
{
    public PublicKey Program => ProgramIds.MeteoraDlmm;

    public PoolRead Read(PublicKey pool, IAccountSource accounts)
    {
        if (accounts.Find(pool) is not { } account) return PoolRead.Wants(pool);
        if (account.Owner != ProgramIds.MeteoraDlmm) return PoolRead.Refused(DecodeRefusal.WrongOwner, $"pair {pool}");
        var refusal = LbPair.TryDecode(account.Data.Span, out var state);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"pair {pool}");

        var extensionKey = DlmmAddresses.BitmapExtension(pool);
        List<PublicKey> wanted = [state!.MintX, state.MintY, extensionKey];
        wanted.RemoveAll(key => accounts.Find(key) is not null);
        if (wanted.Count > 0) return PoolRead.Wants(wanted);
        refusal = ReadMap(state, accounts.Find(extensionKey)!.Value, out var map, out var hasExtension);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"bitmap extension {extensionKey}");

        var indexes = ArraysInDirection(state, map!, downwards: true).Union(ArraysInDirection(state, map!, downwards: false)).ToArray();
        wanted = [.. indexes.Select(index => DlmmAddresses.BinArray(pool, index)).Where(key => accounts.Find(key) is null)];
        if (wanted.Count > 0) return PoolRead.Wants(wanted);
        return Build(pool, state, (map!, hasExtension), indexes, accounts);
    }

    /// <summary>The nearest arrays that hold liquidity, nearest first.</summary>
    internal static List<int> ArraysInDirection(LbPair pair, BinArrayMap map, bool downwards)
    {
        var found = new List<int>(DlmmPool.ArraysPerSwap);
        var from = BinArray.IndexOf(pair.ActiveId);
        while (found.Count < DlmmPool.ArraysPerSwap && map.TryNext(from, downwards, out var index))
        {
            found.Add(index);
            from = downwards ? index - 1 : index + 1;
        }
        return found;
    }

    private static DecodeRefusal ReadMap(LbPair pair, AccountData extension, out BinArrayMap? map, out bool hasExtension)
    {
        map = null;
        hasExtension = extension.Exists;
        if (hasExtension && extension.Owner != ProgramIds.MeteoraDlmm) return DecodeRefusal.WrongOwner;
        return BinArrayMap.TryDecode(pair, extension.Data.Span, out map);
    }

    private static PoolRead Build(PublicKey pool, LbPair state, (BinArrayMap Map, bool HasExtension) bitmap, int[] indexes, IAccountSource accounts)
    {
        var refusal = MintTerms.Read(accounts, state.MintX, out var mintX);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"mint {state.MintX}");
        refusal = MintTerms.Read(accounts, state.MintY, out var mintY);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"mint {state.MintY}");
        var arrays = new List<BinArray>();
        foreach (var index in indexes)
        {
            var key = DlmmAddresses.BinArray(pool, index);
            var account = accounts.Find(key)!.Value;
            BinArray? array = null;
            refusal = account.Owner != ProgramIds.MeteoraDlmm ? DecodeRefusal.WrongOwner : BinArray.TryDecode(account.Data.Span, out array);
            if (refusal == DecodeRefusal.None && (array!.Pair != pool || array.Index != index)) refusal = DecodeRefusal.InvalidField;
            if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"bin array {key}");
            arrays.Add(array!);
        }
        return PoolRead.Of(new DlmmPool(pool, state, bitmap.Map, bitmap.HasExtension, arrays, (mintX, mintY)));
    }
}
