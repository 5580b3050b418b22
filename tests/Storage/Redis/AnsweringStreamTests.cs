using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Storage.Redis;

namespace Orchestrator.Storage.Tests.Redis;

public sealed class AnsweringStreamTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AlmostAll = Patience - TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _answers = new();
    private readonly AnsweringStream _stream;

    public AnsweringStreamTests() => _stream = new AnsweringStream(new TwoWays(_answers.Reader.AsStream()), Patience, _time);

    public void Dispose() => _stream.Dispose();

    [Fact]
    public async Task A_question_that_nothing_follows_ends_it()
    {
        await Answer();
        await _stream.WriteAsync(new byte[1]);
        _time.Advance(AlmostAll);
        await Asks();

        _time.Advance(Patience - AlmostAll);

        await Assert.ThrowsAnyAsync<Exception>(Asks);
    }

    [Fact]
    public async Task One_that_never_answered_has_half_the_time()
    {
        await _stream.WriteAsync(new byte[1]);
        _time.Advance(Patience / 2 - TimeSpan.FromSeconds(1));
        await Asks();

        _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<Exception>(Asks);
    }

    [Fact]
    public async Task Whatever_comes_gives_it_time_again()
    {
        await Answer();
        for (var time = 0; time < 3; time++)
        {
            await _stream.WriteAsync(new byte[1]);
            _time.Advance(AlmostAll);
            await Answer();
        }

        await Asks();
    }

    [Fact]
    public async Task A_connection_on_which_nothing_is_asked_may_be_silent_for_ever()
    {
        _time.Advance(Patience * 100);
        await _stream.WriteAsync(new byte[1]);
        await Answer();
        _time.Advance(Patience * 100);

        await Asks();
    }

    private async Task Asks() => await _stream.WriteAsync(new byte[1]);

    private async Task Answer()
    {
        await _answers.Writer.WriteAsync(new byte[1]);
        Assert.Equal(1, await _stream.ReadAsync(new byte[8]));
    }

    /// <summary>What is written arrives nowhere.</summary>
    private sealed class TwoWays(Stream answers) : Stream
    {
        private bool _over;

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => answers.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => answers.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => ObjectDisposedException.ThrowIf(_over, this);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(_over, this);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing) => _over = true;
    }
}
