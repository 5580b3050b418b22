using System.Text.Json;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Transactions;

public sealed class RealTransactionTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_transaction_of_a_real_block_encodes_back_byte_for_byte_and_all_signatures_verify()
    {
        var (signatures, legacy, v0, loading) = (0, 0, 0, 0);
        foreach (var bytes in RealBlock.Transactions())
        {
            var transaction = DecodeExactly(bytes);
            Assert.All(transaction.VerifySignatures(), Assert.True);
            signatures += transaction.Signatures.Length;
            if (transaction.Message.Version == MessageVersion.Legacy) legacy++;
            else v0++;
            if (!transaction.Message.Lookups.IsEmpty) loading++;
        }

        output.WriteLine($"{legacy} legacy + {v0} v0 ({loading} with tables), {signatures} signatures");
        Assert.Equal((339, 263, 255, 607), (legacy, v0, loading, signatures));
    }

    [Fact]
    public void Every_single_real_transaction_encodes_back_and_verifies_as_recorded()
    {
        using var file = JsonDocument.Parse(SharedData.ReadText(RealBlock.WireFile));
        var count = 0;
        foreach (var record in file.RootElement.EnumerateArray())
        {
            var transaction = DecodeExactly(record.GetProperty("base64").GetBytesFromBase64());
            Assert.Equal(record.GetProperty("signature").GetString(), transaction.Id.ToString());
            Assert.Equal(record.GetProperty("static_keys").GetInt32(), transaction.Message.StaticKeys.Length);
            Assert.Equal(record.GetProperty("instructions").GetInt32(), transaction.Message.Instructions.Length);
            Assert.Equal(record.GetProperty("lookup_tables").GetArrayLength(), transaction.Message.Lookups.Length);
            Assert.Equal(record.GetProperty("all_signatures_verify").GetBoolean(), transaction.VerifySignatures().All(valid => valid));
            count++;
        }

        output.WriteLine($"{count} transactions");
        Assert.True(count >= 10);
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_real_message_breaks_its_signature()
    {
        var bytes = RealBlock.Transactions().MinBy(transaction => transaction.Length)!;
        for (var at = 1 + 64; at < bytes.Length; at++)
        {
            var forged = bytes.ToArray();
            forged[at] ^= 1;
            if (VersionedTransaction.Decode(forged, out var transaction) == WireRefusal.None)
                Assert.False(transaction!.VerifySignatures()[0], $"byte {at}");
        }
    }

    private static VersionedTransaction DecodeExactly(byte[] bytes)
    {
        Assert.Equal(WireRefusal.None, VersionedTransaction.Decode(bytes, out var transaction));
        Assert.Equal(bytes, transaction!.Encode());
        Assert.Equal(bytes.Length, transaction.Size);
        return transaction;
    }
}
