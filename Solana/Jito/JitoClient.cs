using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Jito;

/// <summary>Regions of the block engine.</summary>
public enum JitoRegion
{
    /// <summary>Whichever is nearest.</summary>
    Mainnet,
    Amsterdam,
    Dublin,
    Frankfurt,
    London,
    NewYork,
    SaltLakeCity,
    Singapore,
    Tokyo,
}

/// <summary>How a block engine is asked.</summary>
public sealed class JitoOptions
{
    public JitoRegion Region { get; init; } = JitoRegion.Mainnet;

    /// <summary>Another engine, for tests; null: the region's.</summary>
    public SecretAddress? Address { get; init; }

    public SecretAddress TipFloorAddress { get; init; } = new("https://bundles.jito.wtf/api/v1/bundles/tip_floor");

    /// <summary>Sent as x-jito-auth; null: none.</summary>
    public string? Auth { get; init; }

    /// <summary>Calls a second: 1 for each address and region without agreement. Default 1.</summary>
    public double CallsPerSecond { get; init; } = 1;

    /// <summary>One answer. Default 2 s: a bundle lives a few slots.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>Bundles through one block engine. One attempt a call; never throws but for cancellation.</summary>
public sealed class JitoClient : IDisposable
{
    private readonly RpcProvider _engine;
    private readonly JsonHttp _tips;
    private readonly JitoOptions _options;

    public JitoClient(JitoOptions options, TimeProvider clock)
    {
        _options = options;
        var rpc = new RpcOptions { AttemptTimeout = options.Timeout, ResponseBytesMax = 1024 * 1024, RateWaitMax = options.Timeout };
        _engine = new RpcProvider(new RpcProviderOptions
        {
            Name = "jito",
            Address = options.Address ?? AddressOf(options.Region),
            CallsPerSecond = options.CallsPerSecond,
            Burst = 1,
            Headers = options.Auth is { } auth ? new Dictionary<string, string> { ["x-jito-auth"] = auth } : new Dictionary<string, string>(),
        }, rpc, clock);
        _tips = new JsonHttp(options.TipFloorAddress, new Dictionary<string, string>(), rpc, clock);
    }

    /// <summary>Hands a bundle over. The answer is a receipt; the same bundle may be sent again, its id stays the same.</summary>
    public Task<RpcResult<string>> SendBundle(ReadOnlySpan<VersionedTransaction> transactions, CancellationToken cancel) =>
        _engine.Call(JitoCalls.SendBundle(transactions), cancel, "bundles");

    public Task<RpcResult<ImmutableArray<BundleStatus?>>> BundleStatuses(ReadOnlySpan<string> ids, CancellationToken cancel) =>
        _engine.Call(JitoCalls.GetBundleStatuses(ids), cancel, "getBundleStatuses");

    public Task<RpcResult<ImmutableArray<InflightStatus>>> InflightStatuses(ReadOnlySpan<string> ids, CancellationToken cancel) =>
        _engine.Call(JitoCalls.GetInflightBundleStatuses(ids), cancel, "getInflightBundleStatuses");

    /// <summary>The accounts the engine takes tips on now, to be held against <see cref="TipAccounts.List"/>.</summary>
    public Task<RpcResult<ImmutableArray<PublicKey>>> AskTipAccounts(CancellationToken cancel) => _engine.Call(JitoCalls.GetTipAccounts(), cancel, "getTipAccounts");

    public async Task<RpcResult<TipFloor>> TipFloor(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _options.TipFloorAddress.Uri);
        var answer = await _tips.Exchange(request, cancel);
        return answer.Error is { } error ? RpcResult<TipFloor>.Failed(error)
            : Jito.TipFloor.Read(answer.Body) is { } floor ? RpcResult<TipFloor>.Of(floor)
            : RpcResult<TipFloor>.Failed(new(RpcFault.UnexpectedShape, "not a tip floor"));
    }

    public void Dispose()
    {
        _engine.Dispose();
        _tips.Dispose();
    }

    internal static SecretAddress AddressOf(JitoRegion region)
    {
        var host = region switch
        {
            JitoRegion.Mainnet => "mainnet",
            JitoRegion.Amsterdam => "amsterdam.mainnet",
            JitoRegion.Dublin => "dublin.mainnet",
            JitoRegion.Frankfurt => "frankfurt.mainnet",
            JitoRegion.London => "london.mainnet",
            JitoRegion.NewYork => "ny.mainnet",
            JitoRegion.SaltLakeCity => "slc.mainnet",
            JitoRegion.Singapore => "singapore.mainnet",
            JitoRegion.Tokyo => "tokyo.mainnet",
            _ => throw new ArgumentOutOfRangeException(nameof(region), region, "There is no such region."),
        };
        return new SecretAddress($"https://{host}.block-engine.jito.wtf/api/v1");
    }
}
