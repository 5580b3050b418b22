using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Domain;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Client.Api.Hosting;

/// <summary>How the HTTP edge listens, whom it answers and within which bounds.</summary>
public sealed class ClientApiOptions
{
    /// <summary>One address to listen on; port 0 picks a free one. Another host than loopback needs a key file and https.</summary>
    public string Address { get; set; } = "http://127.0.0.1:5080";

    /// <summary>File of <c>role:name:hash</c> lines (see <see cref="ApiKeys"/>); null for none.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Answer this machine without a key, as an admin. Only for demo, replay and paper; never together with a key file.</summary>
    public bool KeylessLoopback { get; set; }

    /// <summary>PEM files of certificate and private key, for https; without a key file the certificate's file holds both.</summary>
    public string? CertificateFile { get; set; }

    public string? CertificateKeyFile { get; set; }

    /// <summary>Requests a second of one key, with a second's worth at once. 1 to 100,000; default 500.</summary>
    public int RequestsPerSecond { get; set; } = 500;

    /// <summary>Largest body, in bytes. Default 64 KiB: an opportunity with the longest evidence fits eight times.</summary>
    public int BodyBytesMax { get; set; } = 64 * 1024;

    /// <summary>Connections at once. Default 1,000; more wait in the system's own queue.</summary>
    public int ConnectionsMax { get; set; } = 1_000;

    /// <summary>Listeners of the event stream at once. Default 100.</summary>
    public int ListenersMax { get; set; } = 100;

    /// <summary>Status and snapshot are at most this old when they are read. Default 100 ms.</summary>
    public TimeSpan CacheAge { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Patience with the cluster. Default 5 s.</summary>
    public TimeSpan GrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Show the Orleans Dashboard to admins. The silos, and a client that runs apart, must have added it.</summary>
    public bool ClusterDashboard { get; set; }

    /// <summary>The portfolio whose orchestrator is operated here.</summary>
    public PortfolioId Portfolio { get; set; } = new("main");

    /// <summary>The strategies that are set up; the book may know more.</summary>
    public ImmutableArray<StrategyId> Strategies { get; set; } = [.. StrategyCatalogue.Ids, StrategyId.Sniper];
}

internal sealed class ClientApiOptionsValidator : IValidateOptions<ClientApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ClientApiOptions options)
    {
        var wrong = Violations(options).Select(violation => $"{ApiCodes.OptionsRefused.Code}: {violation}").ToArray();
        return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Violations(ClientApiOptions options)
    {
        if (!Uri.TryCreate(options.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.PathAndQuery != "/")
        {
            yield return $"The address '{options.Address}' is not like http://127.0.0.1:5080.";
            yield break;
        }

        var loopback = AccessGate.IsLoopbackName(address.Host);
        if (options.KeyFile is null && !options.KeylessLoopback) yield return "There is neither a key file nor leave to answer this machine without one: nobody could enter.";
        if (options.KeyFile is not null && options.KeylessLoopback) yield return "A key file and answering without a key exclude each other.";
        if (options.KeylessLoopback && !loopback) yield return $"Without keys the API listens on loopback only, not on '{address.Host}'.";
        if (!loopback && address.Scheme != "https") yield return $"'{address.Host}' can be reached from elsewhere: https is needed there.";
        if (address.Scheme == "https" && options.CertificateFile is null) yield return "https needs a certificate file.";
        if (options.RequestsPerSecond is < 1 or > 100_000) yield return $"RequestsPerSecond is {options.RequestsPerSecond}: 1 to 100,000 are allowed.";
        if (options.BodyBytesMax is < 1_024 or > 1_048_576) yield return $"BodyBytesMax is {options.BodyBytesMax}: 1,024 to 1,048,576 are allowed.";
        if (options.ConnectionsMax is < 1 or > 100_000) yield return $"ConnectionsMax is {options.ConnectionsMax}: 1 to 100,000 are allowed.";
        if (options.ListenersMax is < 0 or > 10_000) yield return $"ListenersMax is {options.ListenersMax}: 0 to 10,000 are allowed.";
        if (options.CacheAge < TimeSpan.Zero || options.CacheAge > TimeSpan.FromSeconds(10)) yield return $"CacheAge is {options.CacheAge}: 0 to 10 s are allowed.";
        if (options.GrainTimeout < TimeSpan.FromMilliseconds(100) || options.GrainTimeout > TimeSpan.FromMinutes(1))
            yield return $"GrainTimeout is {options.GrainTimeout}: 100 ms to 1 min are allowed.";
        if (string.IsNullOrWhiteSpace(options.Portfolio.Value)) yield return "The portfolio has no name.";
    }
}
