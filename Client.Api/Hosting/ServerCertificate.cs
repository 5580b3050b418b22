using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Problems;

namespace Orchestrator.Client.Api.Hosting;

/// <summary>The certificate of an https address, from PEM files; those that follow the first in its file are the chain that is sent with it.</summary>
internal sealed class ServerCertificate(IOptions<ClientApiOptions> options, TimeProvider time) : IDisposable
{
    private X509Certificate2? _certificate;
    private X509Certificate2Collection _chain = [];

    /// <exception cref="OptionsValidationException">The files hold no certificate with its key, or one that is not valid now; ORCH-API-0025.</exception>
    public void Open()
    {
        if (options.Value.CertificateFile is not { } file || _certificate is not null) return;
        var read = Read(file, options.Value.CertificateKeyFile);
        var now = time.GetUtcNow();
        if (now < read.NotBefore || now >= read.NotAfter)
        {
            var (from, until) = (read.NotBefore.ToUniversalTime(), read.NotAfter.ToUniversalTime());
            read.Dispose();
            throw Refused($"The certificate in {file} is valid from {from:u} to {until:u}, which is not now.");
        }

        _certificate = read;
    }

    public void Serve(HttpsConnectionAdapterOptions https)
    {
        Open();
        (https.ServerCertificate, https.ServerCertificateChain) = (_certificate, _chain);
    }

    public void Dispose()
    {
        _certificate?.Dispose();
        foreach (var link in _chain) link.Dispose();
    }

    private X509Certificate2 Read(string file, string? keyFile)
    {
        try
        {
            using var fromPem = X509Certificate2.CreateFromPemFile(file, keyFile);
            _chain = [];
            _chain.ImportFromPemFile(file);
            // A key that only lives in memory is not accepted by every system's TLS.
            return X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pfx), null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw Refused($"The certificate {file} with the key in {keyFile ?? "the same file"} cannot be used: {fault.Message}");
        }
    }

    private static OptionsValidationException Refused(string why) =>
        new(nameof(ClientApiOptions), typeof(ClientApiOptions), [$"{ApiCodes.OptionsRefused.Code}: {why}"]);
}
