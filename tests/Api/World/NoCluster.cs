using Orleans.Runtime;

namespace Orchestrator.Api.Tests.World;

/// <summary>A client that reaches no silo.</summary>
internal sealed class NoCluster : IGrainFactory
{
    private static SiloUnavailableException Gone => new("no silo");

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithGuidKey => throw Gone;

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithIntegerKey => throw Gone;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithStringKey => throw Gone;

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithGuidCompoundKey => throw Gone;

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithIntegerCompoundKey => throw Gone;

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver => throw Gone;

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver => throw Gone;

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw Gone;

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw Gone;

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw Gone;

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw Gone;

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw Gone;

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw Gone;

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw Gone;

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable => throw Gone;

    public IAddressable GetGrain(GrainId grainId) => throw Gone;

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw Gone;
}
