using System.Text.Json.Serialization;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;

namespace Orchestrator.Grains.Channels;

/// <summary>Bodies of the channels as JSON. A field that is missing, doubled, null where it must not be, or of another kind is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    Converters =
    [
        typeof(LamportsConverter), typeof(BaseUnitsConverter), typeof(SignedUnitsConverter), typeof(BasisPointsConverter), typeof(EpochConverter),
        typeof(MintConverter), typeof(OpportunityIdConverter), typeof(PortfolioIdConverter), typeof(StrategyIdConverter), typeof(RouteKeyConverter),
        typeof(MomentConverter), typeof(SameNameConverter<LaunchKind>), typeof(WordConverter<LaunchSource>), typeof(WordConverter<Priority>),
        typeof(WordConverter<ExecutionOutcome>), typeof(WordConverter<TradingState>), typeof(WordConverter<RiskCheck>), typeof(WordConverter<HaltCause>),
        typeof(WordConverter<PauseCause>), typeof(WordConverter<ExitRule>), typeof(WordConverter<PositionEffect>),
    ])]
[JsonSerializable(typeof(LaunchSeen))]
[JsonSerializable(typeof(ArbitrageFound))]
[JsonSerializable(typeof(Opportunity))]
[JsonSerializable(typeof(ExecutionCommand))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(PortfolioSnapshot))]
internal sealed partial class ChannelJson : JsonSerializerContext;
