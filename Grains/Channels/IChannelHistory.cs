using Orchestrator.Grains.Interfaces.Channels;

namespace Orchestrator.Grains.Channels;

/// <summary>What a channel still holds of the recent past, delivered or not.</summary>
public interface IChannelHistory
{
    /// <param name="age">Real time since the event was published.</param>
    /// <param name="most">Events returned; when there are more, the newest.</param>
    /// <returns>Oldest first; each at least once.</returns>
    Task<IReadOnlyList<ChannelEvent>> Since(string channel, string key, TimeSpan age, int most);
}

/// <summary>Channels that keep nothing.</summary>
internal sealed class NoChannelHistory : IChannelHistory
{
    public Task<IReadOnlyList<ChannelEvent>> Since(string channel, string key, TimeSpan age, int most) => Task.FromResult<IReadOnlyList<ChannelEvent>>([]);
}
