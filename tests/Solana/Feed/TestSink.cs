using Orchestrator.Domain.Launches;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Tests.Feed;

/// <summary>Writes down what a feed told.</summary>
internal sealed class TestSink : IFeedSink
{
    public List<Launch> Launches { get; } = [];

    public List<ulong> Dead { get; } = [];

    public List<string> Missing { get; } = [];

    /// <summary>Slot of each account change.</summary>
    public List<ulong> Slots { get; } = [];

    public static (FeedReader Reader, TestSink Sink) Reading()
    {
        var sink = new TestSink();
        return (new FeedReader(sink, ProgramRegistry.Mainnet, TimeProvider.System), sink);
    }

    public ValueTask Launched(Launch launch)
    {
        Launches.Add(launch);
        return ValueTask.CompletedTask;
    }

    public void Changed(in AccountView account, ulong slot) => Slots.Add(slot);

    public ValueTask Died(ulong slot)
    {
        Dead.Add(slot);
        return ValueTask.CompletedTask;
    }

    public ValueTask Missed(string why)
    {
        Missing.Add(why);
        return ValueTask.CompletedTask;
    }
}
