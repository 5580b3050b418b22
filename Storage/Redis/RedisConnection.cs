using Orchestrator.Storage.Faults;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>The one connection of this process. It owns it: Orleans' providers borrow it.</summary>
internal sealed class RedisConnection(RedisStoreOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private IConnectionMultiplexer? _connection;

    /// <exception cref="StoreFaultException"><see cref="StoreFault.StoreUnreachable"/>; the next call tries again.</exception>
    public async Task<IConnectionMultiplexer> Get()
    {
        if (_connection is { } ready) return ready;
        await _opening.WaitAsync();
        try
        {
            return _connection ??= await Open();
        }
        catch (RedisException cause)
        {
            throw Named(cause);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The cause is told in words, not carried along: the client's exceptions may hold what was sent.</summary>
    public StoreFaultException Named(Exception cause)
    {
        var password = ConfigurationOptions.Parse(options.Connection).Password;
        return new StoreFaultException(StoreFault.StoreUnreachable,
            $"Redis at {RedisSecrets.Shown(options.Connection)} did not answer as it should: {RedisSecrets.Cleaned(cause.Message, password)}",
            "Check that it runs and that this host may use it.");
    }

    private async Task<IConnectionMultiplexer> Open()
    {
        var client = options.ToClientOptions();
        client.Tunnel ??= new AnsweringTunnel(TimeSpan.FromSeconds(options.CommandTimeoutSeconds), time);
        return await ConnectionMultiplexer.ConnectAsync(client);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync();
        _connection = null;
    }
}
