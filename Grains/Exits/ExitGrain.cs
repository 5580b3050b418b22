using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Grains.Exits;

/// <summary>
/// Judges what the book holds and offers sales on the channel of all opportunities: check, reservation, saga and posting are those of every trade. What is held is
/// the book's to know and how it was bought the saga's, so nothing is stored here.
/// </summary>
[GrainType("exit")]
internal sealed class ExitGrain(
    IExitMarket market, IExitSettings settings, ChannelPublisher channels, TradingClock clock, TimeProvider time, ExitMetrics metrics, ILogger<ExitGrain> log) : Grain, IExitGrain
{
    /// <summary>A sale that was offered and came to nothing is not offered again before.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>How old the book's price of a held token may get: a tenth of what the breakers accept.</summary>
    private static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(30);

    /// <summary>Longest that one look may take, in real time.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(5);

    private readonly Dictionary<OpportunityId, DateTimeOffset> _nextLook = [];
    private readonly HashSet<OpportunityId> _unpriced = [];
    private bool _looking;

    private string Portfolio => this.GetPrimaryKeyString();

    private IPortfolioGrain Book => GrainFactory.GetGrain<IPortfolioGrain>(Portfolio);

    public async Task Beat(DateTimeOffset at)
    {
        if (_looking) return;
        _looking = true;
        try
        {
            var book = await Book.Book();
            foreach (var gone in _nextLook.Keys.Where(id => book.FindPosition(id) is null).ToArray())
            {
                _nextLook.Remove(gone);
                _unpriced.Remove(gone);
            }

            foreach (var position in book.Positions)
                if (_nextLook.GetValueOrDefault(position.Id) <= at) await LookSafely(book, position, at);
        }
        finally
        {
            _looking = false;
        }
    }

    public async Task<SellReceipt> Sell(OpportunityId sale, OpportunityId position, string actor, string reason)
    {
        var book = await Book.Book();
        if (book.FindPosition(position) is not { } held) return new("no_such_position");
        if (book.Reservations.FirstOrDefault(open => open.Closes == position) is { } closing && closing.Id != sale) return new("being_closed", $"by {closing.Id}");
        if (!held.CostAsset.IsSol) return new("not_paid_in_sol", $"it was paid in {held.CostAsset}");
        var entry = (await GrainFactory.GetGrain<IOpportunityGrain>(position.Value).Read()).Command?.Route ?? [];
        if (entry.IsDefaultOrEmpty) return new("no_price", "how it was bought is not known");
        using var patience = new CancellationTokenSource(LookTime, time);
        var look = await market.Look(ExitRules.WayBack(entry), new BaseUnits((ulong)held.Units.Value), patience.Token);
        if (!look.Sale.Found) return new("no_price", look.Sale.Missing);
        var policy = settings.For(held.Strategy) ?? ExitPolicy.Default;
        var offer = ExitOffer.Of(
            sale, held, look.Sale.Value, ExitCause.Of(ExitRule.Operator, $"{actor}: {reason}"), book.Sol.Available.ToLamports(), policy, clock.Now);
        var receipt = await GrainFactory.GetGrain<IOrchestratorGrain>(Portfolio).Offer(offer);
        metrics.Offered(ExitRule.Operator);
        return new(receipt.Accepted ? null : receipt.Code, receipt.Detail, (long)Int128.Clamp(ExitRules.WorthOf(look.Sale.Value, policy).Value, long.MinValue, long.MaxValue));
    }

    /// <summary>One position that cannot be looked at must not keep the others from being sold.</summary>
    private async Task LookSafely(CapitalBook book, Position position, DateTimeOffset at)
    {
        if (settings.For(position.Strategy) is not { } policy || !position.CostAsset.IsSol) return;
        _nextLook[position.Id] = at + policy.LookEvery;
        try
        {
            await Look(book, position, policy, at);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A node, a grain or a store that does not answer; nothing was decided, and the next look decides.
            Log.NotLooked(log, position.Id.ToString(), fault);
        }
    }

    private async Task Look(CapitalBook book, Position position, ExitPolicy policy, DateTimeOffset at)
    {
        var entry = (await GrainFactory.GetGrain<IOpportunityGrain>(position.Id.Value).Read()).Command?.Route ?? [];
        if (entry.IsDefaultOrEmpty)
        {
            Unpriced(position, "how it was bought is not known");
            return;
        }

        using var patience = new CancellationTokenSource(LookTime, time);
        var look = await market.Look(ExitRules.WayBack(entry), new BaseUnits((ulong)position.Units.Value), patience.Token);
        if (!look.Sale.Found)
        {
            Unpriced(position, look.Sale.Missing!);
            return;
        }

        _unpriced.Remove(position.Id);
        await Mark(book, position, look.Sale.Value, at);
        if (!policy.SellsByItself) return;
        // After a halt only an operator sells; a sale that is under way is not offered twice.
        if (book.Halt is not null || book.Reservations.Any(open => open.Closes == position.Id)) return;
        var alarm = await Alarm(position, entry, look);
        if (ExitRules.Judge(position, ExitRules.WorthOf(look.Sale.Value, policy), alarm, policy, at) is not { } cause) return;
        await Offer(book, position, look.Sale.Value, cause, policy, at);
    }

    private async Task Offer(CapitalBook book, Position position, ImmutableArray<RouteLeg> sale, ExitCause cause, ExitPolicy policy, DateTimeOffset at)
    {
        _nextLook[position.Id] = at + (RetryAfter > policy.LookEvery ? RetryAfter : policy.LookEvery);
        // By position and moment: the same look offers the same thing, whoever makes it.
        var id = OpportunityId.Create(at, SHA256.HashData(Encoding.UTF8.GetBytes($"exit\n{position.Id}\n{at.UtcTicks}")));
        var offer = ExitOffer.Of(id, position, sale, cause, book.Sol.Available.ToLamports(), policy, at);
        Log.Offered(log, position.Id.ToString(), DecisionReasons.Of(cause.Rule), cause.Detail);
        metrics.Offered(cause.Rule);
        await channels.Publish(new PortfolioId(Portfolio), offer);
    }

    /// <summary>What is held is valued by what its sale would bring; without a fresh price the breakers see nothing, and nothing new is opened.</summary>
    private async Task Mark(CapitalBook book, Position position, ImmutableArray<RouteLeg> sale, DateTimeOffset at)
    {
        if (book.MarkOf(position.Token) is { } known && at - known.At < MarkEvery) return;
        var worth = new Lamports((long)Math.Min(sale[^1].ExpectedOut.Value, long.MaxValue));
        await Book.SetMarks([new Mark(position.Token, worth, sale[0].AmountIn, at > clock.Now ? clock.Now : at)]);
    }

    /// <summary>Whether token, or whoever launched it, is on the blacklist by now, its pool was emptied, or its mint is no longer what was bought.</summary>
    private async Task<string?> Alarm(Position position, ImmutableArray<RouteLeg> entry, ExitLook look)
    {
        var token = await GrainFactory.GetGrain<ITokenGrain>(position.Token.Value).Read();
        var pools = entry.Select(leg => leg.Pool).ToHashSet(StringComparer.Ordinal);
        var creators = token.Launches.Where(launch => pools.Contains(launch.PoolId)).Select(launch => launch.Creator);
        var reasons = await GrainFactory.GetGrain<IBlacklistGrain>(Portfolio).Reasons([position.Token.Value, .. creators.Distinct()]);
        return TokenAlarms.First(
            look.Token, reasons.FirstOrDefault(reason => reason is not null), token.Verdicts.Any(one => one.Emptied && pools.Contains(one.Pool)), settings.Tokens);
    }

    private void Unpriced(Position position, string why)
    {
        metrics.Unpriced();
        if (_unpriced.Add(position.Id)) Log.Unpriced(log, position.Id.ToString(), why);
    }
}
