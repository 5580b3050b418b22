namespace Orchestrator.Storage.Redis;

/// <summary>
/// A connection that ends when something was asked on it and for so long nothing at all has come back. One that lost its other side without a word, as behind a
/// firewall that has forgotten it, would take questions for as long as the system sends them again. One that never answered is given half the time: it is asked for nothing that takes long.
/// </summary>
internal sealed class AnsweringStream : Stream
{
    /// <summary>How often it is looked at: parts of the patience.</summary>
    private const int LooksPerPatience = 20;

    private readonly Stream _inner;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <summary>When the first question was asked after which nothing came, as a time stamp; 0: whatever was asked, something came after it.</summary>
    private long _asked;

    private volatile bool _answered;

    public AnsweringStream(Stream inner, TimeSpan patience, TimeProvider time)
    {
        (_inner, _patience, _time) = (inner, patience, time);
        var period = patience / LooksPerPatience;
        _timer = time.CreateTimer(static self => ((AnsweringStream)self!).Look(), this, period, period);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => Came(_inner.Read(buffer));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Came(await _inner.ReadAsync(buffer, cancellationToken));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Asked();
        _inner.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Asked();
        return _inner.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Asked() => Interlocked.CompareExchange(ref _asked, _time.GetTimestamp(), 0);

    private int Came(int count)
    {
        _answered = true;
        Volatile.Write(ref _asked, 0);
        return count;
    }

    private void Look()
    {
        if (Volatile.Read(ref _asked) is not 0 and var asked && _time.GetElapsedTime(asked) >= (_answered ? _patience : _patience / 2)) Dispose();
    }
}
