namespace Orchestrator.Silo.Configuration;

/// <summary>What may stand behind a key.</summary>
public enum SettingKind
{
    Switch,
    Whole,
    Ratio,
    Text,
    Choice,
    TextList,
}

/// <summary>
/// One key of <c>orchestrator.toml</c>: everything a person needs to set it and everything the loader needs to refuse it.
/// </summary>
/// <param name="Key">Full dotted name in lower case, for example <c>risk.max_positions</c>.</param>
/// <param name="Default">Canonical text of the default; null when the key has none and may be absent.</param>
/// <param name="Min">Smallest allowed number, or smallest number of list entries.</param>
/// <param name="Max">Largest allowed number (for money limits: the compiled-in ceiling), or longest list.</param>
/// <param name="Unit">Unit of the number, as shown to people.</param>
/// <param name="Live">True when an edit applies at once; false when it needs a restart.</param>
/// <param name="Secret">Never shown, logged or stored.</param>
public sealed record Setting(
    string Key,
    SettingKind Kind,
    string? Default,
    string About,
    decimal? Min = null,
    decimal? Max = null,
    string? Unit = null,
    bool Live = false,
    bool Secret = false,
    params string[] Choices)
{
    /// <summary>An amount of SOL: whole lamports.</summary>
    public bool IsSol => Unit == "SOL";

    /// <summary>The allowed values in words.</summary>
    public string Allowed => Kind switch
    {
        SettingKind.Switch => "true or false",
        SettingKind.Choice => "one of " + string.Join(", ", Choices),
        SettingKind.Text => "text in quotes",
        SettingKind.TextList when Choices.Length > 0 => "a list of any of " + string.Join(", ", Choices),
        SettingKind.TextList => "a list of texts",
        _ => (Kind == SettingKind.Whole ? "a whole number" : "a number") + Range + (Unit is null ? "" : " " + Unit) + (IsSol ? $", with at most {SolText.DecimalsMax} decimals" : ""),
    };

    private string Range => (Min, Max) switch
    {
        (null, null) => "",
        (not null, null) => $" of at least {Min:0.##########}",
        (null, not null) => $" of at most {Max:0.##########}",
        _ => $" from {Min:0.##########} to {Max:0.##########}",
    };
}
