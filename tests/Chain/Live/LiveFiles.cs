using System.Collections;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Keys;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>What an operator has on disk before a live start: keystore, signer's memory, policy; and the settings that name them.</summary>
internal sealed class LiveFiles : IDisposable
{
    public const string Passphrase = "a passphrase for the runtime";

    private readonly ChainCalls _chain;

    public LiveFiles(LiveWorld world, ChainCalls chain, string name = "live")
    {
        _chain = chain;
        Seed = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        Keystore.Create(Path.Combine(Folder, "wallet.keystore"), Seed, Encoding.UTF8.GetBytes(Passphrase), KeystoreCost.Least);
        SignerMemory.Create(Path.Combine(Folder, "signer"), world.Wallet).Dispose();
        File.WriteAllBytes(Path.Combine(Folder, "policy.json"), PolicyFile.Write(world.Terms with { Reserves = [world.Lender.Rule(LiveWorld.FeeWad)] }));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("live").FullName;

    public byte[] Seed { get; }

    /// <summary>Doors to the nodes; null: two, both the chain's own.</summary>
    public IReadOnlyList<Uri>? Nodes { get; init; }

    /// <summary>Door to the block engine; null: the chain's own.</summary>
    public Uri? Engine { get; init; }

    /// <summary>Address of the aggregator; null: none is asked.</summary>
    public string? Jupiter { get; init; }

    /// <summary>Variables of a process that trades on this chain, which it sees through two doors.</summary>
    public Dictionary<string, string> Variables(bool byBundle)
    {
        var variables = new Dictionary<string, string>
        {
            [PassphraseSource.Variable] = Passphrase,
            ["ORCH__SOLANA__RPC"] = string.Join(',', Nodes ?? [_chain.RpcAddress, _chain.RpcAddress]),
            ["ORCH__SOLANA__JITO"] = byBundle ? new Uri(Engine ?? _chain.JitoAddress, "/api/v1").ToString() : "",
        };
        if (Jupiter is not null) variables["ORCH__SOLANA__JUPITER"] = Jupiter;
        return variables;
    }

    public string[] Overrides(string mode = "live") =>
    [
        $"orchestrator.mode={mode}", $"storage.data_directory={Path.Combine(Folder, "data")}", $"signer.keystore={Path.Combine(Folder, "wallet.keystore")}",
        $"signer.memory_directory={Path.Combine(Folder, "signer")}", $"signer.policy_file={Path.Combine(Folder, "policy.json")}", "solana.calls_per_second=100000",
        "execution.poll_interval_ms=20", "risk.max_slot_lag=150",
        // A machine that stands still for seconds is no market that is silent, and none of these tests is about it.
        "breakers.feed_stale_seconds=60", $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}",
    ];

    public EffectiveSettings Settings(bool byBundle, string mode, params string[] more)
    {
        var variables = new Hashtable();
        foreach (var (name, value) in Variables(byBundle))
        {
            if (name == PassphraseSource.Variable) Environment.SetEnvironmentVariable(name, value);
            else if (value.Length > 0) variables[name] = value;
        }

        var load = SettingsLoader.Merge("", "t.toml", variables, [.. Overrides(mode), .. more]);
        return load.Settings ?? throw new InvalidOperationException(string.Join('\n', load.Errors));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(PassphraseSource.Variable, null);
        Directory.Delete(Folder, recursive: true);
    }
}
