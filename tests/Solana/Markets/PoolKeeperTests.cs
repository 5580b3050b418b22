using System.Text.Json;
using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;
using static Orchestrator.Solana.Tests.Programs.Accounts;

namespace Orchestrator.Solana.Tests.Markets;

/// <summary>Account changes become pools, on the real SOL/USDC pool of Raydium v4.</summary>
public sealed class PoolKeeperTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 6, 0, 0, 0, TimeSpan.Zero);
    private readonly MarketView _view = new();
    private readonly PoolKeeper _keeper;
    private readonly ITestOutputHelper output;
    private readonly PublicKey _pool, _coinVault, _pcVault;
    private readonly Dictionary<PublicKey, (PublicKey Owner, byte[] Data)> _real = [];

    public PoolKeeperTests(ITestOutputHelper output)
    {
        this.output = output;
        _keeper = new PoolKeeper(_view, new AccountBook(), ProgramRegistry.Mainnet);
        using var file = JsonDocument.Parse(SharedData.ReadText("solana/accounts/raydium_v4/sol_usdc_amminfo_and_vaults_2026-08-06.json"));
        foreach (var entry in file.RootElement.GetProperty("accounts").EnumerateArray())
        {
            var key = PublicKey.Parse(entry.GetProperty("pubkey").GetString()!);
            _real[key] = (PublicKey.Parse(entry.GetProperty("owner").GetString()!), entry.GetProperty("data").GetBytesFromBase64());
            if (entry.GetProperty("role").GetString() == "AmmInfo") _pool = key;
        }

        PublicKey[] vaults = [.. _real.Keys.Where(key => key != _pool)];
        Solana.Programs.RaydiumV4.AmmInfo.Read(ProgramIds.RaydiumV4, _real[_pool].Data, out var amm);
        (_coinVault, _pcVault) = (amm!.CoinVault, amm.PcVault);
        Assert.Equal(vaults.Order(), new[] { _coinVault, _pcVault }.Order());
    }

    [Fact]
    public void A_pool_appears_when_its_last_account_is_known_and_names_what_is_missing_until_then()
    {
        Assert.True(_keeper.Track(_pool, ProgramIds.RaydiumV4));
        Assert.Equal([_pool], _keeper.Missing);
        Tell(_pool, 10);
        Assert.Contains(_coinVault, _keeper.Missing);
        Assert.Equal("MissingAccounts", _keeper.TroubleOf(_pool)?.Reason);
        Assert.Equal(0, _view.Count);
        TellAll(11);
        Assert.Empty(_keeper.Missing);
        Assert.Null(_keeper.TroubleOf(_pool));
        Assert.True(_view.TryFind(_pool.ToString(), out var state));
        Assert.Equal(11ul, state.Slot);
        Assert.Equal("raydium", state.Curve.Venue);
    }

    [Fact]
    public void A_dead_slot_is_taken_back_and_what_was_told_about_it_later_is_refused()
    {
        Ready();
        var before = Quote();
        TellVault(21, amount: 1_000_000_000_000);
        Assert.NotEqual(before, Quote());
        _keeper.Dead(21);
        Assert.Equal(before, Quote());
        Assert.Equal(AccountOutcome.DeadSlot, TellVault(21, amount: 5));
        Assert.Equal(before, Quote());
    }

    [Fact]
    public void A_dead_slot_takes_back_its_own_changes_only()
    {
        Ready();
        TellVault(21, amount: 1_000_000_000_000);
        Tell(_pcVault, 22, b => BitConverter.TryWriteBytes(b.AsSpan(64), 4_000_000_000_000ul));
        _keeper.Dead(21);
        var mixed = Quote();
        var other = new PoolKeeperTests(output);
        other.Ready();
        other.Tell(_pcVault, 22, b => BitConverter.TryWriteBytes(b.AsSpan(64), 4_000_000_000_000ul));
        Assert.Equal(other.Quote(), mixed);
    }

    [Fact]
    public void Changes_in_any_order_end_in_the_newest_state_and_repeats_change_nothing()
    {
        Ready();
        Assert.Equal(AccountOutcome.Applied, TellVault(30, 3_000_000_000_000, write: 7));
        var newest = Quote();
        Assert.Equal(AccountOutcome.Late, TellVault(29, 2_000_000_000_000));
        Assert.Equal(AccountOutcome.Late, TellVault(30, 2_500_000_000_000, write: 6));
        Assert.Equal(AccountOutcome.Repeated, TellVault(30, 3_000_000_000_000, write: 7));
        Assert.Equal(AccountOutcome.Contradiction, TellVault(30, 9, write: 7));
        Assert.Equal(newest, Quote());
        _keeper.Dead(30);
        Assert.NotEqual(newest, Quote());
        Assert.Equal(1, _keeper.Accounts.CountOf(AccountOutcome.Contradiction));
    }

    [Fact]
    public void A_lying_slot_is_refused_by_name()
    {
        Ready();
        _view.Advance(new MarketClock(20, 1, 1), Now);
        var before = Quote();
        Assert.Equal(AccountOutcome.SlotTooFarAhead, TellVault(ulong.MaxValue, 1));
        Assert.Equal(AccountOutcome.SlotTooFarAhead, TellVault(20 + AccountBook.SlotLeadMax + 1, 1));
        _keeper.Root(15);
        Assert.Equal(AccountOutcome.BelowRoot, TellVault(3, 1));
        Assert.Equal(before, Quote());
    }

    [Fact]
    public void A_pool_whose_account_changes_owner_or_layout_leaves_the_view_by_name_and_comes_back()
    {
        Ready();
        var real = _real[_pool];
        Apply(_pool, ProgramIds.Token, real.Data, 21, 1);
        Assert.False(_view.TryFind(_pool.ToString(), out _));
        Assert.Equal(nameof(DecodeRefusal.WrongOwner), _keeper.TroubleOf(_pool)?.Reason);
        Apply(_pool, real.Owner, real.Data[..700], 22, 1);
        Assert.Equal(nameof(DecodeRefusal.WrongLength), _keeper.TroubleOf(_pool)?.Reason);
        Apply(_pool, real.Owner, new byte[AccountBook.AccountBytesMax + 1], 23, 1);
        Assert.Equal(1, _keeper.Accounts.CountOf(AccountOutcome.TooLarge));
        Apply(_pool, real.Owner, real.Data, 24, 1);
        Assert.True(_view.TryFind(_pool.ToString(), out _));
        Assert.Equal(1, _keeper.Troubles[nameof(DecodeRefusal.WrongOwner)]);
    }

    [Fact]
    public void A_lie_about_the_owner_of_any_account_takes_the_pool_out_by_name_and_the_truth_brings_it_back()
    {
        Ready();
        ulong slot = 20;
        foreach (var (key, (owner, data)) in _real)
            foreach (var liar in new[] { default, ProgramIds.Token2022, key, Key(77) })
            {
                Apply(key, liar, data, ++slot, 1);
                Assert.False(_view.TryFind(_pool.ToString(), out _), $"{key} of {liar}");
                Assert.NotNull(_keeper.TroubleOf(_pool));
                Apply(key, owner, data, ++slot, 1);
                Assert.True(_view.TryFind(_pool.ToString(), out _));
                Assert.Null(_keeper.TroubleOf(_pool));
            }

        output.WriteLine(string.Join(", ", _keeper.Troubles.Select(trouble => $"{trouble.Key} {trouble.Value}")));
        Assert.True(_keeper.Troubles.Values.Sum() >= 4 * _real.Count);
    }

    [Theory, InlineData(0ul), InlineData(1ul), InlineData(ulong.MaxValue)]
    public void Zero_or_absurd_reserves_give_a_name_or_a_number_and_never_an_exception(ulong amount)
    {
        Ready();
        TellVault(21, amount);
        Assert.True(_view.TryFind(_pool.ToString(), out var state));
        foreach (var aToB in (bool[])[true, false])
            foreach (var size in (ulong[])[0, 1, 1_000_000_000, ulong.MaxValue])
            {
                var quote = state.Curve.Quote(aToB, size, default);
                Assert.Equal(quote.Refusal is not null, quote.AmountOut == 0);
                Assert.True(double.IsFinite(state.Curve.Shape(aToB, default).FirstPrice));
            }
    }

    [Fact]
    public void The_book_of_accounts_stays_within_its_bytes()
    {
        var book = new AccountBook(bytesMax: 4_000);
        var outcomes = Enumerable.Range(1, 20).Select(slot => book.Apply(new AccountChange(_pool, ProgramIds.Token, new byte[500], (ulong)slot, 0), 0)).ToList();
        Assert.Contains(AccountOutcome.NoRoom, outcomes);
        Assert.True(book.Bytes <= 4_000);
        book.Root(20);
        Assert.Equal(660, book.Bytes);
        Assert.Equal(AccountOutcome.Applied, book.Apply(new AccountChange(_pool, ProgramIds.Token, new byte[500], 21, 0), 0));
    }

    [Fact]
    public void An_account_that_finds_no_room_takes_its_pool_out_instead_of_leaving_an_old_price()
    {
        var (view, bytes) = (new MarketView(), _real.Values.Sum(account => account.Data.Length + 160L));
        var keeper = new PoolKeeper(view, new AccountBook(bytes + 100), ProgramRegistry.Mainnet);
        keeper.Track(_pool, ProgramIds.RaydiumV4);
        foreach (var key in _real.Keys.OrderBy(key => key != _pool)) keeper.Apply(new AccountChange(key, _real[key].Owner, _real[key].Data, 10, 1));
        Assert.Equal(1, view.Count);

        var (owner, vault) = _real[_coinVault];
        Assert.Equal(AccountOutcome.NoRoom, keeper.Apply(new AccountChange(_coinVault, owner, vault, 9, 1)));
        Assert.Equal(1, view.Count);
        Assert.Equal(AccountOutcome.NoRoom, keeper.Apply(new AccountChange(_coinVault, owner, vault, 11, 1)));
        Assert.Equal(0, view.Count);
        Assert.Equal("MissingAccounts", keeper.TroubleOf(_pool)?.Reason);
        Assert.Equal(AccountOutcome.Applied, keeper.Apply(new AccountChange(_coinVault, owner, vault, 12, 1)));
        Assert.Equal(1, view.Count);
    }

    [Fact]
    public void A_pool_that_is_written_again_and_again_within_a_slot_costs_one_version()
    {
        Ready();
        var before = _keeper.Accounts.Bytes;
        for (var write = 2u; write < 1_000; write++) Assert.Equal(AccountOutcome.Applied, TellVault(21, 1_000_000_000 + write, write));
        Assert.Equal(AccountOutcome.Late, TellVault(21, 7, 1));
        Assert.Equal(before + 325, _keeper.Accounts.Bytes);
    }

    [Fact]
    public void Dead_slots_without_end_are_remembered_up_to_a_bound_the_newest_first()
    {
        var book = new AccountBook();
        for (ulong slot = 1; slot <= 10 * AccountBook.OpenSlotsMax; slot++) book.Dead(slot);
        var last = (ulong)(10 * AccountBook.OpenSlotsMax);
        Assert.Equal(AccountBook.OpenSlotsMax, book.DeadKept);
        Assert.Equal(AccountOutcome.DeadSlot, book.Apply(new AccountChange(_pool, ProgramIds.Token, new byte[5], last, 0), 0));
        Assert.Equal(AccountOutcome.DeadSlot, book.Apply(new AccountChange(_pool, ProgramIds.Token, new byte[5], last - AccountBook.OpenSlotsMax + 1, 0), 0));
    }

    [Fact]
    public void A_view_that_missed_something_trusts_only_what_is_told_again()
    {
        Ready();
        _view.Advance(new MarketClock(12, 1, 1), Now);
        var bound = TimeSpan.FromSeconds(2);
        Assert.True(_view.IsCurrent(State(), Now, bound));
        Assert.False(_view.IsCurrent(State(), Now + TimeSpan.FromSeconds(3), bound));
        _view.Distrust();
        Assert.False(_view.IsCurrent(State(), Now, bound));
        TellVault(13, 2_000_000_000_000);
        Assert.True(_view.IsCurrent(State(), Now, bound));
    }

    private PoolState State() => _view.TryFind(_pool.ToString(), out var state) ? state : throw new InvalidOperationException("The pool is not in the view.");

    private ulong Quote() => State().Curve.Quote(true, 1_000_000_000, default).AmountOut;

    private void Ready()
    {
        _keeper.Track(_pool, ProgramIds.RaydiumV4);
        TellAll(10);
        TellAll(11);
        Assert.Equal(1, _view.Count);
    }

    private void TellAll(ulong slot)
    {
        foreach (var key in _real.Keys.OrderBy(key => key != _pool)) Tell(key, slot);
    }

    private AccountOutcome TellVault(ulong slot, ulong amount, ulong write = 1) => Tell(_coinVault, slot, b => BitConverter.TryWriteBytes(b.AsSpan(64), amount), write);

    private AccountOutcome Tell(PublicKey key, ulong slot, Action<byte[]>? change = null, ulong write = 1)
    {
        var data = (byte[])_real[key].Data.Clone();
        change?.Invoke(data);
        return Apply(key, _real[key].Owner, data, slot, write);
    }

    private AccountOutcome Apply(PublicKey key, PublicKey owner, byte[] data, ulong slot, ulong write) =>
        _keeper.Apply(new AccountChange(key, owner, data, slot, write));
}
