namespace Orchestrator.Solana.Rpc;

/// <summary>What went wrong with a call. Codes: agave, rpc-client-api/src/custom_error.rs.</summary>
public enum RpcFault
{
    /// <summary>A code or answer this client does not know.</summary>
    Other,

    PreflightFailed,
    SignatureVerification,
    BlockNotAvailable,

    /// <summary>The node is behind; see <see cref="RpcError.SlotsBehind"/>.</summary>
    NodeUnhealthy,

    PrecompileVerification,
    SlotSkipped,
    NoSnapshot,
    LongTermSlotSkipped,
    KeyExcludedFromIndex,
    HistoryNotAvailable,
    Scan,
    SignatureLength,
    BlockStatusNotYetAvailable,
    UnsupportedTransactionVersion,

    /// <summary>The node has not reached the asked slot; see <see cref="RpcError.ContextSlot"/>.</summary>
    MinContextSlotNotReached,

    EpochRewardsPeriod,
    SlotNotEpochBoundary,
    LongTermStorageUnreachable,
    ParseError,
    InvalidRequest,
    MethodNotFound,
    InvalidParams,
    InternalError,

    /// <summary>HTTP 429, or our own limit for this provider.</summary>
    RateLimited,

    /// <summary>HTTP 401 or 403.</summary>
    Unauthorized,

    /// <summary>Another HTTP 3xx or 4xx.</summary>
    HttpRefused,

    /// <summary>HTTP 5xx.</summary>
    HttpServer,

    Timeout,
    ConnectionFailed,
    ResponseTooLarge,

    /// <summary>HTML, NaN, cut off or too deep: not JSON.</summary>
    NotJson,

    /// <summary>JSON, but not the answer to this call.</summary>
    UnexpectedShape,

    /// <summary>An answer to another request.</summary>
    WrongId,

    NoProvider,
}

/// <summary>What the caller may do about a fault.</summary>
public enum RpcRemedy
{
    /// <summary>The same call may succeed here later, or on another provider.</summary>
    Retry,

    /// <summary>The same call will fail again.</summary>
    GiveUp,
}

/// <summary>A call that was not answered, and why. Carries no address and no key.</summary>
/// <param name="Message">For people; secrets are taken out.</param>
public sealed record RpcError(RpcFault Fault, string Message)
{
    /// <summary>JSON-RPC or HTTP code, where there was one.</summary>
    public int? Code { get; init; }

    public string? Provider { get; init; }

    public ulong? SlotsBehind { get; init; }

    public ulong? ContextSlot { get; init; }

    /// <summary>What the provider asked for with 429.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The simulation behind <see cref="RpcFault.PreflightFailed"/>.</summary>
    public SimulationResult? Simulation { get; init; }

    public RpcRemedy Remedy => Fault switch
    {
        RpcFault.BlockNotAvailable or RpcFault.NodeUnhealthy or RpcFault.BlockStatusNotYetAvailable
            or RpcFault.MinContextSlotNotReached or RpcFault.LongTermStorageUnreachable or RpcFault.EpochRewardsPeriod
            or RpcFault.NoSnapshot or RpcFault.InternalError or RpcFault.RateLimited or RpcFault.HttpServer
            or RpcFault.Timeout or RpcFault.ConnectionFailed or RpcFault.NotJson or RpcFault.UnexpectedShape
            or RpcFault.WrongId or RpcFault.NoProvider => RpcRemedy.Retry,
        _ => RpcRemedy.GiveUp,
    };

    /// <summary>
    /// True when the provider may have acted on the call although no answer was understood: after a send, only the chain tells.
    /// </summary>
    public bool MayHaveActed => Fault is RpcFault.Timeout or RpcFault.ConnectionFailed or RpcFault.HttpServer or RpcFault.NotJson
        or RpcFault.ResponseTooLarge or RpcFault.UnexpectedShape or RpcFault.WrongId or RpcFault.InternalError or RpcFault.Other;

    internal static RpcFault FaultOf(int code) => code switch
    {
        -32002 => RpcFault.PreflightFailed,
        -32003 => RpcFault.SignatureVerification,
        -32004 => RpcFault.BlockNotAvailable,
        -32005 => RpcFault.NodeUnhealthy,
        -32006 => RpcFault.PrecompileVerification,
        -32007 => RpcFault.SlotSkipped,
        -32008 => RpcFault.NoSnapshot,
        -32009 => RpcFault.LongTermSlotSkipped,
        -32010 => RpcFault.KeyExcludedFromIndex,
        -32011 => RpcFault.HistoryNotAvailable,
        -32012 => RpcFault.Scan,
        -32013 => RpcFault.SignatureLength,
        -32014 => RpcFault.BlockStatusNotYetAvailable,
        -32015 => RpcFault.UnsupportedTransactionVersion,
        -32016 => RpcFault.MinContextSlotNotReached,
        -32017 => RpcFault.EpochRewardsPeriod,
        -32018 => RpcFault.SlotNotEpochBoundary,
        -32019 => RpcFault.LongTermStorageUnreachable,
        -32700 => RpcFault.ParseError,
        -32600 => RpcFault.InvalidRequest,
        -32601 => RpcFault.MethodNotFound,
        -32602 => RpcFault.InvalidParams,
        -32603 => RpcFault.InternalError,
        429 or -32429 => RpcFault.RateLimited,
        _ => RpcFault.Other,
    };
}
