using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Tests.Keys;

public sealed class KeyPairTests
{
    // RFC 8032, 7.1, TEST 2.
    private static readonly byte[] Seed = Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    private static readonly byte[] Public = Convert.FromHexString("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    private static readonly byte[] Signed = Convert.FromHexString(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    [Fact]
    public void The_published_vector_signs_and_verifies()
    {
        using var pair = KeyPair.FromSeed(Seed);
        Assert.Equal(new PublicKey(Public), pair.PublicKey);
        Assert.Equal(new Signature(Signed), pair.Sign([0x72]));
        Assert.True(Ed25519.Verify(pair.PublicKey, [0x72], new Signature(Signed)));
        Assert.False(Ed25519.Verify(pair.PublicKey, [0x73], new Signature(Signed)));
        Assert.False(Ed25519.Verify(ProgramIds.Token, [0x72], new Signature(Signed)));
    }

    [Fact]
    public void A_key_file_whose_halves_disagree_is_refused()
    {
        Assert.True(KeyPair.TryFromSecret([.. Seed, .. Public], out var pair));
        Assert.Equal(new PublicKey(Public), pair.PublicKey);
        pair.Dispose();
        var other = Public.ToArray();
        other[31] ^= 1;
        Assert.False(KeyPair.TryFromSecret([.. Seed, .. other], out _));
        Assert.False(KeyPair.TryFromSecret(Seed, out _));
    }

    [Fact]
    public void A_key_never_prints_its_secret()
    {
        using var pair = KeyPair.FromSeed(Seed);
        Assert.Equal(new PublicKey(Public).ToString(), pair.ToString());
    }
}
