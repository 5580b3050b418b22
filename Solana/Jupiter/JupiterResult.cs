using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Jupiter;

public enum JupiterFault
{
    NoRoute,
    TokenNotTradable,

    /// <summary>Another refusal of the request.</summary>
    Refused,

    RateLimited,

    /// <summary>No usable answer came; see <see cref="JupiterError.Transport"/>.</summary>
    Unreachable,

    /// <summary>An answer of another shape, or one whose amounts contradict each other or the request.</summary>
    UnexpectedAnswer,
}

/// <param name="Message">For people; holds no key.</param>
public sealed record JupiterError(JupiterFault Fault, string Message, RpcError? Transport = null);

/// <summary>An answer of Jupiter, or why there is none.</summary>
public sealed record JupiterResult<T>(T? Value, JupiterError? Error)
    where T : class;
