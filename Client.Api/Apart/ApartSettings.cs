using System.Collections;
using System.Globalization;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Domain;

namespace Orchestrator.Client.Api.Apart;

/// <summary>
/// The settings of an API that runs apart: the same keys, variables and <c>key=value</c> arguments as the silos', of which it knows the few that
/// concern it. An argument it does not know is refused; a variable of another section belongs to somebody else.
/// </summary>
internal sealed class ApartSettings
{
    public const string Variables = "ORCH__";

    private const string Password = "storage.redis_password";

    /// <summary>Every key with its default, and what is allowed; null for no default.</summary>
    private static readonly (string Key, string? Default, string Allowed)[] Known =
    [
        ("api.address", "http://127.0.0.1:5080", "an address like https://0.0.0.0:5080"),
        ("api.key_file", null, "a file of role:name:hash lines; always needed here"),
        ("api.certificate_file", null, "a PEM file"),
        ("api.certificate_key_file", null, "a PEM file"),
        ("api.requests_per_second", "500", "1 to 100000"),
        ("api.cluster_dashboard", "false", "true or false; the silos must serve it too"),
        ("orchestrator.portfolio", "main", "a name"),
        ("orchestrator.mode", "paper", "replay, paper, shadow or live"),
        ("storage.redis", "127.0.0.1:6379", "host:port and options"),
        (Password, null, "by variable only"),
        ("storage.key_prefix", "orch", "the silos' prefix"),
        ("cluster.cluster_id", "orchestrator", "the silos' cluster"),
    ];

    private static readonly string[] Modes = ["replay", "paper", "shadow", "live"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private ApartSettings(List<string> errors) => Errors = errors;

    /// <summary>One line each; empty when the settings may be used.</summary>
    public IReadOnlyList<string> Errors { get; }

    public string Redis => _values["storage.redis"];

    public string? RedisPassword => _values.GetValueOrDefault(Password);

    public string ClusterId => _values["cluster.cluster_id"];

    /// <summary>The name the silos give themselves: one for each mode, so that paper never meets live.</summary>
    public string ServiceId => $"{_values["storage.key_prefix"]}-{_values["orchestrator.mode"]}";

    public static ApartSettings Read(IEnumerable<string> arguments, IDictionary variables)
    {
        var errors = new List<string>();
        var settings = new ApartSettings(errors);
        foreach (var (key, byDefault, _) in Known)
        {
            var variable = Variables + key.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();
            if ((variables[variable] as string is { Length: > 0 } set ? set : byDefault) is { } value) settings._values[key] = value;
        }

        foreach (var argument in arguments) settings.Take(argument, errors);
        if (errors.Count == 0) settings.Judge(errors);
        return settings;
    }

    public ClientApiOptions ToOptions() => new()
    {
        Address = _values["api.address"],
        KeyFile = _values.GetValueOrDefault("api.key_file"),
        CertificateFile = _values.GetValueOrDefault("api.certificate_file"),
        CertificateKeyFile = _values.GetValueOrDefault("api.certificate_key_file"),
        RequestsPerSecond = int.Parse(_values["api.requests_per_second"], CultureInfo.InvariantCulture),
        Portfolio = new PortfolioId(_values["orchestrator.portfolio"]),
        ClusterDashboard = bool.Parse(_values["api.cluster_dashboard"]),
    };

    private void Take(string argument, List<string> errors)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        var key = at < 0 ? argument : argument[..at];
        if (at <= 0 || Known.All(known => known.Key != key))
            errors.Add($"'{key}' is not a setting of the API; allowed, as key=value: {string.Join(", ", Known.Select(known => known.Key))}.");
        else if (key == Password)
            errors.Add($"{Password} comes by variable only ({Variables}STORAGE__REDIS_PASSWORD): what stands on a command line is seen by everybody.");
        else _values[key] = argument[(at + 1)..];
    }

    private void Judge(List<string> errors)
    {
        void Refuse(string key) => errors.Add($"{key} is '{_values[key]}'; allowed: {Known.Single(known => known.Key == key).Allowed}.");

        if (!int.TryParse(_values["api.requests_per_second"], NumberStyles.None, CultureInfo.InvariantCulture, out _)) Refuse("api.requests_per_second");
        if (!bool.TryParse(_values["api.cluster_dashboard"], out _)) Refuse("api.cluster_dashboard");
        if (!Modes.Contains(_values["orchestrator.mode"])) Refuse("orchestrator.mode");
    }
}
