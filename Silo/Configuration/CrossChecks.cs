using System.Globalization;
using System.Net;
using Orchestrator.Domain;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Silo.Configuration;

/// <summary>What must hold between keys. Run only when each key is right by itself.</summary>
internal static class CrossChecks
{
    private static readonly string[] Weights =
    [
        "orchestrator.scoring_weights.profit", "orchestrator.scoring_weights.risk",
        "orchestrator.scoring_weights.capital_efficiency", "orchestrator.scoring_weights.strategy_bonus",
    ];

    private static readonly string[] Strategies = [StrategyId.Sniper.Value, .. StrategyCatalogue.Ids.Select(strategy => strategy.Value)];

    private const int PortfolioLengthMax = 22;

    private static bool IsName(string text) => text.Length is >= 1 and <= PortfolioLengthMax && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    public static IEnumerable<SettingsError> Run(IReadOnlyDictionary<string, EffectiveValue> values)
    {
        decimal Number(string key) => decimal.Parse(values[key].Text!, CultureInfo.InvariantCulture);

        var sum = Weights.Sum(Number);
        if (sum != 1)
            yield return new(SettingsErrorCodes.WeightsDoNotSumToOne, Written(values, Weights), "orchestrator.scoring_weights",
                string.Join(" + ", Weights.Select(key => values[key].Text)), $"the four scoring weights sum to {sum.ToString(CultureInfo.InvariantCulture)}", "a sum of exactly 1");

        // Journals and records are named after it.
        if (values["orchestrator.portfolio"] is var portfolio && !IsName(portfolio.Text!))
            yield return new(SettingsErrorCodes.OutOfRange, portfolio.Origin, "orchestrator.portfolio", portfolio.Text, "a portfolio cannot be called that", $"1 to {PortfolioLengthMax} of a-z, 0-9 and the hyphen");

        foreach (var strategy in Strategies)
        {
            var (least, most) = (Number(strategy + ".min_capital_share"), Number(strategy + ".max_capital_share"));
            if (least > most)
                yield return Contradiction(values, strategy + ".min_capital_share", $"{strategy} may not get less than {least} nor more than {most}", "min_capital_share ≤ max_capital_share");
        }

        var shares = Strategies.Sum(strategy => Number(strategy + ".capital_share"));
        if (values["orchestrator.capital_allocation_strategy"].Text == "fixed" && shares > 1)
            yield return Contradiction(values, Strategies[0] + ".capital_share", $"the fixed shares sum to {shares}", "a sum of at most 1");

        foreach (var key in new[] { "sniper.memecoin.filters.mint_authority_revoked", "sniper.memecoin.simulation.enabled" })
            if (values[key].Text != "true")
                yield return new(SettingsErrorCodes.OutOfRange, values[key].Origin, key, values[key].Text, $"{key} is mandatory", "true");

        if (values["sniper.memecoin.hold.enabled"].Text == "true" && values["sniper.memecoin.use_flash_loan"].Text == "true")
            yield return Contradiction(values, "sniper.memecoin.hold.enabled", "a loan is repaid in the transaction that took it, so nothing bought with it can be held", "hold.enabled with use_flash_loan = false");

        foreach (var error in Address(values)) yield return error;
        foreach (var error in Cluster(values)) yield return error;
        foreach (var error in Feed(values)) yield return error;
        foreach (var error in AllowedHosts.Check(values)) yield return error;
    }

    /// <summary>An address that others can reach needs keys and TLS: whoever can call it can spend.</summary>
    private static IEnumerable<SettingsError> Address(IReadOnlyDictionary<string, EffectiveValue> values)
    {
        var value = values["api.address"];
        if (!Uri.TryCreate(value.Text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            yield return new(SettingsErrorCodes.WrongKind, value.Origin, "api.address", value.Text, "api.address is not an address", "http://host:port or https://host:port");
            yield break;
        }
        var loopback = address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
        if (!loopback && (address.Scheme != "https" || values["api.key_file"].Text is null))
            yield return Contradiction(values, "api.address", $"{value.Text} can be reached from elsewhere, without TLS or without keys", "https with api.key_file, or a loopback address");
    }

    /// <summary>An address that others can go to, and a store that they could share.</summary>
    private static IEnumerable<SettingsError> Cluster(IReadOnlyDictionary<string, EffectiveValue> values)
    {
        var value = values[Hosting.ClusterAddress.Key];
        var isNumeric = IPAddress.TryParse(value.Text, out var ip);
        if (isNumeric ? IsNoPlace(ip!) : Uri.CheckHostName(value.Text) != UriHostNameType.Dns)
            yield return new(SettingsErrorCodes.WrongKind, value.Origin, Hosting.ClusterAddress.Key, value.Text, "nobody can find a silo there", "one address of this host, or a name that leads to one");
        else if (isNumeric && !IPAddress.IsLoopback(ip!) && values["storage.provider"].Text == "embedded")
            yield return Contradiction(values, Hosting.ClusterAddress.Key, "the embedded store belongs to one process, which no other silo can join", "storage.provider = \"redis\", or a loopback address");
    }

    /// <summary>Addresses that stand for any or for many.</summary>
    private static bool IsNoPlace(IPAddress ip) =>
        ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any) || ip.Equals(IPAddress.Broadcast) || ip.IsIPv6Multicast
        || (ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && ip.GetAddressBytes()[0] is >= 224 and <= 239);

    private static IEnumerable<SettingsError> Feed(IReadOnlyDictionary<string, EffectiveValue> values)
    {
        var servers = Parts(values["feed.endpoints"].Text);
        foreach (var server in servers)
            if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                yield return new(SettingsErrorCodes.WrongKind, values["feed.endpoints"].Origin, "feed.endpoints", server, "it is not an address", "http://host:port or https://host:port, with commas between");
        if (Parts(values["feed.x_token"].Text).Length is var tokens and > 1 && tokens != servers.Length)
            yield return Contradiction(values, "feed.endpoints", $"{servers.Length} servers have {tokens} tokens", "one token for all, or one for each");
        foreach (var pool in Parts(values["feed.pools"].Text))
            if (!Solana.Keys.PublicKey.TryParse(pool, out _))
                yield return new(SettingsErrorCodes.WrongKind, values["feed.pools"].Origin, "feed.pools", pool, "it is not an address on the chain", "32 bytes in base58");
    }

    private static string[] Parts(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static SettingsError Contradiction(IReadOnlyDictionary<string, EffectiveValue> values, string key, string message, string allowed) =>
        new(SettingsErrorCodes.Contradiction, values[key].Origin, key, values[key].Text, message, allowed);

    private static string Written(IReadOnlyDictionary<string, EffectiveValue> values, string[] keys) =>
        keys.Select(key => values[key].Origin).FirstOrDefault(origin => origin != "default") ?? "default";
}
