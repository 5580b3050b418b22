namespace Orchestrator.Silo.Configuration;

/// <summary>One thing that is wrong with the configuration. All of them are reported at once.</summary>
/// <param name="Code">Stable code with a page of its own, <c>orch explain CODE</c>.</param>
/// <param name="Where"><c>file:line:column</c>, the variable's name, or the command line.</param>
/// <param name="Allowed">What would be accepted, or null when the question makes no sense.</param>
public sealed record SettingsError(string Code, string Where, string? Key, string? Value, string Message, string? Allowed)
{
    public override string ToString() => $"{Where}: {Code} {Message}{(Allowed is null ? "" : $" (allowed: {Allowed})")}";
}

/// <summary>The names of what can be wrong.</summary>
public static class SettingsErrorCodes
{
    public const string Unreadable = "ORCH-CONF-0001";
    public const string Syntax = "ORCH-CONF-0002";
    public const string UnknownKey = "ORCH-CONF-0003";
    public const string DuplicateKey = "ORCH-CONF-0004";
    public const string WrongKind = "ORCH-CONF-0005";
    public const string OutOfRange = "ORCH-CONF-0006";
    public const string NotAChoice = "ORCH-CONF-0007";
    public const string WeightsDoNotSumToOne = "ORCH-CONF-0008";
    public const string Contradiction = "ORCH-CONF-0009";
    public const string SecretInFile = "ORCH-CONF-0010";
    public const string HostNotAllowed = "ORCH-CONF-0011";
}
