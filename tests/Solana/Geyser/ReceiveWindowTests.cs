using Orchestrator.Solana.Geyser;

namespace Orchestrator.Solana.Tests.Geyser;

public sealed class ReceiveWindowTests
{
    [Theory]
    [InlineData(null, 512 * 1024)]
    [InlineData("no number", 512 * 1024)]
    [InlineData("-5", 512 * 1024)]
    [InlineData("32", 512 * 1024)]
    [InlineData("256", 2 * 1024 * 1024)]
    [InlineData("1024", 8 * 1024 * 1024)]
    [InlineData("2147483647", 8 * 1024 * 1024)]
    public void Half_of_what_the_pool_keeps_may_wait_within_bounds(string? blocks, int bytes) => Assert.Equal(bytes, ReceiveWindow.For(blocks));
}
