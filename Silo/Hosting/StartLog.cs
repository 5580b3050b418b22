using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Orchestrator.Silo.Starting;

namespace Orchestrator.Silo.Hosting;

/// <summary>
/// The log of a process that begins. A start that is refused by name says so once, at its end. What the frameworks say of the same fault, and of the half-begun process that they then take down,
/// is left out: it would bury that. Once the process has begun, everything is said.
/// </summary>
internal sealed class StartLog(ILoggerProvider inner) : ILoggerProvider, ISupportExternalScope
{
    private static readonly string[] Frameworks = ["Microsoft.", "Orleans.", "System."];

    private volatile bool _refused, _begun;

    public void Begun() => _begun = true;

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return Frameworks.Any(name => categoryName.StartsWith(name, StringComparison.Ordinal)) ? new OfFramework(this, logger) : logger;
    }

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    /// <summary>Whoever made the log behind it closes that.</summary>
    public void Dispose()
    {
    }

    private bool Buries(Exception? fault)
    {
        if (_begun) return false;
        if (fault is not null && StartFault.Explain(fault) is not null) _refused = true;
        return _refused;
    }

    private sealed class OfFramework(StartLog log, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!log.Buries(exception)) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}

internal static class StartLogging
{
    /// <summary>The console's log, with <see cref="StartLog"/> before it.</summary>
    public static void AddStartLog(this ILoggingBuilder logging, Action<SimpleConsoleFormatterOptions> console)
    {
        logging.AddSimpleConsole(console);
        logging.Services.RemoveAll<ILoggerProvider>();
        logging.Services.AddSingleton<ConsoleLoggerProvider>();
        logging.Services.AddSingleton(provider => new StartLog(provider.GetRequiredService<ConsoleLoggerProvider>()));
        logging.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<StartLog>());
    }
}
