namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>What the chain does with the trade of one life.</summary>
internal enum LifeScene
{
    /// <summary>The gap is there and the block engine takes the bundle.</summary>
    Lands = 0,
    /// <summary>The block engine drops the first bundle it is sent: only block height ends it.</summary>
    Drops = 1,
    /// <summary>The gap is closed before anything is planned.</summary>
    Closed = 2,
}
