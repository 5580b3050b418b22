using Google.Protobuf;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Yellowstone;

/// <summary>Which transactions a subscriber wants.</summary>
internal sealed class TransactionFilter
{
    private readonly SubscribeRequestFilterTransactions _filter;
    private readonly ByteString? _signature;
    private readonly HashSet<ByteString> _include, _exclude, _required;

    public TransactionFilter(SubscribeRequestFilterTransactions filter)
    {
        if (filter.CuckooAccountInclude is not null || filter.HasTokenAccounts)
            throw new FilterException("compressed filters and token account expansion are not served by this host");
        _filter = filter;
        _include = Filters.Keys(filter.AccountInclude);
        _exclude = Filters.Keys(filter.AccountExclude);
        _required = Filters.Keys(filter.AccountRequired);
        if (!filter.HasSignature) return;
        if (!Signature.TryParse(filter.Signature, out var signature)) throw new FilterException($"invalid signature \"{filter.Signature}\"");
        _signature = ByteString.CopyFrom(signature.AsSpan());
    }

    public bool Matches(SubscribeUpdateTransactionInfo transaction)
    {
        if (_filter.HasVote && _filter.Vote != transaction.IsVote) return false;
        if (_filter.HasFailed && _filter.Failed != (transaction.Meta?.Err is not null)) return false;
        if (_signature is not null && _signature != transaction.Signature) return false;
        if (_include.Count + _exclude.Count + _required.Count == 0) return true;

        HashSet<ByteString> keys = [.. KeysOf(transaction)];
        return (_include.Count == 0 || _include.Overlaps(keys)) && !_exclude.Overlaps(keys) && _required.IsSubsetOf(keys);
    }

    /// <summary>Every account a transaction names, those loaded from tables included.</summary>
    internal static IEnumerable<ByteString> KeysOf(SubscribeUpdateTransactionInfo transaction) =>
    [
        .. transaction.Transaction?.Message?.AccountKeys ?? [],
        .. transaction.Meta?.LoadedWritableAddresses ?? [],
        .. transaction.Meta?.LoadedReadonlyAddresses ?? [],
    ];
}
