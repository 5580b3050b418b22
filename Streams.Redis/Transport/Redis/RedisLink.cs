using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Hosting;
using StackExchange.Redis;

namespace Orchestrator.Streams.Redis.Transport.Redis;

/// <summary>
/// The connection of one provider: a shared one for commands and, beside it, the one of the same client that waits for wake-ups. Made with the
/// first use; owned unless borrowed.
/// </summary>
internal sealed class RedisLink(RedisStreamsOptions options, IServiceProvider services) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private IConnectionMultiplexer? _connection;

    public async Task<IConnectionMultiplexer> Get()
    {
        if (_connection is { } ready) return ready;
        await _opening.WaitAsync();
        try
        {
            return _connection ??= options.Multiplexer is { } borrow ? await borrow(services) : await ConnectionMultiplexer.ConnectAsync(options.ToClientOptions());
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

    /// <summary>Runs a script and names what can go wrong with it.</summary>
    /// <exception cref="StreamsFaultException">The server did not answer as it should.</exception>
    public async Task<RedisResult> Run(string script, RedisKey[] keys, RedisValue[] values)
    {
        var connection = await Get();
        try
        {
            return await connection.GetDatabase().ScriptEvaluateAsync(script, keys, values);
        }
        catch (Exception cause) when (cause is RedisException or TimeoutException or ObjectDisposedException)
        {
            throw Named(cause);
        }
    }

    /// <summary>The cause is told in words, not carried along: the client's exceptions may hold what was sent.</summary>
    public StreamsFaultException Named(Exception cause)
    {
        var password = options.Connection.Length > 0 ? ConfigurationOptions.Parse(options.Connection).Password : null;
        var said = RedisSecrets.Cleaned(cause.Message, password);
        var denied = cause is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
            || said.Contains("WRONGPASS", StringComparison.Ordinal) || said.Contains("NOAUTH", StringComparison.Ordinal) || said.Contains("NOPERM", StringComparison.Ordinal);
        if (denied) return new(StreamsFault.AccessDenied, $"Redis at {Shown} refused this user: {said}", "Check the user and its password.");
        if (said.Contains("WRONGTYPE", StringComparison.Ordinal))
            return new(StreamsFault.KeyTaken, $"A key of the streams at {Shown} holds something else: {said}", "Use another prefix, or remove that key.");
        return new(StreamsFault.Unreachable, $"Redis at {Shown} did not answer as it should: {said}", "Check that it runs and that this host may use it.");
    }

    private string Shown => options.Connection.Length > 0 ? RedisSecrets.Shown(options.Connection) : "a connection of the host";

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection && options.Multiplexer is null) await connection.DisposeAsync();
        _connection = null;
        _opening.Dispose();
    }
}
