using System.Globalization;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Starting;
using Orchestrator.Solana.Simulation;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Silo.Markets;

/// <summary>Opens the simulated venue that the settings name: in this process, or as a process of its own.</summary>
public static class VenueSource
{
    private const string GenesisFile = "genesis";

    /// <summary>What the system says of a file that another process has locked: Linux, macOS, Windows.</summary>
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    /// <summary>What the system says of a device without space: Linux and macOS, Windows.</summary>
    private static readonly int[] Full = [28, unchecked((int)0x80070070)];

    /// <summary>How long an answer of a venue in another process may take.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <param name="directory">Where a venue in this process keeps its state; null keeps it in memory.</param>
    /// <param name="genesis">When a market that does not exist yet begins.</param>
    /// <exception cref="StartFault">The venue's data is damaged, was written under other settings, is held by another process or cannot be written.</exception>
    public static IVenue Open(EffectiveSettings settings, string? directory, DateTimeOffset genesis)
    {
        if (settings.TextOrNull("simulation.venue_address") is { } address)
            return new RemoteVenue(new HttpClient { BaseAddress = new Uri(address), Timeout = AnswerTime });
        if (directory is null) return new SimulatedVenue(SettingsOf(settings, genesis));
        try
        {
            return DurableVenue.Open(directory, SettingsOf(settings, GenesisOf(directory, genesis)));
        }
        catch (InvalidDataException fault)
        {
            throw new StartFault(StartFaultCodes.VenueUnreachable, $"The simulated venue in {directory} cannot be opened: {fault.Message}",
                "Put its settings back, or start with a fresh storage.data_directory.", fault);
        }
        catch (IOException fault) when (Taken.Contains(fault.HResult))
        {
            // The venue is opened before the store, so it is the first to meet another process there.
            throw new StartFault(StartFaultCodes.Store, $"{StoreFault.DirectoryInUse}: {directory} is held by another process.",
                "Stop that process, or choose another storage.data_directory.", fault);
        }
        catch (IOException fault) when (Full.Contains(fault.HResult))
        {
            throw new StartFault(StartFaultCodes.Store, $"{StoreFault.DiskFull}: the device of {directory} is full: {fault.Message}",
                "Free space on it, or choose another storage.data_directory.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartFault(StartFaultCodes.Store, $"{StoreFault.DirectoryUnwritable}: {directory} cannot be written: {fault.Message}",
                "Give this user write access, or choose another storage.data_directory.", fault);
        }
    }

    /// <summary>When it is on the market, which stood still while nobody ran it.</summary>
    internal static async Task<DateTimeOffset> Now(IVenue venue, CancellationToken cancel)
    {
        try
        {
            return (await venue.Chain.Head(cancel)).BlockTime;
        }
        catch (ChainUnavailableException fault)
        {
            throw new StartFault(StartFaultCodes.VenueUnreachable, fault.Message, "Start the venue (orch venue), or remove simulation.venue_address.", fault);
        }
    }

    /// <summary>The venue's own settings, from those of the orchestrator.</summary>
    public static VenueSettings SettingsOf(EffectiveSettings settings, DateTimeOffset genesis)
    {
        var defaults = new VenueSettings();
        return defaults with
        {
            Seed = (ulong)settings.Whole("simulation.seed"),
            Genesis = genesis,
            Chain = defaults.Chain with { SlotTime = TimeSpan.FromMilliseconds(settings.Whole("simulation.slot_ms")) },
            Launches = defaults.Launches with { Count = TellsItsBlocks(settings) ? (int)settings.Whole("simulation.launches") : 0 },
            Execution = defaults.Execution with { TipLamports = (ulong)settings.Whole("execution.tip_lamports") },
            Feed = defaults.Feed with { StallsPpm = (uint)settings.Whole("simulation.feed_stalls_ppm") },
            Scanner = defaults.Scanner with
            {
                Enabled = !TellsItsBlocks(settings),
                MinimumProfit = Lamports.FromSol(settings.Ratio("arbitrage.ten_token.min_profit_threshold_sol")).Value,
                UseFlashLoan = settings.Switch("arbitrage.ten_token.use_flash_loan"),
            },
        };
    }

    /// <summary>Opportunities come of a feed that the venue tells its blocks, as on the real chain; otherwise of the venue's own scan.</summary>
    public static bool TellsItsBlocks(EffectiveSettings settings) => settings.Text("simulation.feed") == "grpc";

    /// <summary>A market begins once: its beginning is written down before anything happens in it.</summary>
    private static DateTimeOffset GenesisOf(string directory, DateTimeOffset genesis)
    {
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, GenesisFile);
        if (!File.Exists(file))
        {
            var draft = file + ".draft";
            File.WriteAllText(draft, genesis.ToString("O", CultureInfo.InvariantCulture));
            File.Move(draft, file);
        }

        return DateTimeOffset.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
    }
}
