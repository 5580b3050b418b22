using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Grains.Channels;

/// <summary>
/// Puts facts on channels. A call returns once the provider has taken the event; delivery is at least once, in the order of publication per key.
/// </summary>
public sealed class ChannelPublisher(IServiceProvider services, IWorkBarrier barrier)
{
    /// <summary>Keyed by the token's mint.</summary>
    public Task Publish(Guid eventId, LaunchSeen launch) =>
        Publish(TradingChannels.Launches, launch.TokenMint.Value, eventId, launch.ObservedAt, launch);

    /// <summary>The event's id is the opportunity's.</summary>
    public Task Publish(PortfolioId portfolio, ArbitrageFound found) =>
        Publish(TradingChannels.Arbitrage, portfolio.Value, found.Id.Value, found.ObservedAt, found);

    /// <summary>The event's id is the opportunity's.</summary>
    public Task Publish(PortfolioId portfolio, Opportunity opportunity) =>
        Publish(
            TradingChannels.Opportunities, portfolio.Value, opportunity.Id.Value, opportunity.CreatedAt,
            opportunity.Route.IsDefault ? opportunity with { Route = [] } : opportunity);

    /// <summary>One command per opportunity and epoch.</summary>
    public Task Publish(ExecutionCommand command) =>
        Publish(
            TradingChannels.Commands, KeyOf(command.Id), EventIds.For(ChannelNames.OrchestratorCommands, command.Id.ToString(), command.Epoch.ToString()),
            command.DecidedAt, command.Route.IsDefault ? command with { Route = [] } : command);

    /// <summary>Writes it down as it would be sent, and sends nothing.</summary>
    internal static void Rehearse(ExecutionCommand command) => JsonSerializer.SerializeToUtf8Bytes(command, TradingChannels.Commands.Body);

    /// <inheritdoc cref="Rehearse(ExecutionCommand)"/>
    internal static void Rehearse(PortfolioSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, TradingChannels.Capital.Body);

    /// <summary>One result per opportunity and signature, however often it is told.</summary>
    public Task Publish(ExecutionResult result) =>
        Publish(
            TradingChannels.Results, result.Portfolio.Value, EventIds.For(ChannelNames.ExecutionResults, result.Id.ToString(), result.Signature ?? ""),
            result.FinishedAt, result);

    internal Task PublishDeadLetter(DeadLetter letter) => Stream<DeadLetter>(ChannelNames.ToldProvider, ChannelNames.DeadLetters, letter.Channel).OnNextAsync(letter);

    internal async Task Publish<T>(Channel<T> channel, string key, Guid eventId, DateTimeOffset observedAt, T body)
        where T : class
    {
        using var activity = ChannelTrace.Publishing(channel.Name);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, channel.Body);
        await Send(channel.Name, key, new ChannelEvent(eventId, channel.Schema, observedAt, Activity.Current?.Id, bytes), channel.HasConsumer);
    }

    private async Task Send(string channel, string key, ChannelEvent told, bool waitedFor)
    {
        if (waitedFor) barrier.Enter(channel, told.Id);
        try
        {
            await Stream<ChannelEvent>(waitedFor ? ChannelNames.Provider : ChannelNames.ToldProvider, channel, key).OnNextAsync(told);
        }
        catch
        {
            // What was never published will never be handled.
            if (waitedFor) barrier.Exit(channel, told.Id);
            throw;
        }
    }

    /// <summary>How a GUID keyed grain's stream is named.</summary>
    internal static string KeyOf(OpportunityId id) => id.Value.ToString("N");

    private IAsyncStream<T> Stream<T>(string provider, string channel, string key) =>
        services.GetRequiredKeyedService<IStreamProvider>(provider).GetStream<T>(StreamId.Create(channel, key));
}
