using System.Collections.Frozen;
using Google.Protobuf;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Tests.Geyser;

public sealed class UpdateViewTests(ITestOutputHelper output)
{
    private const int SoakInputs = 5_000_000;

    [Fact]
    public void A_transaction_reads_the_same_from_protobuf_and_from_RPC()
    {
        var count = 0;
        foreach (var full in TestUpdates.Transactions())
        {
            var read = YellowstoneTransaction.Read(TestUpdates.Update(full).ToByteArray());
            Assert.Equal(ReadRefusal.None, read.Refusal);
            Assert.Equal(full.Wire!.Encode(), read.Transaction!.Wire!.Encode());
            Assert.Equal(full.Accounts, read.Transaction.Accounts);
            Assert.Equal(full.Meta!.Error, read.Transaction.Meta!.Error);
            Assert.Equal(full.Meta.PostTokenBalances, read.Transaction.Meta.PostTokenBalances);
            Assert.Equal(
                full.InExecutionOrder.Select(one => (one.Program, one.StackHeight, string.Join(',', one.Accounts), Convert.ToHexString(one.Data!.Value.Span))),
                read.Transaction.InExecutionOrder.Select(one => (one.Program, one.StackHeight, string.Join(',', one.Accounts), Convert.ToHexString(one.Data!.Value.Span))));
            count++;
        }

        Assert.Equal(602, count);
    }

    [Fact]
    public void The_filter_keeps_exactly_what_a_full_parse_would_keep()
    {
        FrozenSet<PublicKey> wanted = [ProgramIds.RaydiumV4, ProgramIds.Whirlpool];
        var filter = new UpdateFilter { Accounts = wanted };
        var kept = 0;
        foreach (var full in TestUpdates.Transactions())
        {
            var expected = full.Succeeded && full.Accounts.Any(one => wanted.Contains(one.Key!.Value)) && full.Instructions.All(one => one.Program != ProgramIds.Vote);
            Assert.True(UpdateView.TryRead(TestUpdates.Update(full).ToByteArray(), out var view));
            Assert.Equal(expected, filter.Wants(view));
            if (expected) kept++;
        }

        output.WriteLine($"{kept} of 602 kept");
        Assert.InRange(kept, 10, 200);
    }

    [Fact]
    public void Account_updates_are_filtered_by_address_and_owner()
    {
        var update = new SubscribeUpdate
        {
            Account = new()
            {
                Slot = 7,
                Account = new() { Pubkey = ByteString.CopyFrom(Mints.Usdc.AsSpan()), Owner = ByteString.CopyFrom(ProgramIds.Token.AsSpan()), Data = ByteString.CopyFrom(1, 2), Lamports = 9, WriteVersion = 5 },
            },
        }.ToByteArray();
        Assert.True(UpdateView.TryRead(update, out var view) && view.TryAccount(out var account));
        Assert.True(UpdateView.TryRead(update, out view));
        view.TryAccount(out account);
        Assert.Equal((7UL, Mints.Usdc, ProgramIds.Token, 9UL, 5UL), (view.Slot, account.Address, account.Owner, account.Lamports, account.WriteVersion));
        Assert.True(new UpdateFilter { Accounts = [Mints.Usdc] }.Wants(view));
        Assert.True(new UpdateFilter { Accounts = [ProgramIds.Token] }.Wants(view));
        Assert.False(new UpdateFilter { Accounts = [Mints.Usdt] }.Wants(view));
    }

    [Fact]
    public void Damaged_updates_are_read_or_refused_and_never_throw() => Attack(20_000, seed: 3);

    [Fact(Explicit = true), Trait("soak", "true")]
    public void Five_million_damaged_updates_are_read_or_refused_and_never_throw() => Attack(SoakInputs, Soaks.Seed(output));

    private void Attack(int inputs, int seed)
    {
        var sources = TestUpdates.OfBlock().OrderBy(one => one.Length).Take(100).ToArray();
        var filter = new UpdateFilter { Accounts = [ProgramIds.RaydiumV4], Votes = true, Failed = true };
        var recent = new RecentUpdates(100, 10_000);
        var chance = new Random(seed);
        var (views, whole) = (0, 0);
        for (var n = 0; n < inputs; n++)
        {
            var bytes = sources[chance.Next(sources.Length)].ToArray();
            for (var hits = chance.Next(1, 4); hits > 0; hits--)
            {
                var at = chance.Next(bytes.Length);
                if (chance.Next(4) == 0) bytes = bytes[..Math.Max(1, at)];
                else bytes[at] = (byte)chance.Next(256);
            }

            if (UpdateView.TryRead(bytes, out var view))
            {
                views++;
                if (filter.Wants(view)) recent.IsNew(view);
            }

            var read = YellowstoneTransaction.Read(bytes);
            if (read.Refusal == ReadRefusal.None) whole++;
            if ((read.Refusal == ReadRefusal.None) != (read.Transaction is not null)) Assert.Fail(Convert.ToHexString(bytes));
        }

        output.WriteLine($"{inputs} inputs: {views} read as updates, {whole} as whole transactions, the others refused");
    }
}
