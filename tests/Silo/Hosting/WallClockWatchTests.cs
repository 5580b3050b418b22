using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Silo.Hosting;
using Orleans.Configuration;

namespace Orchestrator.Silo.Tests.Hosting;

public sealed class WallClockWatchTests
{
    /// <summary>Orleans' own: activations live 15 minutes and are filed by the minute.</summary>
    private static readonly GrainCollectionOptions Collection = new();

    [Theory]
    [InlineData(new[] { -14 })]
    [InlineData(new[] { -60 })]
    [InlineData(new[] { +60, -60 })]
    [InlineData(new[] { -7, -7 })]
    public async Task A_silo_whose_clock_goes_back_further_than_an_activation_lives_ends_by_name(int[] minutes)
    {
        var host = await Host.With(minutes);

        Assert.True(host.IsStopping);
        Assert.Equal(RunFaultCodes.ClockSetBack, host.End.Fault?.Code);
    }

    [Theory]
    [InlineData(new[] { -12 })]
    [InlineData(new[] { +60 })]
    [InlineData(new[] { +10, -10, +10, -10 })]
    public async Task Otherwise_it_goes_on(int[] minutes)
    {
        var host = await Host.With(minutes);

        Assert.False(host.IsStopping);
        Assert.Null(host.End.Fault);
    }

    private sealed class Host : IHostApplicationLifetime
    {
        public RunEnd End { get; } = new();

        public bool IsStopping { get; private set; }

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        /// <summary>Its clock is set by these one after the other, with some seconds between.</summary>
        public static async Task<Host> With(int[] minutes)
        {
            var (time, host, pause) = (new FakeTimeProvider(), new Host(), TimeSpan.FromSeconds(3));
            using var watch = new WallClockWatch(time, Options.Create(Collection), host.End, host, NullLogger<WallClockWatch>.Instance);
            await watch.StartAsync(CancellationToken.None);
            foreach (var minute in minutes)
            {
                time.Advance(pause);
                time.AdjustTime(time.GetUtcNow().AddMinutes(minute));
            }

            time.Advance(pause);
            return host;
        }

        public void StopApplication() => IsStopping = true;
    }
}
