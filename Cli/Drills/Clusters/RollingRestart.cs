using Orchestrator.Cli.Drills.Positions;
using Orchestrator.Cli.Drills.Stages;
using Orchestrator.Domain;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>
/// SIGTERM of one silo after the other while tokens are held, each replaced by one that is ready before the next one leaves. What is held stands in the book unchanged meanwhile, and is
/// sold by its exit rule, wherever book and orchestrator are by then. At last the silo that trades leaves just when the first of it is sold.
/// </summary>
internal sealed class RollingRestart : IClusterDrill
{
    /// <summary>How many a drill's cluster has.</summary>
    private const int Silos = 2;

    /// <summary>Said by the silo that looks at what is held.</summary>
    private const string SaleOffered = "is offered for sale";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A launch is bought half a minute after it at the earliest, and most launches are traps.</summary>
    private static readonly TimeSpan PurchasePatience = TimeSpan.FromMinutes(2);

    /// <summary>Longer than two rolling restarts mostly take: what is bought before them outlives every one.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(75);

    /// <summary>What is sold sooner may be gone before a silo has left.</summary>
    private static readonly TimeSpan HeldOn = TimeSpan.FromSeconds(15);

    public string Name => "rolling-restart";

    public string About => "SIGTERM of every silo in turn while tokens are held; each is replaced before the next one leaves, and what is held must outlive it and be sold";

    public int TimesByDefault => 2;

    public bool Audited => true;

    public DrillMarket Market => DrillMarket.Launching;

    public bool ServesApi => true;

    /// <summary>The sniper buys from own capital what is launched; nobody else trades such a token, so that only its age sells it.</summary>
    public IReadOnlyList<string> Settings { get; } =
    [
        "simulation.feed=grpc", $"simulation.slot_ms={DrillMarket.Launching.SlotMilliseconds}", $"execution.tip_lamports={DrillMarket.Tip}",
        "sniper.memecoin.use_flash_loan=false", "sniper.memecoin.hold.enabled=true", "sniper.memecoin.hold.capital_sol=1", $"sniper.memecoin.exit.max_age_seconds={HeldFor.TotalSeconds:0}",
        "orchestrator.capital_allocation_strategy=shared", "risk.max_positions=30",
    ];

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        var book = new WatchedBook(stage, notes);
        var stood = new HashSet<OpportunityId>();
        for (var time = 0; time < times; time++)
        {
            for (var silo = 0; silo < Silos; silo++)
            {
                cancel.ThrowIfCancellationRequested();
                await stage.Fill(notes);
                var held = await book.Until(look => look.Positions.Any(position => position.OpenedAt + HeldFor - look.At > HeldOn), "A position that is held for a while", PurchasePatience);
                // The oldest: its successor is at the end of the row.
                var outlived = await Replace(stage, stage.Alive[0], held, book, notes);
                if (outlived.Count == 0) notes.Missed($"no position was held over restart {time + 1}");
                stood.UnionWith(outlived);
            }
        }

        await stage.Fill(notes);
        await Offered(stage.Alive);
        await Replace(stage, stage.Orchestrating, await book.Look(), book, notes);
        await book.Until(look => !look.Positions.Any(position => stood.Contains(position.Id)), "The sale of what was held over a restart", HeldFor + Patience);
        notes.Fault($"{stood.Count} positions that were held over a restart are sold");
    }

    /// <summary>Until a rule has offered the first sale: it is final seconds later.</summary>
    /// <exception cref="TimeoutException">None has.</exception>
    private static async Task Offered(IReadOnlyList<DrillSilo> silos)
    {
        var offers = silos.Select(silo => silo.Process.Line(line => line.Contains(SaleOffered, StringComparison.Ordinal), HeldFor + Patience));
        await await Task.WhenAny(offers);
    }

    /// <returns>Ids of the positions that outlived it.</returns>
    private static async Task<IReadOnlyList<OpportunityId>> Replace(DrillStage stage, DrillSilo leaving, BookLook before, WatchedBook book, DrillNotes notes)
    {
        var (trading, epoch, at) = (stage.Orchestrating == leaving, leaving.Epoch, DrillStage.Now);
        leaving.IsExpectedToEnd = true;
        leaving.Process.Terminate();
        var exit = leaving.Process.Exit(Patience);
        while (!exit.IsCompleted) await book.Look();
        await Leaving.Ended(leaving, at, notes);

        var after = await book.Look();
        OpportunityId[] stood = [.. before.Positions.Where(position => after.Find(position.Id) is not null).Select(position => position.Id)];
        notes.Fault($"{leaving.Name} told to end{(trading ? ", it was trading" : "")}: {before.Positions.Count} positions were held, {stood.Length} of them still are");
        var first = await stage.Commands.FirstAfter(at, Patience, command => !trading || command.Epoch > epoch);
        // It trades until it hands over, which is after it was told to.
        if (trading && await stage.Commands.LastOf(epoch, at, first.At) is { } last) notes.Gap(first.At - last);
        await stage.Fill(notes);
        return stood;
    }
}
