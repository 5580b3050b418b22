using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;

namespace Orchestrator.Client.Api.Hosting;

/// <summary>Judges what an API would be started with, before anything else begins: what is refused then has changed nothing.</summary>
public static class ClientApiJudgement
{
    /// <exception cref="OptionsValidationException">The options or the certificate are refused, ORCH-API-0025.</exception>
    /// <exception cref="KeyFileException">The key file is refused, ORCH-API-0024.</exception>
    public static void Enforce(ClientApiOptions options, TimeProvider time)
    {
        var judged = new ClientApiOptionsValidator().Validate(null, options);
        if (judged.Failed) throw new OptionsValidationException(nameof(ClientApiOptions), typeof(ClientApiOptions), judged.Failures);
        if (options.KeyFile is { } keys) KeyFile.Read(keys);
        using var certificate = new ServerCertificate(Options.Create(options), time);
        certificate.Open();
    }
}
