using Microsoft.Extensions.Logging;
using Orchestrator.Domain;

namespace Orchestrator.Grains.Execution;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Opportunity}: the chain cannot be asked; nothing is decided")]
    public static partial void ChainUnavailable(ILogger log, Guid opportunity, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Opportunity}: the signer refused, {Refusal}")]
    public static partial void SignerRefused(ILogger log, string opportunity, string refusal);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Opportunity}: the book does not take the result of {Signature}: {Outcome}; trading is halted")]
    public static partial void ResultNotBooked(ILogger log, string opportunity, string signature, string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Opportunity}: an advance is refused, OlderEpoch: it comes from epoch {Older}, the saga follows {Newest}")]
    public static partial void OlderEpoch(ILogger log, Guid opportunity, Epoch older, Epoch newest);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Opportunity}: a command was not taken, {Code}")]
    public static partial void CommandNotTaken(ILogger log, Guid opportunity, string code);
}
