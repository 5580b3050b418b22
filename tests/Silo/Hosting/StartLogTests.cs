using Microsoft.Extensions.Logging;
using Orchestrator.Silo.Hosting;
using Orchestrator.Silo.Starting;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Silo.Tests.Hosting;

/// <summary>The one clear message of a start that is refused is its refusal; a fault that nobody knows, and everything after the start, is told in full.</summary>
public sealed class StartLogTests : IDisposable
{
    private static readonly StartFault Refusal = new(StartFaultCodes.FundingRefused, "refused", "mend it");

    private readonly Lines _lines = new();
    private readonly StartLog _log;
    private readonly LoggerFactory _loggers;

    public StartLogTests()
    {
        _log = new StartLog(_lines);
        _loggers = new LoggerFactory([_log]);
    }

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public void What_frameworks_say_of_a_named_refusal_and_after_it_is_left_out()
    {
        Say("Orleans.Runtime.SiloLifecycleSubject", new AggregateException(new StoreFaultException(StoreFault.StoreUnreachable, "Redis does not answer", "start it")));
        Say("Microsoft.Extensions.Hosting.Internal.Host", Refusal);
        Say("Orleans.Runtime.ReminderService.LocalReminderService", new TaskCanceledException());
        Say("Orchestrator.Silo.Starting.StartSequence", null);

        Assert.Equal(["Orchestrator.Silo.Starting.StartSequence"], _lines.Categories);
    }

    [Fact]
    public void A_fault_without_a_name_is_told()
    {
        Say("Microsoft.Extensions.Hosting.Internal.Host", new InvalidOperationException("nobody knows"));

        Assert.Equal(["Microsoft.Extensions.Hosting.Internal.Host"], _lines.Categories);
    }

    [Fact]
    public void Once_it_has_begun_everything_is_told()
    {
        _log.Begun();
        Say("Orleans.Runtime.Catalog", new StoreFaultException(StoreFault.DiskFull, "full", "free space"));

        Assert.Equal(["Orleans.Runtime.Catalog"], _lines.Categories);
    }

    private void Say(string category, Exception? fault) => _loggers.CreateLogger(category).Log(LogLevel.Error, new EventId(11), "said", fault, (said, _) => said);

    private sealed class Lines : ILoggerProvider
    {
        public List<string> Categories { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Line(Lines lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Categories.Add(category);
        }
    }
}
