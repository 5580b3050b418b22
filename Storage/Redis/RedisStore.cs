using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>The open store: which one it is, how far it was acknowledged to this process, and its outer head.</summary>
internal sealed class RedisStore(
    RedisConnection connection, RedisStoreOptions options, IOptions<ClusterOptions> cluster, IFaultPoints faults, TimeProvider clock, ILogger<RedisStore> logger)
    : IStore, IOuterHead, IAsyncDisposable
{
    public const string Schema = "1";
    private readonly SemaphoreSlim _opening = new(1, 1);
    private string? _storeId;
    private long _acknowledged;
    private HeadKeeper? _keeper;
    private StoreFaultException? _broken;

    public RedisStoreOptions Options => options;

    public StoreFaultException? Broken => _broken;

    public TimeProvider Clock => clock;

    /// <summary>Every key of ours has the same hash tag: a script touches several of them.</summary>
    public string Prefix { get; } = $"{{{cluster.Value.ServiceId}}}/";

    private RedisKey StoreKey => Prefix + "store";

    public async Task<StoreHead> Open(CancellationToken cancel = default)
    {
        await _opening.WaitAsync(cancel);
        try
        {
            if (_storeId is { } open) return new StoreHead(open, Interlocked.Read(ref _acknowledged));
            new RedisStoreOptionsValidator(options).ValidateConfiguration();
            Directory.CreateDirectory(options.HeadDirectory);
            var file = new HeadFile(options.HeadDirectory, faults);
            var outer = file.Read();
            var database = (await connection.Get()).GetDatabase();
            var inner = Head(await database.HashGetAsync(StoreKey, ["store", "commits", "schema"]));
            HeadRule.Enforce(outer, inner, Named);
            inner ??= Head((RedisValue[])(await database.ScriptEvaluateAsync(RedisScripts.Create, [StoreKey],
                [Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), Schema]))!)!;
            if (outer != inner) file.Write(inner);
            (_acknowledged, _storeId) = (inner.Commits, inner.StoreId);
            _keeper = new HeadKeeper(file, Beat, TimeSpan.FromSeconds(options.OuterHeadIntervalSeconds), clock, logger);
            return inner;
        }
        catch (RedisException cause)
        {
            throw connection.Named(cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StoreFaultException(StoreFault.DirectoryUnwritable, $"The head directory {options.HeadDirectory} cannot be written: {cause.Message}",
                "Give this user write access, or choose another directory.", cause);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async Task Advance()
    {
        await Open();
        await _keeper!.Advance();
        ThrowIfBroken();
    }

    /// <exception cref="StoreFaultException">A fault of the store that was noticed earlier.</exception>
    public void ThrowIfBroken()
    {
        if (_broken is { } broken) throw broken;
    }

    public async Task<T> Read<T>(Func<IDatabase, Task<T>> read)
    {
        try
        {
            return await read((await connection.Get()).GetDatabase());
        }
        catch (Exception cause) when (cause is RedisException or TimeoutException)
        {
            throw connection.Named(cause);
        }
    }

    /// <summary>Runs one guarded script, which answers a number, its commits and what else it has.</summary>
    /// <param name="points">The names before and after it; null for none.</param>
    public async Task<RedisResult[]> Write(string script, RedisKey[] keys, RedisValue[] values, (string Before, string After)? points)
    {
        ThrowIfBroken();
        if (_storeId is null) await Open();
        if (points is { } before) faults.Reached(before.Before);
        RedisResult[] answer;
        try
        {
            var database = (await connection.Get()).GetDatabase();
            answer = (RedisResult[])(await database.ScriptEvaluateAsync(script, [StoreKey, .. keys],
                [_storeId, Interlocked.Read(ref _acknowledged), .. values]))!;
        }
        catch (Exception cause) when (cause is RedisException or TimeoutException)
        {
            throw connection.Named(cause);
        }
        if ((int)answer[0] < 0) throw _broken = FaultOf((int)answer[0], (string)answer[1]!);
        Acknowledge((long)answer[1]);
        if (points is { } after) faults.Reached(after.After);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        if (_keeper is { } keeper && (_broken is null || IsOlder)) await keeper.DisposeAsync();
    }

    private string Named => $"Redis at {RedisSecrets.Shown(options.Connection)}, {Prefix}store,";

    /// <summary>The store has lost commits that this process was promised.</summary>
    private bool IsOlder => _broken?.Fault == StoreFault.StoreRolledBack;

    /// <summary>What was promised is kept outside when the store has lost it: the next life of this process must not begin on the older store.</summary>
    private async ValueTask<StoreHead> Beat()
    {
        try
        {
            var answer = await Write(RedisScripts.Beat, [], [], null);
            return new StoreHead(_storeId!, (long)answer[1]);
        }
        catch (StoreFaultException) when (IsOlder)
        {
            return new StoreHead(_storeId!, Interlocked.Read(ref _acknowledged));
        }
    }

    private void Acknowledge(long commits)
    {
        var seen = Interlocked.Read(ref _acknowledged);
        while (commits > seen)
        {
            var found = Interlocked.CompareExchange(ref _acknowledged, commits, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    private StoreFaultException FaultOf(int code, string stands)
    {
        var outer = new StoreHead(_storeId!, Interlocked.Read(ref _acknowledged));
        return code switch
        {
            RedisScripts.Emptied => HeadRule.Named(StoreFault.StoreEmptied, outer, null, Named),
            RedisScripts.Foreign => HeadRule.Named(StoreFault.StoreForeign, outer, new StoreHead(stands, 0), Named),
            _ => HeadRule.Named(StoreFault.StoreRolledBack, outer, outer with { Commits = long.Parse(stands, CultureInfo.InvariantCulture) }, Named),
        };
    }

    private StoreHead? Head(RedisValue[] fields)
    {
        if (fields[0].IsNull) return null;
        if (fields[2] != Schema)
            throw new StoreFaultException(StoreFault.SchemaUnknown, $"{Named} has schema {fields[2]}; this build reads {Schema}.", "Use the build that wrote it, or another service id.");
        return new StoreHead(fields[0]!, (long)fields[1]);
    }
}
