using Orchestrator.Domain.Money;
using Orchestrator.Silo.Configuration;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Silo.Markets;

/// <summary>Opens the simulated venue that the settings name: in this process, or as a process of its own.</summary>
internal static class VenueSource
{
    /// <summary>How long an answer of a venue in another process may take.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    public static IVenue Open(EffectiveSettings settings, string? directory) =>
        settings.TextOrNull("simulation.venue_address") is { } address
            ? new RemoteVenue(new HttpClient { BaseAddress = new Uri(address), Timeout = AnswerTime })
            : directory is null ? new SimulatedVenue(SettingsOf(settings)) : DurableVenue.Open(directory, SettingsOf(settings));

    /// <summary>The venue's own settings, from those of the orchestrator.</summary>
    public static VenueSettings SettingsOf(EffectiveSettings settings)
    {
        var defaults = new VenueSettings();
        return defaults with
        {
            Seed = (ulong)settings.Whole("simulation.seed"),
            Chain = defaults.Chain with { SlotTime = TimeSpan.FromMilliseconds(settings.Whole("simulation.slot_ms")) },
            Execution = defaults.Execution with { TipLamports = (ulong)settings.Whole("execution.tip_lamports") },
            Scanner = defaults.Scanner with
            {
                MinimumProfit = Lamports.FromSol(settings.Ratio("arbitrage.ten_token.min_profit_threshold_sol")).Value,
                UseFlashLoan = settings.Switch("arbitrage.ten_token.use_flash_loan"),
            },
        };
    }
}
