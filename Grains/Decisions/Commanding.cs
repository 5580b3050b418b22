using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>What a decision asks of others.</summary>
/// <param name="Reserve">The book's word, durable when it comes.</param>
/// <param name="Send">Hands a command to its channel.</param>
internal sealed record CommandPorts(Func<ReserveRequest, Task<ReserveResult>> Reserve, Func<ExecutionCommand, Task> Send);

/// <summary>From a taken opportunity to a reserved and commanded one, or to its refusal.</summary>
internal sealed class Commanding(
    PortfolioId portfolio, LoopPorts ports, CommandPorts others, RunningSet running, Decider decider, BookCopy book, DecisionTimes times, StorePause pause,
    Action lostEpoch)
{
    /// <summary>A reserve whose answer was lost is asked again: the same id has the same answer.</summary>
    private const int AttemptsMax = 3;

    /// <summary>Real time before the second attempt, twice as long before the third: the book may have to read itself again.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);

    /// <summary>What a trade must bring at least of what it promised; below it the transaction reverts.</summary>
    private const int MinimumProfitShare = 2;

    private readonly ILogger _log = ports.Loggers.CreateLogger<Commanding>();

    private IPortfolioGrain Book => ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value);

    /// <summary>The checks on the loop's own copy: what would be refused is not asked for.</summary>
    public bool Refuses(Candidate candidate, Freshness freshness, DateTimeOffset now)
    {
        var trade = Trade.Of(candidate.Opportunity);
        var report = RiskRules.Evaluate(book.Current, trade, ports.Limits.CurrentValue.Risk, now, freshness);
        if (report.FirstRefusal is not { } refusal) return false;
        // The copy lags by some moments and may not know what was just bought: a sale is refused by the book itself or not at all.
        if (refusal.Check != RiskCheck.Freshness && trade.Closes is not null) return false;
        var expired = refusal.Check == RiskCheck.Freshness && candidate.Opportunity.IsExpired(now);
        decider.Decide(
            candidate.Opportunity, candidate.Score, expired ? DecisionOutcome.Expired : DecisionOutcome.Rejected,
            expired ? DecisionReasons.ExpiredInQueue : DecisionReasons.Of(refusal.Check), now, refusal.Detail, report, Stages(candidate));
        return true;
    }

    /// <returns>True when it was commanded.</returns>
    public async Task<bool> ReserveAndCommand(Candidate candidate, DateTimeOffset now)
    {
        var opportunity = candidate.Opportunity;
        var request = new ReserveRequest(Trade.Of(opportunity), decider.Epoch);
        var slot = running.Add(opportunity.Id);
        book.Assume(request, now);
        var commanded = false;
        try
        {
            var reply = await Reserve(request);
            if (reply.Outcome == ReserveOutcome.Reserved)
            {
                var command = CommandFor(opportunity, request.Epoch, now);
                var reserved = ports.Time.GetTimestamp();
                ports.Faults.Reach("command.publish.before");
                await others.Send(command);
                ports.Faults.Reach("command.publish.after");
                slot.Command = command;
                slot.NextLook = ports.Clock.Now;
                commanded = true;
                slot.Decision = Executed(candidate, reply, reserved, now);
            }
            else
            {
                Refused(candidate, reply, now);
            }
        }
        catch (Exception fault)
        {
            // One opportunity is lost to it. A reservation that was made all the same is not pinned and expires by itself.
            decider.Decide(opportunity, candidate.Score, DecisionOutcome.Dropped, DecisionReasons.Faulted, now, fault.Message, null, Stages(candidate));
            throw;
        }
        finally
        {
            book.Answered(opportunity.Id);
            if (!commanded) running.Remove(opportunity.Id);
        }

        return commanded;
    }

    /// <summary>Ends reservations whose time is over. The book decides which; this only asks.</summary>
    public async Task ExpireDue()
    {
        if (!(await Book.ExpireDue()).IsEmpty) book.Changed();
    }

    private async Task<ReserveResult> Reserve(ReserveRequest request)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await others.Reserve(request);
            }
            catch (Exception fault)
            {
                // Whoever waits in the queue is not spent on a store that refuses.
                pause.Begin();
                if (attempt == AttemptsMax) throw;
                Log.ReserveFault(_log, request.Trade.Id, attempt, AttemptsMax, fault);
            }

            await Task.Delay(RetryPause * attempt, ports.Time);
        }
    }

    /// <returns>The number of the decision.</returns>
    private long Executed(Candidate candidate, ReserveResult reply, long reserved, DateTimeOffset now)
    {
        var sent = ports.Time.GetTimestamp();
        var total = ports.Time.GetElapsedTime(candidate.ReadyStamp, sent).TotalSeconds;
        times.Add(total);
        ports.Metrics.Commanded(total);
        var exit = candidate.Opportunity.Exit;
        return decider.Decide(
            candidate.Opportunity, candidate.Score, DecisionOutcome.Executed, exit is null ? DecisionReasons.Commanded : DecisionReasons.Of(exit.Rule), now, exit?.Detail, reply.Report,
        [
            new StageTime("wait_for_slot", ports.Time.GetElapsedTime(candidate.ArrivedStamp, candidate.ReadyStamp).TotalSeconds),
            new StageTime("check_and_reserve", ports.Time.GetElapsedTime(candidate.ReadyStamp, reserved).TotalSeconds),
            new StageTime("command", ports.Time.GetElapsedTime(reserved, sent).TotalSeconds),
        ]);
    }

    private void Refused(Candidate candidate, ReserveResult reply, DateTimeOffset now)
    {
        var reason = reply.Report?.FirstRefusal is { } refusal ? DecisionReasons.Of(refusal.Check) : ReasonCodes.Of(reply.Outcome);
        decider.Decide(
            candidate.Opportunity, candidate.Score, DecisionOutcome.Rejected, reason, now, reply.Report?.FirstRefusal?.Detail, reply.Report, Stages(candidate));
        if (reply.Outcome != ReserveOutcome.OlderEpoch) return;
        Log.StoodDown(_log, portfolio, decider.Epoch);
        lostEpoch();
    }

    private ExecutionCommand CommandFor(Opportunity opportunity, Epoch epoch, DateTimeOffset now) => new(
        opportunity.Id, portfolio, epoch, opportunity.Strategy, opportunity.Token, opportunity.Route.IsDefault ? [] : opportunity.Route,
        opportunity.RequiredCapital, opportunity.FlashLoan, opportunity.ExpectedProfit,
        Lamports.Max(Lamports.Zero, new Lamports(opportunity.ExpectedProfit.Value / MinimumProfitShare)),
        opportunity.SlippageBound, opportunity.ExpiresAt, now, opportunity.Asset, opportunity.Closes);

    private ImmutableArray<StageTime> Stages(Candidate candidate) =>
    [
        new StageTime("wait_for_slot", ports.Time.GetElapsedTime(candidate.ArrivedStamp, candidate.ReadyStamp).TotalSeconds),
        new StageTime("check", ports.Time.GetElapsedTime(candidate.ReadyStamp).TotalSeconds),
    ];
}
