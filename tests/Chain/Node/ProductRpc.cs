using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Chain.Tests.Node;

/// <summary>The product's own RPC client on a chain: what it cannot read, no node's answer would have told us.</summary>
public sealed class ProductRpc(ChainCalls chain) : IAsyncDisposable
{
    private readonly RpcPool _pool = new(
        [new RpcProviderOptions { Name = "chain", Address = new SecretAddress(chain.RpcAddress.ToString()), CallsPerSecond = 100_000, Burst = 100_000 }],
        new RpcOptions(), TimeProvider.System, () => 0.5);

    public async Task<T> ReadAsync<T>(RpcCall<T> call) => (await _pool.Read(call, TestContext.Current.CancellationToken)).Value;

    public Task<RpcResult<T>> SendAsync<T>(RpcCall<T> call) => _pool.Send(call, TestContext.Current.CancellationToken);

    /// <summary>A pool, read as the product reads it: asking for what is missing until nothing is.</summary>
    public async Task<IPool> PoolAsync(IPoolReader reader, PublicKey address)
    {
        var known = new Known();
        while (true)
        {
            var read = reader.Read(address, known);
            if (read.Pool is { } pool) return pool;
            Assert.Equal((DecodeRefusal.None, null), (read.Refusal, read.Detail));
            ImmutableArray<PublicKey> missing = [.. read.Missing];
            var found = (await ReadAsync(AccountCalls.GetMultipleAccounts(missing.AsSpan(), Commitment.Processed))).Value;
            for (var i = 0; i < missing.Length; i++)
                known.Accounts[missing[i]] = found[i] is { } account ? new AccountData(account.Owner, account.Data) : AccountData.Absent;
        }
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private sealed class Known : IAccountSource
    {
        public Dictionary<PublicKey, AccountData> Accounts { get; } = [];

        public AccountData? Find(PublicKey address) => Accounts.TryGetValue(address, out var account) ? account : null;
    }
}
