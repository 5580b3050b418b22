using CsCheck;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Scoring;
using Orchestrator.Domain.Tests.Capital;
using static Orchestrator.Domain.Tests.Opportunities.Offers;

namespace Orchestrator.Domain.Tests.Opportunities;

/// <summary>The queue beside a plain list that is sorted anew for every question.</summary>
public sealed class QueueModelTests
{
    private const int Capacity = 12, Routes = 40;

    private static readonly Gen<(int Act, int Route, int Worth, int Lives)> Step =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, Routes - 1], Gen.Int[-3, 20], Gen.Int[1, 30]);

    [Fact]
    public void Whatever_comes_and_goes_it_answers_like_a_sorted_list() => Step.List[0, 120].Sample(steps =>
    {
        var queue = new OpportunityQueue(Capacity);
        var model = new List<QueuedOpportunity>();
        for (var i = 0; i < steps.Count; i++) Take(queue, model, steps[i], i + 1);
    }, iter: 3_000);

    private static void Take(OpportunityQueue queue, List<QueuedOpportunity> model, (int Act, int Route, int Worth, int Lives) step, int number)
    {
        var now = Ledger.Noon;
        switch (step.Act)
        {
            case 0:
                Assert.Equal(Best(model)?.Opportunity.Id, queue.TryTakeBest()?.Opportunity.Id);
                if (Best(model) is { } best) model.Remove(best);
                break;
            case 1 when model.Count > 0:
                var named = model[step.Route % model.Count];
                Assert.Equal(named.Opportunity.Id, queue.TryTake(named.Opportunity.Id)?.Opportunity.Id);
                model.Remove(named);
                break;
            case 2:
                var at = now.AddSeconds(step.Lives);
                Assert.Equal(
                    model.Where(one => one.Opportunity.ExpiresAt <= at).OrderBy(one => one, ExpiryOrder.Instance).Select(one => one.Opportunity.Id),
                    queue.Sweep(at).Select(one => one.Opportunity.Id));
                model.RemoveAll(one => one.Opportunity.ExpiresAt <= at);
                break;
            case 3 when model.Count > 0:
                var old = model[step.Route % model.Count];
                var again = ScoreOf(step.Worth);
                queue.Rescore(old.Opportunity.Id, _ => again);
                model[model.IndexOf(old)] = new QueuedOpportunity(old.Opportunity, again);
                break;
            default:
                Offer(queue, model, Offers.Offer(number, route: $"r{step.Route}") with { ExpiresAt = now.AddSeconds(step.Lives) }, ScoreOf(step.Worth));
                break;
        }

        Assert.Equal(model.OrderBy(one => one, WorthOrder.Instance).Select(one => one.Opportunity.Id), queue.Page(0, Capacity).Select(one => one.Opportunity.Id));
        Assert.All(model, one => Assert.Same(one.Opportunity.RouteKey.Value, queue.Find(one.Opportunity.Id)!.Opportunity.RouteKey.Value));
        Assert.Equal(model.Count, queue.Count);
    }

    private static void Offer(OpportunityQueue queue, List<QueuedOpportunity> model, Opportunity offer, Score score)
    {
        var newcomer = new QueuedOpportunity(offer, score);
        var older = model.Find(one => one.Opportunity.RouteKey == offer.RouteKey);
        var worst = model.OrderBy(one => one, WorthOrder.Instance).LastOrDefault();
        var displaced = older ?? (model.Count < Capacity ? null : WorthOrder.Instance.Compare(newcomer, worst!) < 0 ? worst : newcomer);

        var (admission, left) = queue.Enqueue(offer, score, Ledger.Noon);

        Assert.Equal(
            older is not null ? Admission.Refreshed : ReferenceEquals(displaced, newcomer) ? Admission.WorseThanAllQueued : Admission.Enqueued, admission);
        Assert.Equal(ReferenceEquals(displaced, newcomer) ? null : displaced?.Opportunity.Id, left?.Opportunity.Id);
        if (ReferenceEquals(displaced, newcomer)) return;
        if (displaced is not null) model.Remove(displaced);
        model.Add(newcomer);
    }

    private static QueuedOpportunity? Best(List<QueuedOpportunity> model) => model.OrderBy(one => one, WorthOrder.Instance).FirstOrDefault();

    private static Score ScoreOf(double raw) => new(raw, Math.Clamp(raw, 0, 100), default);
}
