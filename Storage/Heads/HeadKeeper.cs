using Microsoft.Extensions.Logging;

namespace Orchestrator.Storage.Heads;

/// <summary>
/// Writes the outer head behind the store's commits, once per interval and once at the end, so that no commit waits for
/// a second flush. What a rollback can hide is therefore at most the commits of one interval before a crash, and nothing
/// after a clean stop; <see cref="IOuterHead.Advance"/> closes the gap for a write that must not be lost unseen.
/// </summary>
internal sealed class HeadKeeper : IOuterHead, IAsyncDisposable
{
    private readonly HeadFile _file;
    private readonly Func<ValueTask<StoreHead>> _durable;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ITimer _timer;
    private readonly ILogger _logger;
    private long _written;
    private int _stopped;

    /// <param name="durable">The store's head as far as it is durable for certain.</param>
    public HeadKeeper(HeadFile file, Func<ValueTask<StoreHead>> durable, TimeSpan interval, TimeProvider clock, ILogger logger)
    {
        (_file, _durable, _logger) = (file, durable, logger);
        _timer = clock.CreateTimer(_ => _ = OnTimer(), null, interval, interval);
    }

    public async Task Advance()
    {
        await _writing.WaitAsync();
        try
        {
            var head = await _durable();
            if (head.Commits <= _written) return;
            _file.Write(head);
            _written = head.Commits;
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1) return;
        await _timer.DisposeAsync();
        try
        {
            await Advance();
        }
        catch (Exception fault)
        {
            HeadLog.Late(_logger, fault);
        }
    }

    private async Task OnTimer()
    {
        if (_writing.CurrentCount == 0) return;
        try
        {
            await Advance();
        }
        catch (Exception fault)
        {
            // The next interval tries again; the head on disk stays a true lower bound meanwhile.
            HeadLog.Late(_logger, fault);
        }
    }
}

/// <summary>The head that is kept outside the store.</summary>
public interface IOuterHead
{
    /// <summary>Returns when the outer head covers every commit that was acknowledged before the call.</summary>
    Task Advance();
}

internal static partial class HeadLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The outer head of the store could not be advanced; the one on disk stays valid as a lower bound.")]
    public static partial void Late(ILogger logger, Exception fault);
}
