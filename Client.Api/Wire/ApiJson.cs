using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Client.Api.Audit;
using Orchestrator.Client.Api.Breakers;
using Orchestrator.Client.Api.Configuration;
using Orchestrator.Client.Api.Decisions;
using Orchestrator.Client.Api.Feeds;
using Orchestrator.Client.Api.Health;
using Orchestrator.Client.Api.Lending;
using Orchestrator.Client.Api.Live;
using Orchestrator.Client.Api.Operating;
using Orchestrator.Client.Api.Opportunities;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Sniper;
using Orchestrator.Client.Api.Status;
using Orchestrator.Client.Api.Strategies;

namespace Orchestrator.Client.Api.Wire;

/// <summary>Every shape this edge writes, in snake_case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.Strict,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(SnapshotView))]
[JsonSerializable(typeof(QueuePage))]
[JsonSerializable(typeof(OfferView))]
[JsonSerializable(typeof(CancelView))]
[JsonSerializable(typeof(SellView))]
[JsonSerializable(typeof(SupplyView))]
[JsonSerializable(typeof(SupplyRequest))]
[JsonSerializable(typeof(ManualOpportunityRequest))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(OperationView))]
[JsonSerializable(typeof(LeaseView))]
[JsonSerializable(typeof(ArmRequest))]
[JsonSerializable(typeof(RenewRequest))]
[JsonSerializable(typeof(DecisionPageView))]
[JsonSerializable(typeof(DecisionView))]
[JsonSerializable(typeof(StrategyPage))]
[JsonSerializable(typeof(StrategyDetail))]
[JsonSerializable(typeof(PauseOutcomeView))]
[JsonSerializable(typeof(SniperTradeView))]
[JsonSerializable(typeof(PendingView))]
[JsonSerializable(typeof(AnalyzeRequest))]
[JsonSerializable(typeof(ExecuteRequest))]
[JsonSerializable(typeof(BlacklistRequest))]
[JsonSerializable(typeof(BlacklistOutcomeView))]
[JsonSerializable(typeof(BlacklistPage))]
[JsonSerializable(typeof(FeedStatusView))]
[JsonSerializable(typeof(BreakerPage))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(AuditVerification))]
[JsonSerializable(typeof(ConfigurationPage))]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    private const string MediaType = "application/json; charset=utf-8";

    public static IResult Ok<T>(T view, JsonTypeInfo<T> type) => Results.Bytes(JsonSerializer.SerializeToUtf8Bytes(view, type), MediaType);

    public static ApiProblem NotAnId(string id) => QueryRules.Refused(
        [new FieldProblem("id", "not_an_id", id.Length <= 80 ? id : id[..80], "It is not an id.", "A UUID with hyphens.")]);
}
