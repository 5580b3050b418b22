using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Solana.Rpc;

/// <summary>An answer or an error, for code that does not care which answer.</summary>
public interface IRpcResult
{
    RpcError? Error { get; }
}

/// <summary>An answer, or the reason why there is none. "Not found" is an answer.</summary>
public sealed class RpcResult<T> : IRpcResult
{
    private readonly T _value;

    private RpcResult(T value, RpcError? error) => (_value, Error) = (value, error);

    public RpcError? Error { get; }

    public bool IsAnswered => Error is null;

    /// <exception cref="InvalidOperationException">There is none: see <see cref="Error"/>.</exception>
    public T Value => Error is null ? _value : throw new InvalidOperationException($"The call was not answered: {Error.Fault}: {Error.Message}");

    /// <summary>Who answered.</summary>
    public string? Provider { get; init; }

    public static RpcResult<T> Of(T value) => new(value, null);

    internal static RpcResult<T> By(string provider, T value) => new(value, null) { Provider = provider };

    public static RpcResult<T> Failed(RpcError error) => new(default!, error) { Provider = error.Provider };

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out RpcError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }
}
