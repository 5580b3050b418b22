using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Tests.Programs;

/// <summary>Every reader gives a value or a named refusal for any bytes.</summary>
public sealed class HostileBytesTests(ITestOutputHelper output)
{
    private static readonly PublicKey[] Keys = [.. Enumerable.Range(1, 40).Select(Accounts.Key)];
    private static readonly Lazy<byte[][]> Seeds = new(MakeSeeds);

    [Fact]
    public void Any_bytes_give_a_value_or_a_named_refusal() => output.WriteLine($"{Run(seed: 1, rounds: 2_000)} inputs");

    [Fact(Explicit = true), Trait("soak", "true")]
    public void Five_million_inputs_give_a_value_or_a_named_refusal()
    {
        long inputs = 0;
        for (var seed = 2; inputs < 5_000_000; seed++) inputs += Run(seed, 20_000);
        output.WriteLine($"{inputs} inputs");
    }

    /// <summary>Instructions, accounts and events of every program: real discriminators first, then noise, cuts and flipped bits.</summary>
    private static long Run(int seed, int rounds)
    {
        var random = new Random(seed);
        long inputs = 0;
        for (var round = 0; round < rounds; round++)
        {
            var data = Mutated(random);
            var accounts = Keys.AsSpan(0, random.Next(Keys.Length));
            foreach (var program in ProgramRegistry.Mainnet.Programs)
            {
                var refusal = program.ReadInstruction(new InstructionView(program.Id, accounts, data), out var instruction);
                AssertNamed(refusal, instruction is not null);
                if (instruction is not null) AssertValues(instruction.Fields);
                AssertNamed(program.ReadAccount(data, out var account), account is not null);
                if (account is not null) AssertValues(account.Fields);
                AssertNamed(program.ReadEvent(data, out var happened), happened is not null);
                if (happened is not null) AssertValues(happened.Fields);
                Assert.Equal(program.TryReadLog(Convert.ToBase64String(data), out var log), log is not null);
                inputs += 4;
            }
        }
        return inputs;
    }

    private static byte[] Mutated(Random random)
    {
        var seed = Seeds.Value[random.Next(Seeds.Value.Length)];
        var data = random.Next(3) switch
        {
            0 => seed.ToArray(),
            1 => seed[..random.Next(seed.Length + 1)],
            _ => [.. seed, .. Noise(random, random.Next(600))],
        };
        for (var flips = random.Next(6); flips > 0 && data.Length > 0; flips--) data[random.Next(data.Length)] = (byte)random.Next(256);
        return data;
    }

    private static byte[] Noise(Random random, int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    /// <summary>One start for each first byte and discriminator that any program knows, and the sizes of the accounts.</summary>
    private static byte[][] MakeSeeds()
    {
        var random = new Random(7);
        var discriminators = typeof(ProgramRegistry).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Orchestrator.Solana.Programs", StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            .Where(field => field.IsLiteral && field.FieldType == typeof(ulong)).Select(field => BitConverter.GetBytes((ulong)field.GetRawConstantValue()!).Reverse().ToArray());
        var tags = Enumerable.Range(0, 64).Select(tag => new[] { (byte)tag });
        var starts = discriminators.Concat(tags).Append([]).Append([255]).ToList();
        int[] lengths = [0, 8, 17, 24, 32, 41, 57, 75, 82, 117, 165, 170, 236, 300, 355, 637, 752, 1_544, 1_832, 10_240];
        return [.. starts.SelectMany(start => lengths, (start, length) => (byte[])[.. start, .. Noise(random, Math.Max(0, length - start.Length))])];
    }

    private static void AssertNamed(DecodeRefusal refusal, bool hasValue)
    {
        Assert.True(Enum.IsDefined(refusal));
        Assert.Equal(refusal == DecodeRefusal.None, hasValue);
    }

    private static void AssertValues(IEnumerable<Field> fields)
    {
        foreach (var field in fields) AssertValue(field.Value, 0);
    }

    private static void AssertValue(object? value, int depth)
    {
        Assert.True(depth < 4);
        switch (value)
        {
            case null or bool or byte or ushort or short or uint or int or ulong or long or UInt128 or Int128 or string or PublicKey or byte[]: return;
            case Field[] record: Array.ForEach(record, field => AssertValue(field.Value, depth + 1)); return;
            case object[] list: Array.ForEach(list, item => AssertValue(item, depth + 1)); return;
            default: Assert.Fail($"A field of type {value.GetType()}"); return;
        }
    }
}
