using Orchestrator.Streams.Redis.Batches;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orchestrator.Streams.Redis.Tests.Clusters;

[Alias("tests.IListener")]
public interface IListener : IGrainWithStringKey
{
    [Alias("Subscribe")]
    Task Subscribe(string space, string key, EntryToken? from);

    [Alias("Unsubscribe")]
    Task Unsubscribe(string space, string key);

    [Alias("Rewind")]
    Task Rewind(string space, string key, EntryToken from);
}

/// <summary>Subscribes when it is told to, and resumes when it is activated again.</summary>
[GrainType("tests.listener")]
public sealed class Listener(Recorder recorder) : Grain, IListener
{
    private string Who => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Each listener hears one stream, which is named after the part of its key before the slash.
        foreach (var handle in await Stream("explicit", Who.Split('/')[0]).GetAllSubscriptionHandles()) await handle.ResumeAsync(Hear);
    }

    public async Task Subscribe(string space, string key, EntryToken? from)
    {
        if (from is null) await Stream(space, key).SubscribeAsync(Hear);
        else await Stream(space, key).SubscribeAsync(Hear, from);
    }

    public async Task Unsubscribe(string space, string key)
    {
        foreach (var handle in await Stream(space, key).GetAllSubscriptionHandles()) await handle.UnsubscribeAsync();
    }

    public async Task Rewind(string space, string key, EntryToken from)
    {
        foreach (var handle in await Stream(space, key).GetAllSubscriptionHandles()) await handle.ResumeAsync(Hear, from);
    }

    private IAsyncStream<string> Stream(string space, string key) => this.GetStreamProvider(StreamCluster.Provider).GetStream<string>(StreamId.Create(space, key));

    private Task Hear(string what, StreamSequenceToken? token) => recorder.Hear(Who, what, (EntryToken)token!);
}

[Alias("tests.IImplicitListener")]
public interface IImplicitListener : IGrainWithStringKey;

/// <summary>Is subscribed to every stream of its namespace by its key.</summary>
[GrainType("tests.implicit"), ImplicitStreamSubscription("implicit")]
public sealed class ImplicitListener(Recorder recorder) : Grain, IImplicitListener, IStreamSubscriptionObserver, IAsyncObserver<string>
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => recorder.Activating(this.GetPrimaryKeyString());

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<string>().ResumeAsync(this);

    public Task OnNextAsync(string item, StreamSequenceToken? token = null) => recorder.Hear(this.GetPrimaryKeyString(), item, (EntryToken)token!);

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}

/// <summary>A second grain class on the same streams.</summary>
[Alias("tests.ISecondListener")]
public interface ISecondListener : IGrainWithStringKey;

[GrainType("tests.second"), ImplicitStreamSubscription("implicit")]
public sealed class SecondListener(Recorder recorder) : Grain, ISecondListener, IStreamSubscriptionObserver, IAsyncObserver<string>
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<string>().ResumeAsync(this);

    public Task OnNextAsync(string item, StreamSequenceToken? token = null) => recorder.Hear("second " + this.GetPrimaryKeyString(), item, (EntryToken)token!);

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
