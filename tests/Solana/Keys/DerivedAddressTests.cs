using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Tests.Keys;

public sealed class DerivedAddressTests
{
    [Fact]
    public void What_is_remembered_is_what_was_kept_and_nothing_else()
    {
        var known = new DerivedAddresses();
        Assert.False(known.TryGet([1, 2, 3], out _, out _));
        known.Keep([1, 2, 3], ProgramIds.Token, 254);
        Assert.True(known.TryGet([1, 2, 3], out var address, out var bump));
        Assert.Equal((ProgramIds.Token, (byte)254), (address, bump));
        Assert.False(known.TryGet([1, 2], out _, out _));
        Assert.False(known.TryGet([1, 2, 3, 0], out _, out _));
    }

    /// <summary>Four times as many as there are places: each answer is right or absent, whatever pushed out what.</summary>
    [Fact]
    public void A_place_that_is_taken_again_never_gives_anothers_address()
    {
        var known = new DerivedAddresses();
        var kept = 0;
        for (var n = 0; n < 4 * DerivedAddresses.EntriesMax; n++) known.Keep(BitConverter.GetBytes(n), Programs.Accounts.Key(n), (byte)n);
        for (var n = 0; n < 4 * DerivedAddresses.EntriesMax; n++)
        {
            if (!known.TryGet(BitConverter.GetBytes(n), out var address, out var bump)) continue;
            kept++;
            Assert.Equal((Programs.Accounts.Key(n), (byte)n), (address, bump));
        }

        Assert.InRange(kept, DerivedAddresses.EntriesMax / 2, DerivedAddresses.EntriesMax);
    }

    [Fact]
    public void Seeds_that_join_to_the_same_bytes_have_the_same_address_and_asking_again_changes_nothing()
    {
        var first = ProgramAddress.Find(ProgramIds.Token, new byte[] { 1, 2 }, new byte[] { 3 });
        Assert.Equal(first, ProgramAddress.Find(ProgramIds.Token, new byte[] { 1 }, new byte[] { 2, 3 }));
        Assert.Equal(first, ProgramAddress.Find(ProgramIds.Token, new byte[] { 1, 2 }, new byte[] { 3 }));
        Assert.NotEqual(first, ProgramAddress.Find(ProgramIds.Memo, new byte[] { 1, 2 }, new byte[] { 3 }));
        Assert.Equal(first!.Value.Address, ProgramAddress.Create(ProgramIds.Token, new byte[] { 1, 2, 3 }, new[] { first.Value.Bump }));
    }
}
