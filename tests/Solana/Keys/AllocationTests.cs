using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Tests.Keys;

public sealed class AllocationTests
{
    [Fact]
    public void Reading_writing_and_deriving_keys_allocates_nothing()
    {
        const string Text = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
        Span<char> written = stackalloc char[44];
        var matched = 0;
        Run(Text, written, ref matched);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Run(Text, written, ref matched);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(101, matched);
    }

    private static void Run(string text, Span<char> written, ref int matched)
    {
        if (!PublicKey.TryParse(text, out var key)) return;
        var same = key.TryFormat(written, out var length, default, null) && written[..length].SequenceEqual(text);
        if (same && ProgramAddress.AssociatedToken(key, key, key) != key) matched++;
    }
}
