using Orchestrator.Chain.Tests.Node;

namespace Orchestrator.Chain.Tests;

[CollectionDefinition(Name)]
public sealed class ChainCollection : ICollectionFixture<ChainRuntime>
{
    public const string Name = "one chain, a test at a time";
}

/// <summary>A test on the real runtime, which starts from the same state each time.</summary>
[Collection(ChainCollection.Name)]
public abstract class ChainTest(ChainRuntime chain) : IAsyncLifetime
{
    protected ChainCalls Chain => chain.Calls;

    public virtual ValueTask InitializeAsync() => new(chain.StartOverAsync());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
