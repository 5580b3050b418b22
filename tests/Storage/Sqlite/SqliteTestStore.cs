using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Storage.Sqlite;
using Orchestrator.Storage.Tests.Conformance;

namespace Orchestrator.Storage.Tests.Sqlite;

internal sealed class SqliteTestStore(string? directory = null) : TestStore(directory)
{
    public EmbeddedStoreOptions Options => new() { DataDirectory = Directory, Journal = Journal };

    public string Database => Path.Combine(Directory, "orchestrator.db");

    public override Task DamageTransaction(string grain) => Damage($"transaction/{grain}/book");

    public override Task DamageGrain(string grain) => Damage($"grain/{StoreNames.Grains}/{grain}/book");

    private async Task Damage(string key)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT body FROM record WHERE key = $key";
        read.Parameters.AddWithValue("$key", key);
        var body = (byte[])(await read.ExecuteScalarAsync())!;
        body[^1] ^= 1;
        using var write = connection.CreateCommand();
        write.CommandText = "UPDATE record SET body = $body WHERE key = $key";
        write.Parameters.AddWithValue("$key", key);
        write.Parameters.AddWithValue("$body", body);
        Assert.Equal(1, await write.ExecuteNonQueryAsync());
    }

    public override Task Empty()
    {
        foreach (var file in System.IO.Directory.GetFiles(Directory, "orchestrator.db*")) File.Delete(file);
        return Task.CompletedTask;
    }

    public override Task<Func<Task>> Snapshot()
    {
        var kept = System.IO.Directory.GetFiles(Directory, "orchestrator.db*").ToDictionary(file => file, File.ReadAllBytes);
        return Task.FromResult<Func<Task>>(async () =>
        {
            await Empty();
            foreach (var (file, bytes) in kept) await File.WriteAllBytesAsync(file, bytes);
        });
    }

    protected override void Register(IServiceCollection services) => services.AddEmbeddedStore(Options);
}
