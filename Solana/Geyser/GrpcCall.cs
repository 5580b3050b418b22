using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace Orchestrator.Solana.Geyser;

/// <summary>One call with a stream of requests and a stream of answers, straight on HTTP/2, so that answers can be read where they lie.</summary>
internal sealed class GrpcCall : IDisposable
{
    private readonly RequestContent _requests = new();
    private readonly HttpRequestMessage _request;
    private readonly Task<HttpResponseMessage> _answering;
    private readonly CancellationToken _cancel;
    private HttpResponseMessage? _answer;
    private Stream? _body;

    public GrpcCall(HttpMessageInvoker http, Uri address, string method, string? token, CancellationToken cancel)
    {
        _cancel = cancel;
        _request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, method))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = _requests,
        };
        _request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        _request.Headers.TryAddWithoutValidation("grpc-accept-encoding", FrameUnpacker.Accepted);
        _request.Headers.TryAddWithoutValidation("user-agent", "grpc-orchestrator/1");
        if (token is not null) _request.Headers.TryAddWithoutValidation("x-token", token);
        _answering = http.SendAsync(_request, cancel);
    }

    /// <summary>How packed answers are packed; known once the first byte was read.</summary>
    public string? Encoding { get; private set; }

    /// <summary>Sends one message. One at a time.</summary>
    /// <returns>Why it cannot be sent any more, or null. That the server has ended is told by <see cref="Read"/>.</returns>
    public async Task<Status?> Send(IMessage message)
    {
        try
        {
            // A connection that cannot be made never asks for the content.
            if (await Task.WhenAny(_requests.Opened, _answering) == _answering) await _answering;
            if (!_requests.Opened.IsCompletedSuccessfully) return null;
            var bytes = new byte[FrameBuffer.HeadBytes + message.CalculateSize()];
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), bytes.Length - FrameBuffer.HeadBytes);
            message.WriteTo(bytes.AsSpan(FrameBuffer.HeadBytes));
            var stream = await _requests.Opened;
            await stream.WriteAsync(bytes, _cancel);
            await stream.FlushAsync(_cancel);
            return null;
        }
        catch (Exception fault) when (IsOfTheCall(fault))
        {
            return StatusOf(fault);
        }
    }

    /// <summary>Some bytes of the answer, or why there are none any more.</summary>
    // A pooled state machine: waiting for bytes costs no allocation either.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(int Bytes, Status? End)> Read(Memory<byte> into)
    {
        try
        {
            if (_body is null)
            {
                _answer = await _answering;
                if (GrpcStatus.OfHead(_answer) is { } refused) return (0, refused);
                Encoding = _answer.Headers.TryGetValues("grpc-encoding", out var names) ? names.First() : null;
                _body = await _answer.Content.ReadAsStreamAsync(_cancel);
            }

            var bytes = await _body.ReadAsync(into, _cancel);
            return bytes > 0 ? (bytes, null) : (0, GrpcStatus.OfEnd(_answer!));
        }
        catch (Exception fault) when (IsOfTheCall(fault))
        {
            return (0, StatusOf(fault));
        }
    }

    public void Dispose()
    {
        _requests.Close();
        // Whatever still comes of it, nobody asks for; a fault of it has been told, or the caller has left.
        _answering.ContinueWith(
            static ended => { if (ended.IsCompletedSuccessfully) ended.Result.Dispose(); else _ = ended.Exception; },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _request.Dispose();
    }

    private static bool IsOfTheCall(Exception fault) =>
        fault is IOException or HttpRequestException or OperationCanceledException or InvalidOperationException or InvalidDataException;

    private Status StatusOf(Exception fault) =>
        _cancel.IsCancellationRequested ? new Status(StatusCode.Cancelled, "cancelled") : GrpcStatus.OfFault(fault);

    /// <summary>A request body that stays open while the call lives.</summary>
    private sealed class RequestContent : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public RequestContent() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        public Task<Stream> Opened => _opened.Task;

        public void Close() => _closed.TrySetResult();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            _opened.TrySetResult(stream);
            await _closed.Task.WaitAsync(cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}
