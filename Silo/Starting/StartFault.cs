using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Silo.Keys;
using Orchestrator.Solana.Signing;
using Orchestrator.Storage.Faults;
using Orchestrator.Streams.Redis.Faults;

namespace Orchestrator.Silo.Starting;

/// <summary>A process that may not start, with the reason by name and what to do about it.</summary>
public sealed class StartFault(string code, string message, string remedy, Exception? cause = null) : Exception(message, cause)
{
    public string Code { get; } = code;

    public string Remedy { get; } = remedy;

    /// <summary>Finds the reason that a person can act on behind what a failed start threw; null when it is none that is known.</summary>
    public static StartFault? Explain(Exception fault) => fault switch
    {
        StartFault known => known,
        SignerFaultException signer => SignerFaults.ToStart(signer),
        StoreFaultException store => new StartFault(StartFaultCodes.Store, $"{store.Fault}: {store.What}", store.Remedy, store),
        StreamsFaultException streams => new StartFault(StartFaultCodes.Channels, $"{streams.Fault}: {streams.What}", streams.Remedy, streams),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } or AddressInUseException =>
            new StartFault(StartFaultCodes.PortInUse, fault.Message, "Stop the other process, or set api.address, cluster.silo_port and cluster.gateway_port.", fault),
        OptionsValidationException { OptionsType: var options } when options == typeof(ClientApiOptions) =>
            new StartFault(StartFaultCodes.ApiOptions, fault.Message, "Correct what the message names; `orch config show --origin` says where each setting comes from.", fault),
        KeyFileException => new StartFault(StartFaultCodes.ApiKeyFile, fault.Message, "`orch api-key new` makes a key and its line.", fault),
        AggregateException { InnerExceptions: var many } => many.Select(Explain).FirstOrDefault(known => known is not null),
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}

/// <summary>The names of what can keep a process from starting.</summary>
public static class StartFaultCodes
{
    public const string Store = "ORCH-START-0001";
    public const string PortInUse = "ORCH-START-0002";
    public const string VenueUnreachable = "ORCH-START-0003";
    public const string TakeOverFailed = "ORCH-START-0004";
    public const string ModeNotAvailable = "ORCH-START-0005";
    public const string FundingRefused = "ORCH-START-0006";
    public const string PreflightFailed = "ORCH-START-0007";
    public const string Channels = "ORCH-START-0008";
    public const string ClusterAddress = "ORCH-START-0009";
    public const string RecordUnreadable = "ORCH-START-0010";
    public const string VenueBegunAnew = "ORCH-START-0011";

    /// <summary>The codes under which the API itself refuses.</summary>
    public const string ApiKeyFile = "ORCH-API-0024";

    /// <inheritdoc cref="ApiKeyFile"/>
    public const string ApiOptions = "ORCH-API-0025";

    /// <summary>True: what was configured has to be mended; false: something else stands in the way of the start.</summary>
    public static bool IsOfConfiguration(string code) =>
        code is ApiKeyFile or ApiOptions or ModeNotAvailable or ClusterAddress || SignerFaults.IsOfConfiguration(code);
}
