using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

/// <summary>What the simulated chain tells of its blocks, against what a node of it answers.</summary>
public sealed class VenueBlocksTests
{
    private const ulong First = 1_000;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(60_000, 3)]
    public async Task Accounts_fetched_once_and_changed_by_what_is_told_are_the_accounts_of_the_end(uint stalls, ulong seed)
    {
        using var venue = new SimulatedVenue(new VenueSettings { Seed = seed, Feed = new FeedSettings { StallsPpm = stalls } });
        var told = new Followed();
        await told.Fetch(venue);
        Assert.Equal(60, told.View.Count);
        var reader = new FeedReader(told, ProgramRegistry.Mainnet, TimeProvider.System);
        ulong last = First, ended = 0;
        for (var slot = 1; slot <= 400; slot++)
        {
            venue.Advance(venue.Settings.Genesis + (slot * venue.Settings.Chain.SlotTime));
            foreach (var block in venue.SlotsAfter(last))
            {
                Assert.True(block.Slot > last);
                last = block.Slot;
                foreach (var update in block.Updates) await reader.Take(FeedMessage.Of(update));
                Assert.Equal((last, venue.Settings.Genesis + ((last - First) * venue.Settings.Chain.SlotTime)), told.Ends[^1]);
                ended++;
            }
        }

        Assert.Equal((0L, 0L, 0L, (long)ended), (reader.Counts.Damaged, reader.Counts.Repeated, reader.History.WentBack, reader.Counts.BlockMetas));
        Assert.True(reader.Counts.Accounts > 2_000);
        Assert.InRange(reader.History.Finalized, last - 40, last - 30);
        // Slots without a block are not told.
        Assert.InRange((double)ended, 370, 399);

        // Where the feed has fallen behind the node knows more; the rest is the same to the base unit.
        if (venue.Head().Slot - last > 1) return;
        var now = new Followed();
        await now.Fetch(venue);
        foreach (var pool in now.View.Pools)
        {
            Assert.True(told.View.TryFind(pool.Curve.Pool, out var heard));
            foreach (var aToB in (bool[])[true, false])
                Assert.Equal(pool.Curve.Quote(aToB, 1_000_000, default), heard.Curve.Quote(aToB, 1_000_000, default));
        }
    }

    [Fact]
    public async Task A_node_of_the_simulated_chain_shows_what_the_market_holds()
    {
        using var venue = new SimulatedVenue(new VenueSettings { Seed = 5 });
        var (layout, market) = (venue.Machine.Layout, venue.Machine.Market);
        var node = new VenueNode(venue);
        foreach (var pool in layout.Pools)
        {
            var read = new RaydiumPool(await Fetched(node, pool.Address));
            Assert.Equal((market.Amounts[pool.Vault0], market.Amounts[pool.Vault1]), (await read.Held(node, 72), await read.Held(node, 104)));
        }

        Assert.Equal(First, node.Clock.Slot);
        Assert.False((await node.Accounts([PublicKey.Read([9, .. new byte[31]])], default))[0].Account.Exists);
        var largest = await node.Largest(VenueToken.All[VenueToken.Bonk].Key, default);
        Assert.Equal(layout.TokenAccounts[layout.CrowdTokens[VenueToken.Bonk]].Key, largest.Accounts[0]);
        Assert.Throws<ArgumentException>(() => venue.Accounts(["no address"]));
    }

    private static async Task<byte[]> Fetched(VenueNode node, PublicKey key) => (await node.Accounts([key], default))[0].Account.Data.ToArray();

    private sealed class RaydiumPool(byte[] data)
    {
        public async Task<ulong> Held(VenueNode node, int vaultAt) => BitConverter.ToUInt64(await Fetched(node, PublicKey.Read(data.AsSpan(vaultAt, 32))), 64);
    }

    /// <summary>A view that follows the blocks, as a feed session fills it.</summary>
    private sealed class Followed : IFeedSink
    {
        private readonly PoolKeeper _keeper;

        public Followed() => _keeper = new PoolKeeper(View, new AccountBook(), ProgramRegistry.Mainnet);

        public MarketView View { get; } = new();

        public List<(ulong Slot, DateTimeOffset? At)> Ends { get; } = [];

        public async Task Fetch(SimulatedVenue venue)
        {
            var node = new VenueNode(venue);
            foreach (var pool in VenuePools.Addresses()) Assert.True(_keeper.Track(pool, ProgramIds.RaydiumCpmm));
            while (_keeper.Missing is { Count: > 0 } missing)
            {
                var found = await node.Accounts([.. missing], default);
                foreach (var (address, account) in missing.Zip(found)) _keeper.Apply(new AccountChange(address, account.Account.Owner, account.Account.Data, account.Slot, 0));
            }
        }

        public ValueTask Launched(Launch launch) => ValueTask.CompletedTask;

        public void Changed(in AccountView account, ulong slot) =>
            Assert.Equal(AccountOutcome.Applied, _keeper.Apply(new AccountChange(account.Address, account.Owner, account.Data.ToArray(), slot, account.WriteVersion)));

        public ValueTask Died(ulong slot) => ValueTask.CompletedTask;

        public ValueTask Missed(string why) => ValueTask.CompletedTask;

        public ValueTask Ended(ulong slot, DateTimeOffset? at)
        {
            Ends.Add((slot, at));
            return ValueTask.CompletedTask;
        }
    }
}
