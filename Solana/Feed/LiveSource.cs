using System.Runtime.CompilerServices;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Feed;

/// <summary>One Yellowstone server.</summary>
/// <param name="Token">Sent as x-token; never printed.</param>
public sealed record FeedEndpoint(SecretAddress Address, string? Token);

/// <summary>Yellowstone over gRPC from the first of several servers that serves; the next one takes over with replay.</summary>
/// <remarks>What two servers both tell is told twice: the reader behind removes repetitions.</remarks>
public sealed class LiveSource(IReadOnlyList<FeedEndpoint> endpoints, SubscribeRequest request, UpdateFilter filter, TimeProvider clock, Func<double> chance) : IFeedSource
{
    /// <summary>Connections of one server that may fail in a row before the next server is asked.</summary>
    public const int LossesMax = 2;

    /// <summary>Slots asked for again after a change of servers, as after a lost connection.</summary>
    public const ulong ReplaySlots = 31;

    public async IAsyncEnumerable<FeedMessage> Read(ulong? fromSlot, [EnumeratorCancellation] CancellationToken cancel)
    {
        var from = fromSlot;
        var refusals = 0;
        for (var at = 0; refusals < endpoints.Count; at = (at + 1) % endpoints.Count)
        {
            using var client = new GeyserClient(
                new GeyserOptions { Address = endpoints[at].Address, Token = endpoints[at].Token, Request = request.Clone(), Filter = filter, FromSlot = from, ReplaySlots = ReplaySlots },
                clock, chance);
            var losses = 0;
            await foreach (var one in client.Listen(cancel))
            {
                if (one.LastSlot is { } last && last >= (from ?? 0)) from = last - Math.Min(last, ReplaySlots);
                // What nobody can read is no sign of life.
                if (one.Kind == GeyserEventKind.Update && UpdateView.TryRead(one.Message.Span, out _)) (losses, refusals) = (0, 0);
                yield return one.Kind switch
                {
                    GeyserEventKind.Update => FeedMessage.Of(one.Message),
                    GeyserEventKind.Gap => FeedMessage.Say(FeedMessageKind.Gap, one.Detail),
                    _ => FeedMessage.Say(FeedMessageKind.Lost, one.Detail),
                };
                if (one.Kind == GeyserEventKind.Refused) refusals++;
                if (one.Kind != GeyserEventKind.Update && ++losses >= LossesMax && endpoints.Count > 1) break;
            }
        }

        yield return FeedMessage.Say(FeedMessageKind.Refused, $"each of {endpoints.Count} servers refuses");
    }
}
