using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDammV2;
using Orchestrator.Solana.Programs.MeteoraDlmm;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Programs.Save;

namespace Orchestrator.Solana.Tests.Programs;

/// <summary>Real instructions and accounts, damaged: a value or a named refusal, never an exception.</summary>
public sealed class DamagedFixtureTests
{
    private static readonly IProgram[] Programs = [new WhirlpoolProgram(), new DlmmProgram(), new DammProgram(), new SaveProgram()];

    [Fact]
    public void Damaged_real_bytes_are_read_or_refused() => Attack(60_000);

    [Fact(Explicit = true), Trait("soak", "true")]
    public void Very_many_damaged_real_bytes_are_read_or_refused() => Attack(6_000_000);

    private static void Attack(int count)
    {
        var seeds = Seeds();
        var chance = new Random(20_261_123);
        var key = Accounts.Key(5);
        for (var i = 0; i < count; i++)
        {
            var data = Damage(seeds[chance.Next(seeds.Count)], chance);
            var program = Programs[chance.Next(Programs.Length)];
            var accounts = new PublicKey[chance.Next(30)];
            Array.Fill(accounts, key);
            Same(program.ReadInstruction(new InstructionView(program.Id, accounts, data), out var instruction), instruction);
            Same(program.ReadAccount(data, out var account), account);
            Same(program.ReadEvent(data, out var happened), happened);
        }
    }

    private static void Same(DecodeRefusal refusal, object? value) => Assert.Equal(refusal == DecodeRefusal.None, value is not null);

    private static List<byte[]> Seeds()
    {
        List<byte[]> seeds = [[], new byte[8], new byte[SaveReserve.Size], new byte[SaveMarket.Size], new byte[DammPool.Size]];
        foreach (var folder in (string[])["orca-whirlpool", "meteora-dlmm"])
        {
            seeds.AddRange(Carbon.Instructions(folder).Select(i => i.Instruction.Data));
            seeds.AddRange(Carbon.Accounts(folder).Select(a => a.Data));
        }
        return seeds;
    }

    private static byte[] Damage(byte[] seed, Random chance)
    {
        var data = chance.Next(4) == 0 ? seed.AsSpan(0, chance.Next(seed.Length + 1)).ToArray() : seed.ToArray();
        if (chance.Next(8) == 0) Array.Resize(ref data, data.Length + chance.Next(64));
        for (var n = chance.Next(6); n > 0 && data.Length > 0; n--) data[chance.Next(data.Length)] = (byte)chance.Next(256);
        return data;
    }
}
