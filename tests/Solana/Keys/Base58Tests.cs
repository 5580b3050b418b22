using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Tests.Keys;

public sealed class Base58Tests
{
    [Theory]
    [InlineData("11111111111111111111111111111111", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "06ddf6e1d765a193d9cbe146ceeb79ac1cb485ed5f5b37913a8cf5857eff00a9")]
    [InlineData("JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Keys_read_and_write_as_published(string text, string hex)
    {
        Assert.Equal(KeyParse.Parsed, PublicKey.Parse(text, out var key));
        Assert.Equal(hex, Convert.ToHexStringLower(key.AsSpan()));
        Assert.Equal(text, key.ToString());
    }

    [Theory]
    [InlineData("", KeyParse.Empty)]
    [InlineData("1111111111111111111111111111111", KeyParse.WrongSize)]
    [InlineData("111111111111111111111111111111111", KeyParse.WrongSize)]
    [InlineData("JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFH", KeyParse.WrongSize)]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", KeyParse.WrongSize)]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DAA1", KeyParse.TooLong)]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5D0", KeyParse.BadCharacter)]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5Dа", KeyParse.BadCharacter)]
    [InlineData("So1endDq2YkqhipRh3WViPa8hdiSpxWy6z3Z6tMCpA", KeyParse.WrongSize)]
    public void A_text_that_is_no_key_is_refused_by_name(string text, KeyParse expected)
    {
        Assert.Equal(expected, PublicKey.Parse(text, out var key));
        Assert.Equal(default, key);
    }

    [Fact]
    public void Every_key_and_signature_reads_as_the_general_codec_writes_it() =>
        Gen.OneOf(Gen.Byte.Array[32], Gen.Byte.Array[64]).Select(Gen.Int[0, 64], Gen.Byte).Sample((bytes, zeros, fill) =>
        {
            bytes.AsSpan(0, Math.Min(zeros, bytes.Length)).Fill(fill < 128 ? (byte)0 : (byte)255);
            var expected = SimpleBase.Base58.Bitcoin.Encode(bytes);
            if (bytes.Length == 32)
                return PublicKey.Parse(expected, out var key) == KeyParse.Parsed && key.AsSpan().SequenceEqual(bytes) && key.ToString() == expected;
            return Signature.Parse(expected, out var signature) == KeyParse.Parsed
                && signature.AsSpan().SequenceEqual(bytes) && signature.ToString() == expected;
        }, iter: 20_000);

    [Fact]
    public void No_text_breaks_the_parser() =>
        Gen.OneOf(Gen.String, Gen.String["123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"]).Sample(text =>
        {
            var outcome = PublicKey.Parse(text, out var key);
            return outcome == KeyParse.Parsed ? key.ToString() == text : key == default;
        }, iter: 20_000);

    [Fact]
    public void Long_text_is_bounded_and_refused_as_a_value()
    {
        Assert.Null(Base58.TryDecode(new string('2', Base58.TextMax + 1)));
        Assert.Null(Base58.TryDecode("0OIl"));
        Assert.Equal([0, 1, 2, 3], Base58.TryDecode(Base58.Encode([0, 1, 2, 3]))!);
    }

    [Fact]
    public void Keys_order_bytewise()
    {
        Assert.True(Mints.WrappedSol < Mints.Usdc);
        Assert.True(Mints.Usdc.CompareTo(Mints.Usdt) < 0);
        Assert.True(ProgramIds.System <= default(PublicKey));
    }
}
