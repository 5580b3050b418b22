using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Transactions;

public sealed class TransactionSignerTests
{
    private static readonly KeyPair Alice = KeyPair.FromSeed([.. Enumerable.Repeat((byte)1, 32)]);
    private static readonly KeyPair Bob = KeyPair.FromSeed([.. Enumerable.Repeat((byte)2, 32)]);

    [Fact]
    public void Each_signer_signs_in_its_place()
    {
        Assert.Equal(SignRefusal.None, TransactionSigner.Sign(TwoTransfers(), out var transaction, Bob, Alice));
        Assert.Equal([true, true], transaction!.VerifySignatures());
        Assert.Equal(WireRefusal.None, VersionedTransaction.Decode(transaction.Encode(), out var read));
        Assert.Equal(transaction.Id, read!.Id);
    }

    [Fact]
    public void A_missing_or_unasked_key_is_refused()
    {
        Assert.Equal(SignRefusal.MissingKey, TransactionSigner.Sign(TwoTransfers(), out var transaction, Alice));
        Assert.Null(transaction);
        using var stranger = KeyPair.FromSeed(new byte[32]);
        Assert.Equal(SignRefusal.KeyNotAsked, TransactionSigner.Sign(TwoTransfers(), out _, Alice, Bob, stranger));
    }

    [Fact]
    public void A_bundle_id_is_known_before_sending_and_equals_the_published_one()
    {
        // jito-docs, getBundleStatuses example.
        Assert.Equal("892b79ed49138bfb3aa5441f0df6e06ef34f9ee8f3976c15b323605bae0cf51d", BundleId.Of(
            Signature.Parse("3bC2M9fiACSjkTXZDgeNAuQ4ScTsdKGwR42ytFdhUvikqTmBheUxfsR1fDVsM5ADCMMspuwGkdm1uKbU246x5aE3"),
            Signature.Parse("8t9hKYEYNbLvNqiSzP96S13XF1C2f1ro271Kdf7bkZ6EpjPLuDff1ywRy4gfaGSTubsM2FeYGDoT64ZwPm1cQUt")));
    }

    private static Message TwoTransfers()
    {
        var outcome = new MessageBuilder(Alice.PublicKey)
            .Add(SystemProgram.Transfer(Alice.PublicKey, Mints.Usdc, 1), SystemProgram.Transfer(Bob.PublicKey, Mints.Usdc, 2))
            .BuildLegacy(new Blockhash(new byte[32]), out var message);
        Assert.Equal(BuildRefusal.None, outcome);
        return message!;
    }
}
