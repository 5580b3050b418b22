using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Transactions;

public sealed class HostileBytesTests(ITestOutputHelper output)
{
    private const int SoakInputs = 5_000_000;

    [Fact]
    public void Damaged_transactions_are_refused_or_read_exactly()
    {
        var counts = Attack(RealOrBuilt(), inputs: 200_000, seed: 1);
        Assert.True(counts[WireRefusal.None] > 0);
        Assert.True(counts.Count > 8, string.Join(", ", counts));
    }

    [Fact(Explicit = true), Trait("soak", "true")]
    public void Five_million_damaged_transactions_are_refused_or_read_exactly() =>
        output.WriteLine(string.Join(", ", Attack(RealOrBuilt(), SoakInputs, seed: Soaks.Seed(output))));

    [Theory]
    [InlineData("", WireRefusal.Truncated)]
    [InlineData("80", WireRefusal.Truncated)]
    [InlineData("8000", WireRefusal.LengthNotMinimal)]
    [InlineData("ffff04", WireRefusal.LengthTooBig)]
    [InlineData("ffffff", WireRefusal.LengthTooBig)]
    [InlineData("0081", WireRefusal.UnknownVersion)]
    [InlineData("00000000", WireRefusal.Truncated)]
    [InlineData("0000000000", WireRefusal.NoFeePayer)]
    [InlineData("0001010000", WireRefusal.NoFeePayer)]
    [InlineData("0001000000", WireRefusal.HeaderExceedsKeys)]
    public void A_refusal_names_the_first_fault(string hex, WireRefusal expected)
    {
        Assert.Equal(expected, VersionedTransaction.Decode(Convert.FromHexString(hex), out var transaction));
        Assert.Null(transaction);
    }

    [Fact]
    public void Faults_behind_a_sound_header_are_named()
    {
        var call = new Instruction(Mints.Usdc, [AccountMeta.Writable(Mints.Usdt)], new byte[] { 9 });
        var table = new LookupTable(ProgramIds.Token, [Mints.Usdt]);
        Assert.Equal(BuildRefusal.None, new MessageBuilder(Mints.WrappedSol).Add(call).Use(table).BuildV0(default, out var message));
        var good = new VersionedTransaction([default], message!).Encode();

        // 0..64 signatures, 65 prefix, 66..68 header, 69 count, 70..133 two keys, 134..165 hash, 166 count, 167 program, 168 accounts, 170 data, 172 lookups.
        Assert.Equal(WireRefusal.None, Decode(good));
        Assert.Equal(WireRefusal.ProgramIndex, Decode(With(good, 167, 0)));
        Assert.Equal(WireRefusal.ProgramIndex, Decode(With(good, 167, 2)));
        Assert.Equal(WireRefusal.AccountIndex, Decode(With(good, 169, 3)));
        Assert.Equal(WireRefusal.TrailingBytes, Decode([.. good, 0]));
        Assert.Equal(WireRefusal.SignatureCount, Decode([0, .. good.AsSpan(65)]));
        Assert.Equal(WireRefusal.TooLarge, Decode([.. good, .. new byte[1_232]]));
        Assert.Equal(WireRefusal.EmptyLookup, Decode([.. good.AsSpan(0, good.Length - 3), 0, 0]));
        Assert.Equal(WireRefusal.Truncated, Decode(good.AsSpan(0, good.Length - 1)));
        var crowd = new byte[255];
        Assert.Equal(WireRefusal.TooManyAccounts, Decode([.. good.AsSpan(0, good.Length - 3), 0xFF, 0x01, .. crowd, 0]));
    }

    private static WireRefusal Decode(ReadOnlySpan<byte> bytes) => VersionedTransaction.Decode(bytes.ToArray(), out _);

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var changed = bytes.ToArray();
        changed[at] = value;
        return changed;
    }

    private static List<byte[]> RealOrBuilt()
    {
        var call = new Instruction(Mints.Usdc, [AccountMeta.Writable(Mints.Usdt), AccountMeta.Signer(ProgramIds.Save)], new byte[] { 9, 8, 7 });
        var table = new LookupTable(ProgramIds.Token, [Mints.Usdt]);
        new MessageBuilder(Mints.WrappedSol).Add(call, call).Use(table).BuildV0(default, out var v0);
        new MessageBuilder(Mints.WrappedSol).Add(call, SystemProgram.Transfer(Mints.Usdc, Mints.Usdt, 1)).BuildLegacy(default, out var legacy);
        return [new VersionedTransaction([default, default], v0!).Encode(), new VersionedTransaction([default, default, default], legacy!).Encode()];
    }

    /// <summary>Flips, overwrites, cuts, doubles and splices; what is accepted must encode back to the very input.</summary>
    private static Dictionary<WireRefusal, int> Attack(List<byte[]> seeds, int inputs, int seed)
    {
        var chance = new Random(seed);
        var counts = new Dictionary<WireRefusal, int>();
        for (var n = 0; n < inputs; n++)
        {
            var bytes = Damage(seeds[chance.Next(seeds.Count)], chance);
            var refusal = VersionedTransaction.Decode(bytes, out var transaction);
            counts[refusal] = counts.GetValueOrDefault(refusal) + 1;
            if ((refusal == WireRefusal.None) != (transaction is not null)) Assert.Fail(Convert.ToHexString(bytes));
            if (transaction is not null && !transaction.Encode().AsSpan().SequenceEqual(bytes)) Assert.Fail(Convert.ToHexString(bytes));
        }

        return counts;
    }

    private static byte[] Damage(byte[] seed, Random chance)
    {
        var bytes = seed.ToArray();
        for (var hits = chance.Next(1, 5); hits > 0 && bytes.Length > 0; hits--)
        {
            var at = chance.Next(8) < 5 ? chance.Next(bytes.Length) : chance.Next(Math.Min(bytes.Length, 4));
            switch (chance.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << chance.Next(8)); break;
                case 1: bytes[at] = (byte)chance.Next(256); break;
                case 2: bytes[at] = (byte)(chance.Next(2) * 255); break;
                case 3: bytes = bytes[..at]; break;
                case 4: bytes = [.. bytes, .. bytes.AsSpan(at)]; break;
                default: bytes = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(Math.Min(at + 1, bytes.Length))]; break;
            }
        }

        return bytes;
    }
}
