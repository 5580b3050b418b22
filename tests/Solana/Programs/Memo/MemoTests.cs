using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Memo;

namespace Orchestrator.Solana.Tests.Programs.Memo;

public sealed class MemoTests
{
    [Fact]
    public void A_memo_is_read_back_and_bytes_that_are_no_text_are_refused()
    {
        var memo = MemoInstructions.Write("Grüße ✓", Accounts.Key(1));
        Assert.True(memo.Accounts.Single().IsSigner);
        Assert.Equal(DecodeRefusal.None, ProgramRegistry.Mainnet.ReadInstruction(new(memo.ProgramId, [], memo.Data.Span), out var decoded));
        Assert.Equal(new Field("text", "Grüße ✓"), decoded!.Fields.Single());
        Assert.Equal(DecodeRefusal.InvalidField, ProgramRegistry.Mainnet.ReadInstruction(new(ProgramIds.Memo, [], [0xff, 0xfe]), out _));
        Assert.Equal(DecodeRefusal.None, ProgramRegistry.Mainnet.ReadInstruction(new(MemoProgram.FirstId, [], memo.Data.Span), out _));
    }
}
