using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Braking;
using Orchestrator.Grains.Clock;
using Orleans;
using Orleans.Transactions;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Grains.Portfolio;

/// <summary>What every book keeper shares.</summary>
public sealed record BookKeeping(
    ITransactionClient Transactions, IGrainFactory Grains, IRiskSettings Settings, TradingClock Clock, TimeProvider Time, IFaultPoints Faults,
    CapitalMetrics Metrics, Brake Brake, ILogger<BookKeeping> Log);

/// <summary>
/// Commits the transitions of one activation's book and keeps the last committed book for readers. One transaction is under way at a time; what comes
/// meanwhile shares the next one, and none is answered before it is durable.
/// </summary>
/// <param name="end">Ends the activation once it is idle.</param>
internal sealed class BookKeeper(PortfolioId portfolio, ITransactionalState<PortfolioState> state, BookKeeping shared, Action end)
{
    /// <summary>Transitions that share one transaction. Far more than callers can be waiting.</summary>
    private const int GroupMax = 256;

    private readonly Queue<BookWork> waiting = new();
    private readonly BookFaults faults = new();
    private SettledArchive archive = new();
    private Task? loading;
    private bool committing;
    private bool archiving;
    private Action? between;
    private (CapitalBook Committed, HeldHalt Halt, CapitalBook Book)? braked;

    /// <summary>The last committed book; null before the first read.</summary>
    public CapitalBook? Committed { get; private set; }

    /// <summary>What readers see: the last committed book, halted where this process brakes and the store does not have it yet. Null before the first read.</summary>
    public CapitalBook? Shown
    {
        get
        {
            if (Committed is not { Halt: null } committed || shared.Brake.Of(portfolio) is not { } halt) return Committed;
            if (braked is { } known && ReferenceEquals(known.Committed, committed) && ReferenceEquals(known.Halt, halt)) return known.Book;
            braked = (committed, halt, halt.Shown(committed));
            return braked.Value.Book;
        }
    }

    public event Action? Changed;

    public ISettledArchive Archive => archive;

    public async Task<CapitalBook> Read()
    {
        await EnsureLoaded();
        return Shown!;
    }

    /// <summary>Decides on the newest book, commits, and answers once that is durable.</summary>
    /// <exception cref="OrleansTransactionException">Nothing is known of the outcome; the same request may be made again.</exception>
    /// <exception cref="BookGoingException">Nothing was done; the same request may be made again.</exception>
    /// <exception cref="ConservationViolatedException">The transition would break the book; trading is halted.</exception>
    public async Task<T> Commit<T>(string operation, Func<CapitalBook, DateTimeOffset, (CapitalBook Next, T Answer)> transition)
    {
        await EnsureLoaded();
        shared.Faults.Reach($"book.commit.before:{operation}");
        var started = shared.Time.GetTimestamp();
        var work = new BookWork<T>(operation, transition);
        waiting.Enqueue(work);
        if (!committing) CommitWaiting().Ignore();
        var answer = await work.Done;
        shared.Metrics.Committed(operation, shared.Time.GetElapsedTime(started));
        shared.Faults.Reach($"book.commit.after:{operation}");
        if (!work.Step.Violations.IsEmpty) Report(operation, work.Step);
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

    /// <summary>Does this in a turn in which no transaction is under way.</summary>
    /// <returns>False when there was no such turn in time; then it will not be done any more.</returns>
    public async Task<bool> BetweenTransactions(Action action, TimeSpan patience)
    {
        var done = new TaskCompletionSource();
        between = () =>
        {
            action();
            done.SetResult();
        };
        ActBetween();
        try
        {
            await done.Task.WaitAsync(patience, shared.Time);
            return true;
        }
        catch (TimeoutException)
        {
            between = null;
            return false;
        }
    }

    public async Task Refresh()
    {
        CapitalBook? book = null;
        await Retrying("refresh", () => shared.Transactions.RunTransaction(
            TransactionOption.Create, async () => book = await state.PerformRead(stored => BookOf(stored))));
        Show(book!);
    }

    /// <summary>Never throws: each fault goes to whoever waits for it.</summary>
    private async Task CommitWaiting()
    {
        committing = true;
        while (waiting.Count > 0)
        {
            var group = new BookWork[Math.Min(waiting.Count, GroupMax)];
            for (var i = 0; i < group.Length; i++) group[i] = waiting.Dequeue();
            try
            {
                CapitalBook? next = null;
                await Retrying(group[0].Operation, async () => next = await InTransaction(group));
                Show(next!);
                foreach (var work in group) work.Commit();
            }
            catch (Exception fault)
            {
                foreach (var work in group) work.Fail(fault);
            }
        }

        committing = false;
        ActBetween();
    }

    private void ActBetween()
    {
        if (committing || archiving || between is not { } act) return;
        between = null;
        act();
    }

    private async Task<CapitalBook> InTransaction(BookWork[] group)
    {
        CapitalBook? next = null;
        HeldHalt? held = null;
        var behind = false;
        try
        {
            await shared.Transactions.RunTransaction(TransactionOption.Create, () => state.PerformUpdate(stored =>
            {
                behind = !archive.Covers(stored.Pages);
                if (behind) throw new ArchiveBehindException();
                var book = BookOf(stored);
                var now = shared.Clock.Now;
                // A halt that no write has carried yet comes before everything that is asked.
                held = shared.Brake.Of(portfolio);
                if (held is not null) book = held.On(book);
                foreach (var work in group) book = work.Apply(book, now);
                stored.Book = next = book;
            }));
        }
        catch (OrleansTransactionException) when (behind)
        {
            // The transaction only wraps what was thrown in it.
            throw new ArchiveBehindException();
        }

        if (held is not null) shared.Brake.Stood(portfolio, held);
        return next!;
    }

    private async Task Retrying(string operation, Func<Task> transaction)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (faults.IsOver) throw new BookGoingException($"The store failed the book of {portfolio}; it is read again.");
            try
            {
                await transaction();
                faults.Succeeded();
                return;
            }
            catch (OrleansTransactionException fault)
            {
                var pause = faults.Failed(fault, attempt);
                if (faults.IsOver) end();
                if (pause is null) throw;
                shared.Metrics.Retried(operation);
                Log.TransactionRetried(shared.Log, portfolio.Value, operation, attempt, BookFaults.AttemptsMax, fault);
                await Task.Delay(pause.Value, shared.Time);
            }
            catch (ArchiveBehindException) when (attempt < BookFaults.AttemptsMax)
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
        if (faults.IsOver) throw new BookGoingException($"The store failed the book of {portfolio}; it is read again.");
        // Given up once it has read: nothing is to be stored, and a store that takes no write can still say what the book is.
        await shared.Transactions.RunTransaction(TransactionOption.Create, async () =>
        {
            stored = await state.PerformRead(current => new PortfolioState { Book = BookOf(current), Pages = current.Pages });
            return false;
        });
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
            SettledPage[] dropped = [];
            await Retrying("archive", async () => dropped = await DropArchived(page, entries));
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
            ActBetween();
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
