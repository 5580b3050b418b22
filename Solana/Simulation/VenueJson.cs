using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;

namespace Orchestrator.Solana.Simulation;

/// <summary>A question to a venue in another process.</summary>
internal sealed record VenueRequest(string Op, JsonElement Body);

/// <summary>Its answer: a body, or the reason why there is none.</summary>
internal sealed record VenueAnswer(JsonElement? Body, string? Refusal);

internal static class VenueOps
{
    public const string Head = "head";
    public const string Simulate = "simulate";
    public const string Send = "send";
    public const string Status = "status";
    public const string Plan = "plan";
    public const string Sign = "sign";
    public const string Advance = "advance";
    public const string FindingsAfter = "findings_after";
    public const string SlotsAfter = "slots_after";
    public const string Accounts = "accounts";
    public const string Largest = "largest";
    public const string Audit = "audit";
    public const string Sale = "sale";
    public const string Mark = "mark";
    public const string Settings = "settings";
}

/// <summary>How questions and answers are written; generated at build time.</summary>
[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true, Converters = [typeof(MintJson)])]
[JsonSerializable(typeof(VenueRequest))]
[JsonSerializable(typeof(VenueAnswer))]
[JsonSerializable(typeof(VenueSettings))]
[JsonSerializable(typeof(VenueAudit))]
[JsonSerializable(typeof(ChainHead))]
[JsonSerializable(typeof(SimulationOutcome))]
[JsonSerializable(typeof(SendOutcome))]
[JsonSerializable(typeof(SignatureStatus))]
[JsonSerializable(typeof(ExecutionCommand))]
[JsonSerializable(typeof(PlanOutcome))]
[JsonSerializable(typeof(SignRequest))]
[JsonSerializable(typeof(SignOutcome))]
[JsonSerializable(typeof(ImmutableArray<ArbitrageFinding>))]
[JsonSerializable(typeof(ImmutableArray<VenueSlot>))]
[JsonSerializable(typeof(VenueLookUp))]
[JsonSerializable(typeof(VenueLaunchView))]
[JsonSerializable(typeof(ImmutableArray<string>))]
[JsonSerializable(typeof(VenueSaleQuestion))]
[JsonSerializable(typeof(VenueSale))]
[JsonSerializable(typeof(BalanceChange))]
[JsonSerializable(typeof(Lamports))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(ulong))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(object))]
internal sealed partial class VenueJson : JsonSerializerContext;

internal sealed class MintJson : JsonConverter<Mint>
{
    public override Mint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Mint.TryParse(reader.GetString(), out var mint) ? mint : throw new JsonException("not a mint");

    public override void Write(Utf8JsonWriter writer, Mint value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
