using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Clock;
using Orleans;
using Orleans.Transactions;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Grains.Portfolio;

/// <summary>What every book keeper shares.</summary>
public sealed record BookKeeping(
    ITransactionClient Transactions, IGrainFactory Grains, IRiskSettings Settings, TradingClock Clock, TimeProvider Time, IFaultPoints Faults,
    CapitalMetrics Metrics, ILogger<BookKeeping> Log);

/// <summary>
/// Commits the transitions of one activation's book, one transaction each, and keeps the last committed book for readers.
/// Concurrent transitions share a storage write; none is answered before it is durable.
/// </summary>
internal sealed class BookKeeper(PortfolioId portfolio, ITransactionalState<PortfolioState> state, BookKeeping shared)
{
    /// <summary>Transitions are idempotent, so one whose fate is unknown is simply asked for again, this often.</summary>
    private const int AttemptsMax = 4;

    private SettledArchive archive = new();
    private Task? loading;
    private bool archiving;

    /// <summary>The last committed book; null before the first read.</summary>
    public CapitalBook? Committed { get; private set; }

    public event Action? Changed;

    public ISettledArchive Archive => archive;

    public async Task<CapitalBook> Read()
    {
        await EnsureLoaded();
        return Committed!;
    }

    /// <summary>Decides on the newest book, commits, and answers once that is durable.</summary>
    /// <exception cref="OrleansTransactionException">Nothing is known of the outcome; the same request may be made again.</exception>
    /// <exception cref="ConservationViolatedException">The transition would break the book; trading is halted.</exception>
    public async Task<T> Commit<T>(string operation, Func<CapitalBook, DateTimeOffset, (CapitalBook Next, T Answer)> transition)
    {
        await EnsureLoaded();
        shared.Faults.Reach($"book.commit.before:{operation}");
        var started = shared.Time.GetTimestamp();
        var (book, answer, step) = await Retrying(operation, () => InTransaction(transition));
        Show(book);
        shared.Metrics.Committed(operation, shared.Time.GetElapsedTime(started));
        shared.Faults.Reach($"book.commit.after:{operation}");
        if (!step.Violations.IsEmpty) Report(operation, step);
        ArchiveWhenDue();
        return answer;
    }

    /// <summary>One side of a transaction that began elsewhere; shown only after <see cref="Refresh"/>.</summary>
    public async Task<T> Join<T>(string operation, Func<CapitalBook, DateTimeOffset, (CapitalBook Next, T Answer)> transition)
    {
        await EnsureLoaded();
        shared.Faults.Reach($"book.commit.before:{operation}");
        return await state.PerformUpdate(stored =>
        {
            var before = BookOf(stored);
            var now = shared.Clock.Now;
            var (next, answer) = transition(before, now);
            var step = BookStep.Judge(before, next, now);
            if (!step.Violations.IsEmpty) throw new ConservationViolatedException(operation, step.Violations[0].Equation);
            stored.Book = step.Next;
            return answer;
        });
    }

    public async Task Refresh()
    {
        CapitalBook? book = null;
        await Retrying("refresh", async () =>
        {
            await shared.Transactions.RunTransaction(
                TransactionOption.Create, async () => book = await state.PerformRead(stored => BookOf(stored)));
            return 0;
        });
        Show(book!);
    }

    private async Task<(CapitalBook Book, T Answer, BookStep Step)> InTransaction<T>(
        Func<CapitalBook, DateTimeOffset, (CapitalBook Next, T Answer)> transition)
    {
        (CapitalBook, T, BookStep)? done = null;
        Exception? fault = null;
        try
        {
            await shared.Transactions.RunTransaction(TransactionOption.Create, () => state.PerformUpdate(stored =>
            {
                try
                {
                    if (!archive.Covers(stored.Pages)) throw new ArchiveBehindException();
                    var before = BookOf(stored);
                    var now = shared.Clock.Now;
                    var (next, answer) = transition(before, now);
                    var step = BookStep.Judge(before, next, now);
                    stored.Book = step.Next;
                    done = (step.Next, answer, step);
                }
                catch (Exception thrown)
                {
                    fault = thrown;
                    throw;
                }
            }));
        }
        catch (OrleansTransactionException) when (fault is not null and not OrleansTransactionException)
        {
            // The transaction only wraps what the transition itself threw.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
        }

        return done!.Value;
    }

    private async Task<T> Retrying<T>(string operation, Func<Task<T>> attempt)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (OrleansTransactionException fault) when (number < AttemptsMax)
            {
                shared.Metrics.Retried(operation);
                Log.TransactionRetried(shared.Log, portfolio.Value, operation, number, AttemptsMax, fault);
            }
            catch (ArchiveBehindException) when (number < AttemptsMax)
            {
                shared.Metrics.Retried(operation);
                loading = null;
                await EnsureLoaded();
            }
        }
    }

    private void Show(CapitalBook book)
    {
        // Continuations of concurrent commits run in any order: an older book never replaces a newer one.
        if (Committed is { } shown && shown.Sequence >= book.Sequence) return;
        Committed = book;
        Changed?.Invoke();
    }

    private void Report(string operation, BookStep step)
    {
        shared.Metrics.Violated(step.Violations.Length);
        var detail = string.Join("; ", step.Violations.Select(violation => $"{violation.Equation}: {violation.Left} against {violation.Right}"));
        Log.ConservationViolated(shared.Log, portfolio.Value, operation, detail);
        if (step.Rejected) throw new ConservationViolatedException(operation, detail);
    }

    private CapitalBook BookOf(PortfolioState stored) => stored.Book ?? CapitalBook.Empty(portfolio);

    private async Task EnsureLoaded()
    {
        // One load for all who wait; a failed one is tried again by the next.
        var current = loading ??= Load();
        try
        {
            await current;
        }
        catch
        {
            if (ReferenceEquals(loading, current)) loading = null;
            throw;
        }
    }

    private async Task Load()
    {
        PortfolioState? stored = null;
        await shared.Transactions.RunTransaction(
            TransactionOption.Create, async () => stored = await state.PerformRead(current => new PortfolioState { Book = BookOf(current), Pages = current.Pages }));
        var loaded = new SettledArchive();
        foreach (var page in stored!.Pages) loaded.Add(page.Sequence, await PageGrain(page.Sequence).Read());
        archive = loaded;
        Show(stored.Book!);
    }

    private ISettledPageGrain PageGrain(long sequence) => shared.Grains.GetGrain<ISettledPageGrain>(SettledPageKey.Of(portfolio, sequence));

    private void ArchiveWhenDue()
    {
        if (archiving || archive.Count >= SettledArchive.IdsMax || Committed!.ToArchive().IsEmpty) return;
        archiving = true;
        ArchiveOldest(Committed!).Ignore();
    }

    /// <summary>The page is durable before the book forgets; whatever fails in between leaves a page that nobody names.</summary>
    private async Task ArchiveOldest(CapitalBook book)
    {
        try
        {
            var entries = book.ToArchive();
            await PageGrain(book.Sequence).Write(entries);
            shared.Faults.Reach("book.archive.written");
            archive.Add(book.Sequence, entries);
            var page = new SettledPage(book.Sequence, entries[^1].At);
            var dropped = await Retrying("archive", () => DropArchived(page, entries));
            foreach (var old in dropped)
            {
                archive.Remove(old.Sequence);
                await PageGrain(old.Sequence).Clear();
            }
        }
        catch (Exception fault)
        {
            Log.ArchiveFailed(shared.Log, portfolio.Value, fault);
        }
        finally
        {
            archiving = false;
        }
    }

    private async Task<SettledPage[]> DropArchived(SettledPage page, System.Collections.Immutable.ImmutableArray<Settled> entries)
    {
        SettledPage[] dropped = [];
        CapitalBook? next = null;
        await shared.Transactions.RunTransaction(TransactionOption.Create, () => state.PerformUpdate(stored =>
        {
            var now = shared.Clock.Now;
            next = stored.Book = BookOf(stored).Archived(entries);
            dropped = [.. stored.Pages.Where(old => now - old.NewestAt > SettledMemory.Retention)];
            stored.Pages = stored.Pages.RemoveAll(old => dropped.Contains(old) || old.Sequence == page.Sequence).Add(page);
        }));
        Show(next!);
        return dropped;
    }
}

/// <summary>Another activation archived settled ids that this one has not read.</summary>
internal sealed class ArchiveBehindException : Exception;
