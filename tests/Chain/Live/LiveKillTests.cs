using Orchestrator.Chain.Tests.Live.Kills;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>The live process is killed with SIGKILL at every arrow of its saga; the Solana runtime says what really happened.</summary>
public sealed class LiveKillTests(ChainRuntime runtime, ITestOutputHelper output) : ChainTest(runtime)
{
    private const int Rounds = 20, KillsPerDrill = 16;

    private LiveWorld _world = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync(Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_kill_at_any_arrow_executes_nothing_twice_and_loses_nothing(int third)
    {
        var drill = await new LiveKillDrill(Chain, _world).RunAsync(third, LiveKillPlan.Round().Where((_, at) => at % 3 == third));

        output.WriteLine($"{drill.Died.Count} kills in {drill.Took.TotalSeconds:0} s: {drill.Audit}\n{string.Join('\n', drill.Repeated)}");
        Assert.Empty(drill.Audit.Violations);
        Assert.Empty(drill.Missed);
        Assert.True(drill.Audit is { Landed: > 0, Profit: > 0 }, drill.Audit.ToString());
    }

    /// <summary>Goes on where one that was cut off ended, and shares the work with others that run beside it.</summary>
    [Fact(Explicit = true), Trait("soak", "true")]
    public async Task Twenty_kills_at_every_arrow()
    {
        var results = new LiveKillResults();
        for (var round = 1; round <= Rounds; round++)
        {
            var lives = LiveKillPlan.Round().ToArray();
            new Random(round).Shuffle(lives);
            var chunks = lives.Chunk(KillsPerDrill).ToArray();
            for (var chunk = 0; chunk < chunks.Length; chunk++)
            {
                using var claim = results.Claim(round, chunk);
                if (claim is null) continue;
                await InitializeAsync();
                results.Keep(round, chunk, await new LiveKillDrill(Chain, _world).RunAsync(round, chunks[chunk]));
                results.Report();
            }
        }

        var drills = results.All();
        Assert.All(drills, drill => Assert.Empty(drill.Audit.Violations));
        var kills = drills.SelectMany(drill => drill.Died).CountBy(end => end.Kill.Point).ToDictionary();
        Assert.All(LiveKillPlan.Round().SelectMany(life => life), end => Assert.True(kills.GetValueOrDefault(end.Kill.Point) >= Rounds, $"{end}: {kills.GetValueOrDefault(end.Kill.Point)} kills"));
    }

    [Fact]
    public void The_judge_sees_a_release_while_a_signature_could_land()
    {
        var id = new OpportunityId(Guid.CreateVersion7());
        SignedRecord[] signed = [new(id, new string('a', 64), 150)];

        Assert.Single(LiveKillAudit.ReleasedAlive(signed, [(id, 150)]));
        Assert.Empty(LiveKillAudit.ReleasedAlive(signed, [(id, 151)]));
    }
}
