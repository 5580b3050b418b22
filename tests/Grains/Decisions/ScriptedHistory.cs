using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces.Channels;

namespace Orchestrator.Grains.Tests.Decisions;

/// <summary>What the channel of opportunities still holds, told when the test lets it be told.</summary>
internal sealed class ScriptedHistory : IChannelHistory
{
    private volatile TaskCompletionSource _told = new();

    public ScriptedHistory() => _told.SetResult();

    public Opportunity[] Holds { get; set; } = [];

    public void Hold() => _told = new TaskCompletionSource();

    public void Tell() => _told.SetResult();

    public async Task<IReadOnlyList<ChannelEvent>> Since(string channel, string key, TimeSpan age, int most)
    {
        await _told.Task;
        return channel != ChannelNames.OpportunityQueue ? [] : [.. Holds.Select(opportunity => new ChannelEvent(
            opportunity.Id.Value, TradingChannels.Opportunities.Schema, opportunity.CreatedAt, null,
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(opportunity, TradingChannels.Opportunities.Body)))];
    }
}
