using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Storage.Redis;
using Orchestrator.Storage.Tests.Conformance;
using StackExchange.Redis;

namespace Orchestrator.Storage.Tests.Redis;

internal sealed class RedisTestStore : TestStore
{
    private RedisTestStore(string? directory, int? port)
        : base(directory) => Server = new RedisServer(Path.Combine(Directory, "redis"), port ?? FreePort.Next());

    public RedisServer Server { get; }

    public RedisStoreOptions Options => new() { Connection = Server.Connection, HeadDirectory = Path.Combine(Directory, "head"), Journal = Journal };

    public static async Task<TestStore> New()
    {
        var store = new RedisTestStore(null, null);
        await store.Server.Start();
        return store;
    }

    /// <summary>The store of a server that another process has started.</summary>
    public static RedisTestStore At(string directory, int port) => new(directory, port);

    public override async Task DamageTransaction(string grain) => await Damage($"{{tests}}/transaction/{grain}/book", "body");

    public override async Task DamageGrain(string grain) => await Damage($"tests/state/{grain}/book", "data");

    public override async Task Empty()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(Server.Connection + ",allowAdmin=true");
        await connection.GetDatabase().ExecuteAsync("FLUSHALL");
    }

    /// <summary>Kills the server, puts the old files back and starts it again.</summary>
    public override Task<Func<Task>> Snapshot()
    {
        var kept = System.IO.Directory.GetFiles(Server.DataDirectory).ToDictionary(file => file, File.ReadAllBytes);
        return Task.FromResult<Func<Task>>(async () =>
        {
            await Server.Kill();
            System.IO.Directory.Delete(Server.DataDirectory, recursive: true);
            System.IO.Directory.CreateDirectory(Server.DataDirectory);
            foreach (var (file, bytes) in kept) await File.WriteAllBytesAsync(file, bytes);
            await Server.Start();
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Register(IServiceCollection services) => services.AddRedisStore(Options);

    private async Task Damage(string key, string field)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(Server.Connection);
        var database = connection.GetDatabase();
        var body = (byte[])(await database.HashGetAsync(key, field))!;
        body[^1] ^= 1;
        await database.HashSetAsync(key, field, body);
    }
}
