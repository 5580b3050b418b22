using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Transactions;

public sealed class MessageBuilderTests
{
    private static readonly KeyPair Payer = KeyPair.FromSeed(new byte[32]);
    private static readonly Blockhash Recent = Blockhash.Parse("EkSnNWid2cvwEVnVx9aBqawnmiCNiDgp3gUdkDPTKN1N");

    private static PublicKey Key(byte n) => new([.. Enumerable.Repeat(n, 32)]);

    [Fact]
    public void Accounts_stand_in_the_order_the_runtime_wants_with_the_highest_role_asked_for()
    {
        var first = new Instruction(Key(9), [AccountMeta.ReadOnly(Key(1)), AccountMeta.Writable(Key(2)), AccountMeta.Signer(Key(3))], new byte[] { 1 });
        var second = new Instruction(Key(8), [AccountMeta.Writable(Key(1)), AccountMeta.SignerWritable(Key(4)), AccountMeta.ReadOnly(Key(2))], new byte[] { 2 });
        Assert.Equal(BuildRefusal.None, new MessageBuilder(Payer.PublicKey).Add(first, second).BuildLegacy(Recent, out var message));
        Assert.Equal([Payer.PublicKey, Key(4), Key(3), Key(1), Key(2), Key(9), Key(8)], message!.StaticKeys);
        Assert.Equal(new MessageHeader(3, 1, 2), message.Header);
        Assert.Equal([3, 4, 2], message.Instructions[0].AccountIndexes.ToArray());
        Assert.Equal([3, 1, 4], message.Instructions[1].AccountIndexes.ToArray());
        Assert.Equal(AccountRole.Writable, message.RoleOf(4));
        Assert.Equal(AccountRole.Signer, message.RoleOf(2));
    }

    [Fact]
    public void Tables_load_what_neither_signs_nor_is_called()
    {
        var table = new LookupTable(Key(50), [Key(7), Key(2), Key(9), Payer.PublicKey, Key(1)]);
        var spare = new LookupTable(Key(51), [Key(1), Key(6)]);
        var call = new Instruction(Key(9), [AccountMeta.ReadOnly(Key(1)), AccountMeta.Writable(Key(2)), AccountMeta.Writable(Key(6)), AccountMeta.ReadOnly(Key(5))], new byte[1]);
        Assert.Equal(BuildRefusal.None, new MessageBuilder(Payer.PublicKey).Add(call).Use(table).Use(spare).BuildV0(Recent, out var message));
        Assert.Equal([Payer.PublicKey, Key(9), Key(5)], message!.StaticKeys);
        Assert.Equal([(Key(50), "01", "04"), (Key(51), "01", "")], message.Lookups.Select(lookup =>
            (lookup.Table, Convert.ToHexString(lookup.WritableIndexes.Span), Convert.ToHexString(lookup.ReadOnlyIndexes.Span))));
        Assert.Equal([5, 3, 4, 2], message.Instructions[0].AccountIndexes.ToArray());
        Assert.Equal([AccountRole.Writable, AccountRole.Writable, AccountRole.ReadOnly], Enumerable.Range(3, 3).Select(message.RoleOf));
    }

    [Fact]
    public void What_does_not_fit_a_packet_or_an_index_is_refused()
    {
        var big = new Instruction(Key(9), [], new byte[1_100]);
        Assert.Equal(BuildRefusal.TooLarge, new MessageBuilder(Payer.PublicKey).Add(big).BuildLegacy(Recent, out var message));
        Assert.Null(message);
        var many = new Instruction(Key(9), [.. Enumerable.Range(0, 255).Select(n => AccountMeta.ReadOnly(new PublicKey([.. new byte[30], 7, (byte)n])))], default);
        Assert.Equal(BuildRefusal.TooManyAccounts, new MessageBuilder(Payer.PublicKey).Add(many).BuildLegacy(Recent, out _));
        Assert.Equal(BuildRefusal.NoInstructions, new MessageBuilder(Payer.PublicKey).BuildLegacy(Recent, out _));
    }

    [Fact]
    public void A_built_message_of_any_instructions_reads_back_as_the_same_instructions() => Programs.Sample((instructions, v0) =>
    {
        var builder = new MessageBuilder(Payer.PublicKey).Add(instructions.AsSpan());
        var table = new LookupTable(Key(200), [.. Enumerable.Range(0, 20).Select(n => Key((byte)n))]);
        var outcome = v0 ? builder.Use(table).BuildV0(Recent, out var message) : builder.BuildLegacy(Recent, out message);
        if (outcome != BuildRefusal.None) return outcome == BuildRefusal.TooLarge;
        Assert.Equal(WireRefusal.None, Message.Decode(message!.Encode(), out var read));
        var keys = read!.StaticKeys
            .AddRange(read.Lookups.SelectMany(lookup => lookup.WritableIndexes.ToArray().Select(at => table.Addresses[at])))
            .AddRange(read.Lookups.SelectMany(lookup => lookup.ReadOnlyIndexes.ToArray().Select(at => table.Addresses[at])));
        Assert.Equal(keys.Length, keys.Distinct().Count());
        for (var i = 0; i < instructions.Length; i++)
        {
            var compiled = read.Instructions[i];
            Assert.Equal(instructions[i].ProgramId, keys[compiled.ProgramIndex]);
            Assert.Equal(instructions[i].Data.ToArray(), compiled.Data.ToArray());
            Assert.Equal(instructions[i].Accounts.Select(account => account.Key), compiled.AccountIndexes.ToArray().Select(at => keys[at]));
            foreach (var (account, at) in instructions[i].Accounts.Zip(compiled.AccountIndexes.ToArray()))
                Assert.Equal(account.Role, account.Role & read.RoleOf(at));
        }

        return true;
    }, iter: 2_000);

    private static readonly Gen<(Instruction[], bool)> Programs = Gen.Select(
        Gen.Select(
            Gen.Int[100, 105], Gen.Select(Gen.Int[0, 30], Gen.Int[0, 3]).Array[0, 12], Gen.Byte.Array[0, 40],
            (program, accounts, data) => new Instruction(Key((byte)program),
                [.. accounts.Select(account => new AccountMeta(Key((byte)account.Item1), (AccountRole)account.Item2))], data)).Array[1, 5],
        Gen.Bool);

    [Fact]
    public void The_golden_arbitrage_transaction_is_rebuilt_byte_for_byte_from_its_instructions()
    {
        using var golden = JsonDocument.Parse(SharedData.ReadText("golden/golden-arb.json"));
        var bytes = golden.RootElement.GetProperty("tx_base64").GetBytesFromBase64();
        Assert.Equal(530, bytes.Length);
        Assert.Equal(WireRefusal.None, VersionedTransaction.Decode(bytes, out var transaction));
        Assert.Equal(bytes, transaction!.Encode());
        Assert.True(transaction.VerifySignatures()[0]);

        var message = transaction.Message;
        var table = TableOf(message);
        var keys = message.StaticKeys
            .AddRange(message.Lookups[0].WritableIndexes.ToArray().Select(at => table.Addresses[at]))
            .AddRange(message.Lookups[0].ReadOnlyIndexes.ToArray().Select(at => table.Addresses[at]));
        var builder = new MessageBuilder(message.FeePayer).Use(table);
        foreach (var compiled in message.Instructions)
            builder.Add(new Instruction(keys[compiled.ProgramIndex], Metas(message, keys, compiled), compiled.Data));
        Assert.Equal(BuildRefusal.None, builder.BuildV0(message.RecentBlockhash, out var rebuilt));
        Assert.Equal(message.Encode(), rebuilt!.Encode());
    }

    private static ImmutableArray<AccountMeta> Metas(Message message, ImmutableArray<PublicKey> keys, CompiledInstruction compiled) =>
        [.. compiled.AccountIndexes.ToArray().Select(at => new AccountMeta(keys[at], message.RoleOf(at)))];

    // The table's content is not in the golden file; any distinct keys at the named positions give the same bytes.
    private static LookupTable TableOf(Message message)
    {
        var lookup = Assert.Single(message.Lookups);
        var addresses = Enumerable.Range(0, 256).Select(n => new PublicKey([.. new byte[30], 250, (byte)n]));
        return new LookupTable(lookup.Table, [.. addresses]);
    }
}
