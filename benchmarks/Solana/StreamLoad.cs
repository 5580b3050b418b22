using System.Collections.Frozen;
using System.Diagnostics;
using Google.Protobuf;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.GeyserHost;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Tests.Geyser;

namespace Orchestrator.Benchmarks.Solana;

/// <summary>
/// The block's transactions over loopback gRPC from a server in a process of its own, as fast as they are taken: our client beside the npm one. Rates
/// are given by the clock and by the client's own processor time: server and client share the machine.
/// </summary>
internal static class StreamLoad
{
    private const double RatioMin = 10, PerSecondMin = 100_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static async Task Run(Report report, TimeSpan duration, RealBlock block)
    {
        var perRound = block.Transactions.Count;
        using var server = await UpdateServer.Start([.. block.Transactions.Select(one => BlockUpdates.Of(one, FloodServer.FirstSlot))]);
        FrozenSet<PublicKey> nobody = [PublicKey.Parse("1nc1nerator11111111111111111111111111111111")];
        FrozenSet<PublicKey> venues = [ProgramIds.RaydiumV4, ProgramIds.RaydiumCpmm, ProgramIds.RaydiumClmm, ProgramIds.Whirlpool, ProgramIds.MeteoraDlmm];
        var none = await Listen(server, new UpdateFilter { Accounts = nobody, Votes = true, Failed = true }, parse: false, duration, perRound);
        var some = await Listen(server, new UpdateFilter { Accounts = venues }, parse: true, duration, perRound);
        var all = await Listen(server, new UpdateFilter { Votes = true, Failed = true }, parse: true, duration, perRound);
        var answer = await Peers.Ask(Peers.Geyser, "rate.js", null, server.Address.ToString(), $"{Math.Max(1, (int)duration.TotalSeconds)}");
        var peer = new Flow(answer.GetProperty("messages").GetInt64(), answer.GetProperty("seconds").GetDouble(), answer.GetProperty("cpu").GetDouble(), 0);

        Add(report, "all rejected", none, peer, isGoal: true);
        Add(report, "filtered for successful transactions of five venues, those parsed by Google.Protobuf", some, peer, isGoal: true);
        // Not what the product does: it shows what the generated parser costs.
        Add(report, "everything passed on and parsed by Google.Protobuf", all, peer, isGoal: false);
        report.Add(new("solana", "Yellowstone client, all rejected: absolute rate", $"{none.PerSecond:0}/s", null, null, $"≥ {PerSecondMin:0}/s", none.PerSecond >= PerSecondMin));
        var (reading, count) = await Reading([.. block.Transactions.Select(one => BlockUpdates.Of(one).ToByteArray())]);
        report.Add(new("solana", "Yellowstone client, each rejected message, from the transport's bytes to the verdict", $"{reading} B ({count} messages)", null, null, "0 B", reading == 0));
        report.Add(new("solana", "Yellowstone client, all rejected: the whole process, waits of the HTTP/2 connection on its socket included", $"{none.Bytes:0.000} B a message ({none.Messages} messages)", null, null, null, null));
        report.Note($"Stream: {perRound} transactions a round, {server.RoundBytes / perRound} bytes on average; the bytes counted are those of every thread, HTTP/2 connection included.");
    }

    /// <summary>What more messages allocate than few. The runtime itself allocates on this thread now and then, so the least of some attempts counts.</summary>
    private static async Task<(long Bytes, int Messages)> Reading(byte[][] messages)
    {
        const int Attempts = 10, Times = 100;
        var least = long.MaxValue;
        await RejectedStream.Listen(messages, 1);
        for (var attempt = 0; attempt < Attempts && least != 0; attempt++)
        {
            var few = (await RejectedStream.Listen(messages, 1)).Allocated;
            least = Math.Min(least, Math.Abs((await RejectedStream.Listen(messages, Times)).Allocated - few));
        }

        return (least, messages.Length * (Times - 1));
    }

    private static void Add(Report report, string what, Flow ours, Flow peer, bool isGoal)
    {
        var (wall, core) = (ours.PerSecond / peer.PerSecond, ours.PerCpuSecond / peer.PerCpuSecond);
        report.Add(new("solana", $"Yellowstone client, {what}", $"{ours}, {ours.Bytes:0.0} B a message", $"@triton-one/yellowstone-grpc {peer}",
            $"{wall:0.0}× by the clock, {core:0.0}× by processor time", isGoal ? $"≥ {RatioMin}×" : null, isGoal ? Math.Max(wall, core) >= RatioMin : null));
    }

    /// <summary>One connection; what it hands on is parsed or left alone.</summary>
    private static async Task<Flow> Listen(UpdateServer server, UpdateFilter filter, bool parse, TimeSpan duration, int perRound)
    {
        using var stop = new CancellationTokenSource();
        using var http = new HttpMessageInvoker(GeyserClient.Transport());
        var codec = new GeyserCodec(filter, new RecentUpdates(95, 500_000));
        var options = new GeyserOptions { Address = new SecretAddress(server.Address.ToString()), Request = new SubscribeRequest() };
        using var session = new GeyserSession(http, codec, options, TimeProvider.System, stop.Token);
        if (await session.Open(null) is { } unopened) throw new InvalidOperationException(unopened.Detail);
        var reading = Task.Run(async () =>
        {
            while (await session.Next() is { Loss: null } next)
                if (parse) SubscribeUpdate.Parser.ParseFrom(next.Message.Span);
        });
        await Task.Delay(WarmUp);
        using var self = Process.GetCurrentProcess();
        var (slot, begun, cpu, bytes) = (codec.LastSlot ?? 0, Stopwatch.GetTimestamp(), self.TotalProcessorTime, GC.GetTotalAllocatedBytes());
        await Task.Delay(duration);
        self.Refresh();
        var (slots, used) = ((codec.LastSlot ?? 0) - slot, self.TotalProcessorTime - cpu);
        var (seconds, allocated) = (Stopwatch.GetElapsedTime(begun).TotalSeconds, GC.GetTotalAllocatedBytes() - bytes);
        await stop.CancelAsync();
        await reading;
        var messages = (long)slots * perRound;
        return new Flow(messages, seconds, used.TotalSeconds, messages == 0 ? double.NaN : (double)allocated / messages);
    }

    /// <param name="Bytes">Allocated a message.</param>
    private readonly record struct Flow(long Messages, double Seconds, double CpuSeconds, double Bytes)
    {
        public double PerSecond => Messages / Seconds;

        public double PerCpuSecond => Messages / CpuSeconds;

        public override string ToString() => $"{PerSecond:0}/s ({PerCpuSecond:0} a processor second)";
    }
}
