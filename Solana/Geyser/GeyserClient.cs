using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Orchestrator.Solana.Geyser;

/// <summary>A Yellowstone stream that survives its connections.</summary>
/// <remarks>
/// After a loss it subscribes again from a few slots before the last one it saw and hands nothing on twice. Nothing is queued:
/// a consumer that is too slow pushes back on the server, which ends the stream ("lagged"), and it is replayed.
/// Codes and texts: yellowstone-grpc-geyser/src/grpc.rs.
/// </remarks>
public sealed class GeyserClient : IDisposable
{
    // Slots remembered beyond the replay, because forks bring late ones.
    private const int SlotsMargin = 64;

    private readonly GeyserOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<double> _chance;
    private readonly HttpMessageInvoker _http;
    private readonly GeyserCodec _codec;

    public GeyserClient(GeyserOptions options, TimeProvider clock, Func<double> chance)
    {
        _options = options;
        _clock = clock;
        _chance = chance;
        _codec = new GeyserCodec(options.Filter, new RecentUpdates((int)options.ReplaySlots + SlotsMargin, options.RememberedMax), options.FromSlot);
        _http = new HttpMessageInvoker(Transport());
    }

    /// <summary>Updates in order of arrival. Throws only for <paramref name="cancel"/>. One enumeration at a time.</summary>
    public async IAsyncEnumerable<GeyserEvent> Listen([EnumeratorCancellation] CancellationToken cancel = default)
    {
        var from = _options.FromSlot;
        var delay = _options.ReconnectDelay;
        while (true)
        {
            using var session = new GeyserSession(_http, _codec, _options, _clock, cancel);
            var loss = await session.Open(from);
            while (loss is null)
            {
                (var message, loss) = await session.Next();
                if (loss is not null) break;
                delay = _options.ReconnectDelay;
                yield return new(GeyserEventKind.Update, message, _codec.LastSlot, null);
            }

            cancel.ThrowIfCancellationRequested();
            var status = loss!.Value;
            var detail = Hide($"{status.StatusCode}: {status.Detail}");
            if (!CanReconnect(status))
            {
                yield return new(GeyserEventKind.Refused, default, _codec.LastSlot, detail);
                yield break;
            }

            var gap = CannotReplay(status) && from is not null;
            yield return new(gap ? GeyserEventKind.Gap : GeyserEventKind.Lost, default, _codec.LastSlot, detail);
            if (gap) _codec.Forget();
            from = gap ? null : _codec.LastSlot is { } last ? last - Math.Min(last, _options.ReplaySlots) : from;
            await Task.Delay(delay * (0.5 + (_chance() / 2)), _clock, cancel);
            delay = delay * 2 < _options.ReconnectDelayMax ? delay * 2 : _options.ReconnectDelayMax;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The connection under a subscription.</summary>
    internal static SocketsHttpHandler Transport() => new()
    {
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = ReceiveWindow.Bytes,
        KeepAlivePingDelay = TimeSpan.FromSeconds(10),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };

    private static bool CannotReplay(Status loss) => loss.StatusCode == StatusCode.OutOfRange
        || (loss.StatusCode == StatusCode.Internal && loss.Detail.Contains("from_slot is not supported", StringComparison.Ordinal));

    private static bool CanReconnect(Status loss) => loss.StatusCode is StatusCode.OK or StatusCode.Cancelled or StatusCode.Unknown
        or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Aborted or StatusCode.Internal
        or StatusCode.Unavailable or StatusCode.DataLoss or StatusCode.OutOfRange;

    private string Hide(string text)
    {
        text = _options.Address.Redact(text);
        return _options.Token is { Length: > 0 } token ? text.Replace(token, "***", StringComparison.Ordinal) : text;
    }
}
