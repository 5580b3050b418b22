using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Tests.Keys;

public sealed class ProgramAddressTests
{
    [Fact]
    public void The_Raydium_authority_is_derived_with_its_published_bump()
    {
        var found = ProgramAddress.Find(ProgramIds.RaydiumV4, "amm authority"u8.ToArray());
        Assert.Equal((PublicKey.Parse("5Q544fKrFoe6tsEbD7S8EmxGTJYAKtTVhAW5Q5pge4j1"), (byte)254), found);
        Assert.Equal(found!.Value.Address, ProgramAddress.Create(ProgramIds.RaydiumV4, "amm authority"u8.ToArray(), new byte[] { 254 }));
    }

    [Fact]
    public void A_hash_on_the_curve_is_no_address()
    {
        Assert.Null(ProgramAddress.Create(ProgramIds.RaydiumV4, "amm authority"u8.ToArray(), new byte[] { 255 }));
    }

    [Fact]
    public void Seeds_beyond_the_limits_are_refused()
    {
        var seed = new ReadOnlyMemory<byte>(new byte[32]);
        Assert.Null(ProgramAddress.Find(ProgramIds.Token, new byte[33]));
        Assert.Null(ProgramAddress.Find(ProgramIds.Token, [.. Enumerable.Repeat(seed, 16)]));
        Assert.Null(ProgramAddress.Create(ProgramIds.Token, [.. Enumerable.Repeat(seed, 17)]));
        Assert.NotNull(ProgramAddress.Find(ProgramIds.Token, [.. Enumerable.Repeat(seed, 15)]));
    }

    [Fact]
    public void Every_signing_key_is_on_the_curve() => Gen.Byte.Array[32].Sample(seed =>
    {
        using var pair = KeyPair.FromSeed(seed);
        return pair.PublicKey.IsOnCurve;
    }, iter: 500);

    /// <summary>Points whose treatment differs between libraries; the answers are those of curve25519-dalek's decompression.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", true)] // y = 0: order 4
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000", true)] // the identity
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080", true)] // identity with the sign bit set
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", true)] // y = p, reduced to 0
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", true)] // y = p + 1, reduced to 1
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", false)]
    [InlineData("5866666666666666666666666666666666666666666666666666666666666666", true)] // the base point
    public void Odd_points_are_judged_as_the_runtime_judges_them(string hex, bool onCurve) =>
        Assert.Equal(onCurve, new PublicKey(Convert.FromHexString(hex)).IsOnCurve);
}
