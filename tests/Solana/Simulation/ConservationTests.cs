using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class ConservationTests
{
    private static readonly Gen<ulong> Amount =
        Gen.OneOf(Gen.ULong[0, 10], Gen.ULong[0, 1_000_000_000], Gen.ULong[0, 1_000_000_000_000_000], Gen.ULong, Gen.Const(ulong.MaxValue));

    [Fact]
    public void No_sequence_of_transactions_creates_or_loses_a_unit_of_anything() =>
        Gen.Select(Gen.ULong[1, 50], Steps).Sample((seed, steps) =>
        {
            using var venue = new SimulatedVenue(new VenueSettings { Seed = seed });
            var bytes = new Bytes(venue);
            var supply = venue.Supply();
            foreach (var step in steps)
            {
                step(venue, bytes);
                Assert.Equal(supply.AsEnumerable(), venue.Supply());
            }
        }, iter: 120);

    [Fact]
    public void Any_bytes_get_an_answer_and_change_nothing_at_once() =>
        Gen.Select(Gen.Byte.Array[0, 1_300], Gen.Int[0, 1_299], Gen.Byte, Gen.Bool).Sample((noise, at, flip, mutate) =>
        {
            using var venue = new SimulatedVenue(Venues.Still());
            var bytes = new Bytes(venue);
            var before = venue.Audit().StateDigest;
            var hostile = mutate ? bytes.Transaction(bytes.Pay(TipAccounts.List[0], 1_000_000), bytes.Swap(bytes.Pool(VenueToken.Jup), 0, 5, 0)) : noise;
            if (mutate) hostile[at % hostile.Length] ^= (byte)(flip | 1);
            Assert.Equal(SendReceipt.Rejected, venue.Send(hostile).Receipt);
            venue.Simulate(hostile);
            Assert.Equal(before, venue.Audit().StateDigest);
        }, iter: 300);

    private static Gen<Action<SimulatedVenue, Bytes>[]> Steps => Gen.OneOf(Advance, Simple, Hostile, Hostile).Array[1, 25];

    private static Gen<Action<SimulatedVenue, Bytes>> Advance => Gen.Int[1, 8].Select<int, Action<SimulatedVenue, Bytes>>(n => (venue, _) => venue.Slots(n));

    private static Gen<Action<SimulatedVenue, Bytes>> Simple => Gen.Select(Instructions, Gen.Bool).Select<Func<Bytes, Instruction>[], bool, Action<SimulatedVenue, Bytes>>(
        (made, simulate) => (venue, bytes) =>
        {
            var message = bytes.Message([.. made.Select(m => m(bytes))]);
            if (simulate) venue.Simulate(message);
            else venue.Send(bytes.Signed(message));
        });

    /// <summary>Right in form and signed, but with one byte of an instruction's data or one account exchanged.</summary>
    private static Gen<Action<SimulatedVenue, Bytes>> Hostile =>
        Gen.Select(Instructions, Gen.Int[0, 1_000], Gen.Int[0, 1_000], Gen.Byte, Gen.Bool).Select<Func<Bytes, Instruction>[], int, int, byte, bool, Action<SimulatedVenue, Bytes>>(
            (made, which, where, what, account) => (venue, bytes) =>
            {
                var instructions = made.Select(m => m(bytes)).ToArray();
                var victim = instructions[which % instructions.Length];
                instructions[which % instructions.Length] = account ? OtherAccount(bytes, victim, where, what) : OtherData(victim, where, what);
                venue.Send(bytes.Transaction(instructions));
            });

    private static Gen<Func<Bytes, Instruction>[]> Instructions => Gen.OneOf(
        Gen.Select(Gen.Int[0, 59], Gen.Bool, Amount, Amount).Select<int, bool, ulong, ulong, Func<Bytes, Instruction>>((pool, first, amount, minimum) => bytes =>
            bytes.Swap(bytes.Layout.Pools[pool], first ? bytes.Layout.Pools[pool].Token0 : bytes.Layout.Pools[pool].Token1, amount, minimum)),
        Amount.Select<ulong, Func<Bytes, Instruction>>(amount => bytes => LendingProgram.Borrow(bytes.Layout, bytes.Sol, amount)),
        Gen.Select(Amount, Gen.Byte[0, 6]).Select<ulong, byte, Func<Bytes, Instruction>>((amount, index) => bytes => LendingProgram.Repay(bytes.Layout, bytes.Sol, amount, index)),
        Gen.Select(Gen.Int[0, 20], Amount).Select<int, ulong, Func<Bytes, Instruction>>((to, amount) => bytes =>
            bytes.Pay(to < 8 ? TipAccounts.List[to] : VenueLayout.Name($"newcomer {to}"), amount))).Array[1, 5];

    private static Instruction OtherData(Instruction victim, int where, byte what)
    {
        var data = victim.Data.ToArray();
        data[where % data.Length] = what;
        return victim with { Data = what % 5 == 0 ? data[..^1] : data };
    }

    private static Instruction OtherAccount(Bytes bytes, Instruction victim, int where, byte what)
    {
        var all = bytes.Layout.TokenAccounts.Select(a => a.Key).Concat(bytes.Layout.Pools.Select(p => p.Address)).Concat(bytes.Layout.SystemAccounts).ToList();
        var at = where % victim.Accounts.Length;
        return Bytes.With(victim, at, new AccountMeta(all[(what * 7) % all.Count], victim.Accounts[at].Role & AccountRole.Writable));
    }
}
