using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Transactions;

public sealed class ComputeBudgetTests
{
    [Fact]
    public void Instructions_have_the_bytes_of_the_program()
    {
        Assert.Equal("02e0930400", Hex(ComputeBudget.SetUnitLimit(300_000)));
        Assert.Equal("0350c3000000000000", Hex(ComputeBudget.SetUnitPrice(50_000)));
        Assert.Equal("0100000400", Hex(ComputeBudget.RequestHeap(262_144)));
        Assert.Equal("0400000100", Hex(ComputeBudget.SetLoadedAccountsDataLimit(65_536)));
        Assert.Equal("02000000a086010000000000", Hex(SystemProgram.Transfer(Mints.Usdc, Mints.Usdt, 100_000)));
    }

    [Theory]
    [InlineData(50_000, 300_000, 15_000)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 1_400_000, 0)]
    [InlineData(1_000_001, 1, 2)]
    public void The_priority_fee_rounds_up(ulong price, uint limit, ulong lamports) =>
        Assert.Equal(lamports, ComputeBudget.PriorityFee(price, limit));

    [Fact]
    public void A_fee_beyond_64_bits_is_a_fault() =>
        Assert.Throws<OverflowException>(() => ComputeBudget.PriorityFee(ulong.MaxValue, uint.MaxValue));

    private static string Hex(Instruction instruction) => Convert.ToHexStringLower(instruction.Data.Span);
}
