using System.Globalization;
using Orchestrator.Cli.Drills.Audits;
using Orchestrator.Cli.Drills.Channels;
using Orchestrator.Cli.Drills.Clusters;
using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Positions;
using Orchestrator.Cli.Running.Clusters;
using Orchestrator.Cli.Running.Processes;
using Orchestrator.Domain;

namespace Orchestrator.Cli.Drills.Stages;

/// <summary>A Redis, a venue that judges, and the silos of one cluster, each a process of its own; all gone when the drill is over.</summary>
internal sealed class DrillStage : IAsyncDisposable
{
    private const string Mode = "replay", Prefix = "orch";

    /// <summary>Silos that may end by themselves before two have started.</summary>
    private const int LostMax = 5;

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(4);

    private readonly string _directory;
    private readonly OwnProcess _venue;
    private readonly string[] _common;
    private readonly List<DrillSilo> _all = [];
    private readonly SiloPlaces _places;
    private readonly Uri _venueAddress;
    private readonly bool _servesApi;
    private int _started;

    private DrillStage(IClusterDrill drill, int seed, string directory, RedisServer redis, OwnProcess venue, Uri venueAddress, SiloPlaces places)
    {
        (Seed, _directory, Redis, _venue, _venueAddress, _places) = (seed, directory, redis, venue, venueAddress, places);
        _common = [.. Settings(seed, venueAddress, redis.Connection), .. drill.Settings];
        _servesApi = drill.ServesApi;
        Channels = new ChannelStore(redis.Connection, $"{Prefix}-{Mode}");
        Commands = new CommandTimes(Channels);
    }

    /// <summary>Of market and faults.</summary>
    public int Seed { get; }

    public RedisServer Redis { get; }

    public ChannelStore Channels { get; }

    public CommandTimes Commands { get; }

    /// <summary>What the drill has seen the book hold; the audit asks what became of it.</summary>
    public PositionLog Positions { get; } = new();

    /// <summary>What lies between silos on hosts of their own.</summary>
    /// <exception cref="InvalidCastException">They are not.</exception>
    public DrillNetwork Network => ((NetworkPlaces)_places).Network;

    /// <summary>Silos that the drill has not lost.</summary>
    public IReadOnlyList<DrillSilo> Alive => [.. _all.Where(silo => !silo.Process.HasExited)];

    /// <summary>The silo that took over last.</summary>
    public DrillSilo Orchestrating => Alive.MaxBy(silo => silo.Epoch)!;

    public int OlderEpochs => _all.Sum(silo => silo.OlderEpochs) + Lines(JudgeVenue.RefusalsFile);

    /// <summary>Signatures that the venue's signer gave so far.</summary>
    public int Signatures => Lines(JudgeVenue.SignaturesFile);

    /// <summary>Kept when the drill found something; else removed with the stage.</summary>
    public string? Kept { get; private set; }

    /// <summary>This moment by the clock that dates the commands, in Unix milliseconds.</summary>
    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public static async Task<DrillStage> Open(IClusterDrill drill, int seed)
    {
        var directory = Directory.CreateTempSubdirectory("orch-drill-").FullName;
        OwnProcess? venue = null;
        RedisServer? redis = null;
        SiloPlaces? places = null;
        try
        {
            places = await SiloPlaces.Open(drill.Route, directory);
            redis = new RedisServer(Path.Combine(directory, "redis"), places.RedisAddress);
            await redis.Start();
            venue = OwnProcess.Orch(["drill", "venue", VenueOf(directory), seed.ToString(CultureInfo.InvariantCulture), .. drill.Market.Words]);
            var address = new Uri(JudgeVenue.AddressOf(await venue.Line(JudgeVenue.IsReady, StartPatience)));
            return new DrillStage(drill, seed, directory, redis, venue, address, places);
        }
        catch
        {
            if (venue is not null) await venue.DisposeAsync();
            if (redis is not null) await redis.DisposeAsync();
            if (places is not null) await places.DisposeAsync();
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>Waits until the venue's signer has given so many signatures.</summary>
    /// <exception cref="TimeoutException">It has not.</exception>
    public async Task Signed(int signatures, TimeSpan patience)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var begun = Now; Signatures < signatures;)
        {
            if (Now - begun > patience.TotalMilliseconds) throw new TimeoutException($"Only {Signatures} transactions were signed within {patience.TotalSeconds:0} s.");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Another silo joins; done when it has started.</summary>
    public async Task<DrillSilo> Join()
    {
        var silo = Begin();
        await silo.Started(StartPatience, onStandby: true);
        return silo;
    }

    /// <summary>
    /// Until two silos live again and have started. One that ended although no drill asked for it is named: on a starved machine a silo that stands still is declared dead, and ends.
    /// </summary>
    /// <param name="onStandby">And until each can take over as fast as it ever will.</param>
    /// <exception cref="TimeoutException">Too many ended, or one did not come to its start.</exception>
    public async Task Fill(DrillNotes notes, bool onStandby = true)
    {
        for (var lost = 0; ; lost++)
        {
            await Name(notes);
            while (Alive.Count < 2) Begin();
            var silos = Alive;
            try
            {
                foreach (var silo in silos) await silo.Started(StartPatience, onStandby);
                return;
            }
            catch (TimeoutException) when (lost < LostMax && silos.Any(silo => silo.Process.HasExited))
            {
                // It is named, and another one starts.
            }
        }
    }

    private async Task Name(DrillNotes notes)
    {
        foreach (var silo in _all.Where(silo => silo is { Process.HasExited: true, IsExpectedToEnd: false }))
        {
            silo.IsExpectedToEnd = true;
            notes.Fault($"{silo.Name} ended by itself with {await silo.Process.Exit(StartPatience)}");
        }
    }

    /// <summary>Another silo that may not come to its start.</summary>
    public DrillSilo Begin()
    {
        var place = _places.Next([.. Alive.Select(silo => silo.Place)], Redis.Port, _venueAddress);
        return Begin(SiloOrders.For($"silo-{++_started}", _directory, _servesApi ? $"http://127.0.0.1:{FreePorts.Next()}" : null, null, [.. _common, .. place.Settings]), place);
    }

    /// <summary>One that died, with what it left on its disk.</summary>
    public DrillSilo Again(DrillSilo dead) => Begin(dead.Orders, dead.Place);

    /// <summary>Ends every silo as the kernel would and lets a fresh system settle what they left, in event time.</summary>
    public async Task<DrillAudit> Audit()
    {
        foreach (var silo in Alive) silo.Process.Kill();
        foreach (var silo in _all) await silo.Process.Exit(StartPatience);
        // The same store under another cluster's name: the dead are not waited for.
        var orders = SiloOrders.For("audit", _directory, null, null, [.. _common, "cluster.cluster_id=audit", "orchestrator.decision_loop_interval_ms=100"]);
        OpportunityId[] acknowledged = [.. _all.SelectMany(silo => AcknowledgedReservations.Read(DrillSilo.WitnessOf(_directory, silo.Name))).Distinct()];
        return await DrillAudit.Of(
            orders.Settings, acknowledged, [.. Positions.Seen.Select(position => position.Id)], Path.Combine(VenueOf(_directory), JudgeVenue.SignaturesFile), Channels);
    }

    public void Keep() => Kept = _directory;

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _all) await silo.DisposeAsync();
        await Channels.DisposeAsync();
        await _venue.DisposeAsync();
        await Redis.DisposeAsync();
        await _places.DisposeAsync();
        if (Kept is null) Directory.Delete(_directory, recursive: true);
    }

    private DrillSilo Begin(SiloOrders orders, SiloPlace place)
    {
        var silo = DrillSilo.Start(orders, _directory, place);
        _all.Add(silo);
        return silo;
    }

    private static string VenueOf(string directory) => Path.Combine(directory, "venue");

    private static string[] Settings(int seed, Uri venue, string redis) =>
    [
        "orchestrator.mode=" + Mode, "storage.key_prefix=" + Prefix, "storage.redis=" + redis, $"simulation.venue_address={venue.GetLeftPart(UriPartial.Authority)}",
        "simulation.seed=" + seed.ToString(CultureInfo.InvariantCulture), "arbitrage.ten_token.min_profit_threshold_sol=0.005",
        // A fast market makes many trades come too late, and every kill costs some their blockhash; that breakers stop trading then is another test's matter.
        "breakers.consecutive_losses=50", "breakers.execution_failure_ratio=0.9", "breakers.execution_window=64",
        "breakers.max_drawdown=0.5", "breakers.max_daily_loss=0.5", "breakers.max_hourly_loss=0.5",
        // A command every few slots at least: the gap of a hand-over must not be that of the market, nor of the way on which a simulated one is heard.
        "simulation.feed=scan",
        "orchestrator.max_concurrent_opportunities=40",
        "risk.daily_flash_loan_limit_sol=1000000", "risk.max_slot_lag=50", "execution.poll_interval_ms=50", "storage.journal_retention_days=3650",
    ];

    private int Lines(string file)
    {
        var path = Path.Combine(VenueOf(_directory), file);
        if (!File.Exists(path)) return 0;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = 0;
        while (reader.ReadLine() is not null) lines++;
        return lines;
    }
}
