using Google.Protobuf;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Tests.Geyser;

/// <summary>The real block's transactions as a Yellowstone server would send them.</summary>
internal static class TestUpdates
{
    public static IEnumerable<byte[]> OfBlock() => Transactions().Select(one => Update(one).ToByteArray());

    public static IEnumerable<FullTransaction> Transactions()
    {
        using var block = Tests.Transactions.RealBlock.Open();
        foreach (var entry in block.RootElement.GetProperty("transactions").EnumerateArray())
            yield return TransactionReader.Read(entry.GetRawText())[0].Transaction!;
    }

    public static SubscribeUpdate Update(FullTransaction full, ulong slot = 254170887) => BlockUpdates.Of(full, slot);
}
