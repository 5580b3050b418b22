using System.Globalization;
using System.Text;
using Orchestrator.Client.Api.Reading;

namespace Orchestrator.Client.Api.Events;

/// <summary>
/// Whole states, not changes: whoever was away needs nothing of what he missed, only the newest, so no history is kept. All listeners share
/// the reads. (WHATWG HTML, section 9.2.)
/// </summary>
internal sealed class EventStream(Listeners listeners, PortfolioReads reads, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<EventStream> log) : IResult
{
    public const string MediaType = "text/event-stream";

    internal static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            httpContext.Response.ContentType = MediaType;
            httpContext.Response.Headers.CacheControl = "no-store";
            await Follow(httpContext, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            Log.Left(log);
        }
        finally
        {
            listeners.Leave();
        }
    }

    private async Task Follow(HttpContext http, CancellationToken cancel)
    {
        var seen = http.Request.Headers["Last-Event-ID"].ToString();
        var status = "";
        using var timer = new PeriodicTimer(Period, time);
        var spoke = time.GetTimestamp();
        do
        {
            var text = new StringBuilder();
            try
            {
                var book = await reads.Book.Get();
                var sequence = book.Core.Sequence.ToString(CultureInfo.InvariantCulture);
                if (sequence != seen) Append(text, "snapshot", seen = sequence, book.Answer.Body);
                var now = await reads.Status.Get();
                if (now.ETag != status) Append(text, "status", null, now.Body);
                status = now.ETag;
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                Log.Silent(log, fault);
                text.Append("event: silent\ndata: {}\n\n");
            }

            if (text.Length == 0 && time.GetElapsedTime(spoke) >= Heartbeat) text.Append(": still here\n\n");
            if (text.Length == 0) continue;
            spoke = time.GetTimestamp();
            await http.Response.WriteAsync(text.ToString(), cancel);
            await http.Response.Body.FlushAsync(cancel);
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    /// <summary>Our JSON has no line breaks, so one data line holds it.</summary>
    private static void Append(StringBuilder text, string name, string? id, byte[] body)
    {
        text.Append("event: ").Append(name).Append('\n');
        if (id is not null) text.Append("id: ").Append(id).Append('\n');
        text.Append("data: ").Append(Encoding.UTF8.GetString(body)).Append("\n\n");
    }
}
