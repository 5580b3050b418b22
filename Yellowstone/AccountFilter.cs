using Google.Protobuf;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Yellowstone;

/// <summary>Which accounts a subscriber wants.</summary>
internal sealed class AccountFilter
{
    private const int TokenAccountSize = 165;
    private static readonly ByteString TokenProgram = ByteString.CopyFrom(ProgramIds.Token.AsSpan());
    private static readonly ByteString Token2022Program = ByteString.CopyFrom(ProgramIds.Token2022.AsSpan());

    private readonly SubscribeRequestFilterAccounts _filter;
    private readonly HashSet<ByteString> _accounts, _owners;
    private readonly List<Func<SubscribeUpdateAccountInfo, bool>> _tests;

    public AccountFilter(SubscribeRequestFilterAccounts filter)
    {
        if (filter.CuckooAccountsFilter is not null) throw new FilterException("compressed filters are not served by this host");
        _filter = filter;
        _accounts = Filters.Keys(filter.Account);
        _owners = Filters.Keys(filter.Owner);
        _tests = [.. filter.Filters.Select(Test)];
    }

    public bool Matches(SubscribeUpdateAccountInfo account)
    {
        if (_filter.HasNonemptyTxnSignature && _filter.NonemptyTxnSignature != account.HasTxnSignature) return false;
        if (_accounts.Count > 0 && !_accounts.Contains(account.Pubkey)) return false;
        return (_owners.Count == 0 || _owners.Contains(account.Owner)) && _tests.TrueForAll(test => test(account));
    }

    private static Func<SubscribeUpdateAccountInfo, bool> Test(SubscribeRequestFilterAccountsFilter filter) => filter.FilterCase switch
    {
        SubscribeRequestFilterAccountsFilter.FilterOneofCase.Datasize => account => (ulong)account.Data.Length == filter.Datasize,
        SubscribeRequestFilterAccountsFilter.FilterOneofCase.TokenAccountState => account => filter.TokenAccountState == IsTokenAccount(account),
        SubscribeRequestFilterAccountsFilter.FilterOneofCase.Memcmp => Memcmp(filter.Memcmp),
        SubscribeRequestFilterAccountsFilter.FilterOneofCase.Lamports => Lamports(filter.Lamports),
        _ => throw new FilterException("filter should be defined"),
    };

    private static bool IsTokenAccount(SubscribeUpdateAccountInfo account) =>
        (account.Owner == TokenProgram || account.Owner == Token2022Program) && account.Data.Length >= TokenAccountSize;

    private static Func<SubscribeUpdateAccountInfo, bool> Memcmp(SubscribeRequestFilterAccountsFilterMemcmp memcmp)
    {
        var wanted = memcmp.DataCase switch
        {
            SubscribeRequestFilterAccountsFilterMemcmp.DataOneofCase.Bytes => memcmp.Bytes.ToByteArray(),
            SubscribeRequestFilterAccountsFilterMemcmp.DataOneofCase.Base58 => Filters.Key(memcmp.Base58).ToByteArray(),
            SubscribeRequestFilterAccountsFilterMemcmp.DataOneofCase.Base64 => Convert.FromBase64String(memcmp.Base64),
            _ => throw new FilterException("data for memcmp should be defined"),
        };
        return account => memcmp.Offset <= (ulong)account.Data.Length && account.Data.Span[(int)memcmp.Offset..].StartsWith(wanted);
    }

    private static Func<SubscribeUpdateAccountInfo, bool> Lamports(SubscribeRequestFilterAccountsFilterLamports lamports) => lamports.CmpCase switch
    {
        SubscribeRequestFilterAccountsFilterLamports.CmpOneofCase.Eq => account => account.Lamports == lamports.Eq,
        SubscribeRequestFilterAccountsFilterLamports.CmpOneofCase.Ne => account => account.Lamports != lamports.Ne,
        SubscribeRequestFilterAccountsFilterLamports.CmpOneofCase.Lt => account => account.Lamports < lamports.Lt,
        SubscribeRequestFilterAccountsFilterLamports.CmpOneofCase.Gt => account => account.Lamports > lamports.Gt,
        _ => throw new FilterException("cmp for lamports should be defined"),
    };
}
