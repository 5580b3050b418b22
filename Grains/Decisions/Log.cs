using Microsoft.Extensions.Logging;
using Orchestrator.Domain;

namespace Orchestrator.Grains.Decisions;

internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Portfolio {Portfolio}: orchestrator took over with epoch {Epoch}; {Open} reservations were open")]
    public static partial void TookOver(ILogger log, PortfolioId portfolio, Epoch epoch, int open);

    [LoggerMessage(2014, LogLevel.Information, "Portfolio {Portfolio}: the take-over took {Milliseconds:0} ms: {Steps}")]
    public static partial void TookOverIn(ILogger log, PortfolioId portfolio, double milliseconds, string steps);

    [LoggerMessage(2015, LogLevel.Information, "Ready to take over: {Methods} methods compiled and a take-over rehearsed in {Milliseconds:0} ms")]
    public static partial void OnStandby(ILogger log, int methods, double milliseconds);

    [LoggerMessage(2016, LogLevel.Warning, "A take-over could not be rehearsed; the first one will be slower")]
    public static partial void NotOnStandby(ILogger log, Exception fault);

    [LoggerMessage(2012, LogLevel.Information, "Portfolio {Portfolio}: {Found} opportunities wait again that an earlier orchestrator had not decided; {Decided} had a decision")]
    public static partial void Rebuilt(ILogger log, PortfolioId portfolio, int found, int decided);

    [LoggerMessage(2013, LogLevel.Critical, "Portfolio {Portfolio}: HALTED, the store is lost: {Fault}")]
    public static partial void StoreLost(ILogger log, PortfolioId portfolio, string fault);

    [LoggerMessage(2001, LogLevel.Error, "A continuation of the decision loop failed; the loop goes on")]
    public static partial void ContinuationFault(ILogger log, Exception fault);

    [LoggerMessage(2002, LogLevel.Warning, "Reserving for {Id} failed at attempt {Attempt} of {Most}; the same request is made again")]
    public static partial void ReserveFault(ILogger log, OpportunityId id, int attempt, int most, Exception fault);

    [LoggerMessage(2003, LogLevel.Warning, "Portfolio {Portfolio}: a newer orchestrator took over from epoch {Epoch}; this one stands down")]
    public static partial void StoodDown(ILogger log, PortfolioId portfolio, Epoch epoch);

    [LoggerMessage(2004, LogLevel.Error, "The decision journal refused {Count} records; they are kept and written again")]
    public static partial void JournalFault(ILogger log, int count, Exception fault);

    [LoggerMessage(2005, LogLevel.Warning, "Execution {Id} could not be driven on; it is looked at again")]
    public static partial void DriveFault(ILogger log, OpportunityId id, Exception fault);

    [LoggerMessage(2011, LogLevel.Warning, "Execution {Id} could not be driven on {Times} times in a row: {Reason}")]
    public static partial void DriveFaultAgain(ILogger log, OpportunityId id, int times, string reason);

    [LoggerMessage(2006, LogLevel.Warning, "Portfolio {Portfolio}: market data has been silent for too long; strategies that use it are paused")]
    public static partial void FeedStale(ILogger log, PortfolioId portfolio);

    [LoggerMessage(2007, LogLevel.Information, "Portfolio {Portfolio}: market data is back; strategies paused for it resume")]
    public static partial void FeedBack(ILogger log, PortfolioId portfolio);

    [LoggerMessage(2008, LogLevel.Warning, "Strategy {Strategy} is paused: {Failures} of its last {Window} executions failed")]
    public static partial void ExecutionsFail(ILogger log, StrategyId strategy, int failures, int window);

    [LoggerMessage(2009, LogLevel.Warning, "Reservation {Id} of an earlier epoch was never commanded; it is voided")]
    public static partial void OrphanVoided(ILogger log, OpportunityId id);

    [LoggerMessage(2010, LogLevel.Warning, "The orchestrator of portfolio {Portfolio} does not answer; it is asked again")]
    public static partial void PingFault(ILogger log, string portfolio, Exception fault);
}
