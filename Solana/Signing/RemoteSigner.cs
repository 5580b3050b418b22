using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Signing;

/// <summary>A signer in a process of its own, reached over a Unix socket.</summary>
public sealed class RemoteSigner : ISigner, IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly string _socket;

    public RemoteSigner(string socket)
    {
        _socket = socket;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectCallback = async (_, cancel) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        })
        { BaseAddress = new Uri("http://signer"), Timeout = AnswerTime, MaxResponseContentBufferSize = SignerProtocol.RequestMax };
    }

    /// <summary>Whose key it holds.</summary>
    /// <exception cref="ChainUnavailableException">It does not answer.</exception>
    public async Task<PublicKey> Wallet(CancellationToken cancel)
    {
        var text = await Ask(() => _http.GetStringAsync(SignerProtocol.WalletPath, cancel), cancel);
        return PublicKey.TryParse(text, out var wallet) ? wallet : throw new ChainUnavailableException($"The signer at {_socket} names no wallet.");
    }

    /// <exception cref="ChainUnavailableException">It did not answer: whether it signed is not known, and asking again is harmless.</exception>
    public async ValueTask<SignOutcome> Sign(SignRequest request, CancellationToken cancel)
    {
        var body = await Ask(() => Post(request, cancel), cancel);
        try
        {
            return JsonSerializer.Deserialize(body, SignerJson.Default.SignOutcome);
        }
        catch (JsonException unreadable)
        {
            throw new ChainUnavailableException($"The answer of the signer at {_socket} cannot be read.", unreadable);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> Post(SignRequest request, CancellationToken cancel)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, SignerJson.Default.SignRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.PostAsync(SignerProtocol.SignPath, content, cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancel);
    }

    private async Task<T> Ask<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException
            || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new ChainUnavailableException($"The signer at {_socket} did not answer: {fault.Message}", fault);
        }
    }
}
