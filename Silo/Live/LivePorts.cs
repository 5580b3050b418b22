using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Keys;
using Orchestrator.Silo.Starting;
using Orchestrator.Solana.Execution;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Jupiter;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Silo.Live;

/// <summary>Everything that reaches the real chain: nodes, block engine, signer, and what the signer lets pass.</summary>
internal sealed class LivePorts : IAsyncDisposable
{
    private readonly IDisposable _signer;

    private LivePorts(RpcPool rpc, JitoClient? jito, JupiterClient? jupiter, ISigner signer, PolicyTerms policy)
    {
        (Rpc, Jito, Jupiter, Signer, Policy) = (rpc, jito, jupiter, signer, policy);
        _signer = (IDisposable)signer;
    }

    public RpcPool Rpc { get; }

    public JitoClient? Jito { get; }

    public JupiterClient? Jupiter { get; }

    public ISigner Signer { get; }

    public PolicyTerms Policy { get; }

    public PublicKey Wallet => Policy.Wallet;

    public TipBoard Board { get; } = new();

    /// <exception cref="StartFault">Nodes, key, memory or policy are not what the mode needs.</exception>
    public static LivePorts Open(EffectiveSettings settings)
    {
        var rpc = OpenNodes(settings);
        if (SignerSource.Remote(settings) is { } remote)
        {
            var wallet = remote.Wallet(CancellationToken.None).GetAwaiter().GetResult();
            return new LivePorts(rpc, OpenEngine(settings), OpenAggregator(settings), remote, PolicyFile.Read(SignerSource.Needed(settings, "signer.policy_file"), wallet));
        }

        var local = SignerSource.Open(settings, null, Console.IsInputRedirected ? Console.In : null);
        return new LivePorts(rpc, OpenEngine(settings), OpenAggregator(settings), local, local.Terms);
    }

    /// <exception cref="StartFault">Fewer than two: what no single node may decide could never be decided.</exception>
    public static RpcPool OpenNodes(EffectiveSettings settings)
    {
        var addresses = (settings.TextOrNull("solana.rpc") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (addresses.Length < NodeQuorum.Size)
            throw new StartFault(StartFaultCodes.ModeNotAvailable, $"solana.rpc names {addresses.Length} nodes; shadow and live need at least {NodeQuorum.Size}.",
                "Set ORCH__SOLANA__RPC to the addresses of several providers, with commas between.");
        try
        {
            var perSecond = (double)settings.Ratio("solana.calls_per_second");
            return new RpcPool(
                [
                    .. addresses.Select((address, index) => new RpcProviderOptions
                    {
                        Name = $"node{index + 1}", Address = new SecretAddress(address), CallsPerSecond = perSecond, Burst = (int)Math.Max(1, perSecond),
                    }),
                ],
                new RpcOptions(), TimeProvider.System, Jitter);
        }
        catch (ArgumentException fault)
        {
            throw new StartFault(StartFaultCodes.ModeNotAvailable, fault.Message, "Correct ORCH__SOLANA__RPC.", fault);
        }
    }

    public TradeTerms Terms(EffectiveSettings settings) => new()
    {
        Wallet = Wallet,
        Reserves = [.. Policy.Reserves.Select(reserve => reserve.Reserve)],
        Tables = Policy.Tables,
        Tip = new TipTerms(
            (ulong)settings.Whole("execution.tip_lamports"), Policy.TipMax, (int)settings.Whole("execution.tip_share_bps"), (int)settings.Whole("execution.tip_rise_bps")),
        UnitPrice = (ulong)settings.Whole("execution.priority_fee_micro_lamports"),
        SolFloor = Policy.SolFloor,
    };

    public async ValueTask DisposeAsync()
    {
        await Rpc.DisposeAsync();
        Jito?.Dispose();
        Jupiter?.Dispose();
        _signer.Dispose();
    }

    /// <summary>Spreads repetitions; nothing depends on which.</summary>
    private static double Jitter() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000) / 1_000.0;

    private static JupiterClient? OpenAggregator(EffectiveSettings settings)
    {
        if (AddressOf(settings, "solana.jupiter") is not { } address) return null;
        var perSecond = (double)settings.Ratio("solana.calls_per_second");
        return new JupiterClient(
            new JupiterOptions { Address = address, ApiKey = settings.TextOrNull("solana.jupiter_key"), CallsPerSecond = perSecond, Burst = (int)Math.Max(1, perSecond) },
            TimeProvider.System);
    }

    public static JitoClient? OpenEngine(EffectiveSettings settings) => AddressOf(settings, "solana.jito") is { } address
        ? new JitoClient(new JitoOptions { Address = address, CallsPerSecond = (double)settings.Ratio("solana.calls_per_second") }, TimeProvider.System)
        : null;

    /// <summary>A variable that is set to nothing is not set.</summary>
    private static SecretAddress? AddressOf(EffectiveSettings settings, string key)
    {
        if (settings.TextOrNull(key) is not { Length: > 0 } text) return null;
        try
        {
            return new SecretAddress(text);
        }
        catch (ArgumentException fault)
        {
            throw new StartFault(StartFaultCodes.ModeNotAvailable, $"{key}: {fault.Message}", $"Correct ORCH__{key.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant()}.", fault);
        }
    }
}
