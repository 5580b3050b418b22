using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Feeds;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Silo.Live;

/// <summary>Tells the orchestrator that the chain moves and where it stands, and keeps what tips land at.</summary>
internal sealed partial class ChainPulse(LivePorts ports, IGrainFactory grains, LiveSettings settings, TradingClock clock, TimeProvider time, ILogger<ChainPulse> log) : BackgroundService
{
    /// <summary>The length of a slot.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(400);

    private const int TipsEvery = 25;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Where there is a feed, its own word counts: a node that answers must not hide that the feed is silent.
        var beats = FeedPlan.Of(settings.Current) is null;
        var orchestrator = grains.GetGrain<IOrchestratorGrain>(settings.Current.Text("orchestrator.portfolio"));
        using var timer = new PeriodicTimer(Period, time);
        for (var rounds = 0; await timer.WaitForNextTickAsync(stoppingToken); rounds++)
        {
            try
            {
                await Round(rounds, beats, orchestrator, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // A silo that held one of the grains is gone. A pulse that ended would end this silo as well.
                NotBeaten(fault);
            }
        }
    }

    private async Task Round(int rounds, bool beats, IOrchestratorGrain orchestrator, CancellationToken cancel)
    {
        // Whether the feed speaks or not: what is held must be sold while there is a node that can be asked.
        Looked(grains.GetGrain<IExitGrain>(settings.Current.Text("orchestrator.portfolio")).Beat(clock.Now));
        var slot = await ports.Rpc.Read(RpcCalls.GetSlot(Commitment.Processed), cancel);
        // Silence pauses the strategies; the next answer lifts that.
        if (slot.IsAnswered && beats)
        {
            await orchestrator.Beat(slot.Value, clock.Now);
            // Not awaited through its look-ups: the pulse must not wait for a slow node. What fails is looked at in a later beat.
            Looked(grains.GetGrain<ISniperGrain>(settings.Current.Text("orchestrator.portfolio")).Beat(clock.Now));
        }
        if (!slot.IsAnswered) Silent(slot.Error!.Fault);
        if (ports.Jito is not { } engine || rounds % TipsEvery != 0) return;
        var floor = await engine.TipFloor(cancel);
        if (floor.IsAnswered) ports.Board.See(floor.Value.SmoothedP50);
    }

    private void Looked(Task round) => round.ContinueWith(
        done => NotLooked(done.Exception!.GetBaseException()), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    [LoggerMessage(3040, LogLevel.Warning, "Launches or positions could not be looked at; the next beat goes on")]
    private partial void NotLooked(Exception fault);

    [LoggerMessage(3041, LogLevel.Warning, "The orchestrator could not be told where the chain stands; the next beat goes on")]
    private partial void NotBeaten(Exception fault);

    [LoggerMessage(3034, LogLevel.Warning, "No node says where the chain stands: {Fault}")]
    private partial void Silent(RpcFault fault);
}
