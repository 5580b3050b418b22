using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Solana.Simulation;

/// <summary>A venue in another process, asked over HTTP. The caller owns the client and with it address and time limit.</summary>
public sealed class RemoteVenue(HttpClient http) : IVenue, IChain, IExecutionPlanner, ISigner
{
    public IChain Chain => this;

    public IExecutionPlanner Planner => this;

    public ISigner Signer => this;

    public ValueTask<ChainHead> Head(CancellationToken cancel) => Ask<object?, ChainHead>(VenueOps.Head, null, cancel);

    public ValueTask<SimulationOutcome> Simulate(byte[] message, CancellationToken cancel) =>
        Ask<byte[], SimulationOutcome>(VenueOps.Simulate, message, cancel);

    public async ValueTask<SendOutcome> Send(byte[] transaction, CancellationToken cancel)
    {
        try
        {
            return await Ask<byte[], SendOutcome>(VenueOps.Send, transaction, cancel);
        }
        catch (ChainUnavailableException lost)
        {
            // The request may have arrived although the answer did not.
            return new SendOutcome(SendReceipt.Unknown, lost.Message);
        }
    }

    public ValueTask<SignatureStatus> Status(string signature, CancellationToken cancel) =>
        Ask<string, SignatureStatus>(VenueOps.Status, signature, cancel);

    public ValueTask<PlanOutcome> Plan(ExecutionCommand command, CancellationToken cancel) =>
        Ask<ExecutionCommand, PlanOutcome>(VenueOps.Plan, command, cancel);

    public ValueTask<SignOutcome> Sign(SignRequest request, CancellationToken cancel) =>
        Ask<SignRequest, SignOutcome>(VenueOps.Sign, request, cancel);

    public ValueTask<ImmutableArray<ArbitrageFinding>> Advance(DateTimeOffset to, CancellationToken cancel) =>
        Ask<DateTimeOffset, ImmutableArray<ArbitrageFinding>>(VenueOps.Advance, to, cancel);

    public ValueTask<ImmutableArray<ArbitrageFinding>> FindingsAfter(ulong slot, CancellationToken cancel) =>
        Ask<ulong, ImmutableArray<ArbitrageFinding>>(VenueOps.FindingsAfter, slot, cancel);

    public ValueTask<ImmutableArray<VenueSlot>> SlotsAfter(ulong slot, CancellationToken cancel) =>
        Ask<ulong, ImmutableArray<VenueSlot>>(VenueOps.SlotsAfter, slot, cancel);

    public ValueTask<VenueLookUp> Accounts(ImmutableArray<string> addresses, CancellationToken cancel) =>
        Ask<ImmutableArray<string>, VenueLookUp>(VenueOps.Accounts, addresses, cancel);

    public ValueTask<ImmutableArray<string>> Largest(string mint, CancellationToken cancel) => Ask<string, ImmutableArray<string>>(VenueOps.Largest, mint, cancel);

    public ValueTask<VenueSale> Sale(ImmutableArray<RouteLeg> route, BaseUnits units, CancellationToken cancel) =>
        Ask<VenueSaleQuestion, VenueSale>(VenueOps.Sale, new VenueSaleQuestion(route, units), cancel);

    public ValueTask<VenueAudit> Audit(CancellationToken cancel) => Ask<object?, VenueAudit>(VenueOps.Audit, null, cancel);

    public ValueTask<Lamports> Mark(BalanceChange change, CancellationToken cancel) =>
        Ask<BalanceChange, Lamports>(VenueOps.Mark, change, cancel);

    /// <summary>The settings that the venue runs under.</summary>
    public ValueTask<VenueSettings> Settings(CancellationToken cancel) => Ask<object?, VenueSettings>(VenueOps.Settings, null, cancel);

    private async ValueTask<TAnswer> Ask<TBody, TAnswer>(string op, TBody body, CancellationToken cancel)
    {
        var question = new VenueRequest(op, JsonSerializer.SerializeToElement(body, VenueJson.Default.Options));
        var answer = await Post(JsonSerializer.SerializeToUtf8Bytes(question, VenueJson.Default.Options), op, cancel);
        if (answer.Refusal is { } refusal) throw new ArgumentException($"The venue refused '{op}': {refusal}");
        return Read<TAnswer>(answer, op);
    }

    private async ValueTask<VenueAnswer> Post(byte[] question, string op, CancellationToken cancel)
    {
        try
        {
            using var content = new ByteArrayContent(question);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PostAsync(VenueProtocol.Path, content, cancel);
            response.EnsureSuccessStatusCode();
            var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
            return JsonSerializer.Deserialize<VenueAnswer>(bytes, VenueJson.Default.Options) ?? throw new JsonException("an empty answer");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException
            || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new ChainUnavailableException($"The venue did not answer '{op}': {fault.Message}", fault);
        }
    }

    private static TAnswer Read<TAnswer>(VenueAnswer answer, string op)
    {
        try
        {
            return answer.Body is { } body && body.Deserialize<TAnswer>(VenueJson.Default.Options) is { } read ? read : throw new JsonException("no body");
        }
        catch (JsonException unreadable)
        {
            throw new ChainUnavailableException($"The venue's answer to '{op}' cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
