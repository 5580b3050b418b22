using System.Security.Cryptography;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Starting;

using Orchestrator.Solana.Signing;

namespace Orchestrator.Silo.Keys;

/// <summary>Opens the signer that the settings name: in this process, or as a process of its own.</summary>
public static class SignerSource
{
    /// <summary>The signer of this process.</summary>
    /// <param name="input">See <see cref="PassphraseSource.Read"/>.</param>
    /// <exception cref="StartFault">Key, memory or policy cannot be opened; its code names which.</exception>
    public static LocalSigner Open(EffectiveSettings settings, int? descriptor, TextReader? input)
    {
        try
        {
            var passphrase = PassphraseSource.Read(descriptor, input);
            try
            {
                return Open(settings, passphrase);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(passphrase);
            }
        }
        catch (SignerFaultException fault)
        {
            throw SignerFaults.ToStart(fault);
        }
    }

    /// <summary>The signer of another process, when the settings name its socket.</summary>
    public static RemoteSigner? Remote(EffectiveSettings settings) => settings.TextOrNull("signer.socket") is { } socket ? new RemoteSigner(socket) : null;

    /// <exception cref="StartFault">A path that is needed is not set.</exception>
    internal static string Needed(EffectiveSettings settings, string key) => settings.TextOrNull(key)
        ?? throw new StartFault(SignerFaults.NotConfigured, $"{key} is not set, and nothing can be signed without it.", $"Set {key}; see orch key --help.");

    private static LocalSigner Open(EffectiveSettings settings, byte[] passphrase)
    {
        var key = Keystore.Open(Needed(settings, "signer.keystore"), passphrase);
        try
        {
            var policy = new SigningPolicy(PolicyFile.Read(Needed(settings, "signer.policy_file"), key.PublicKey));
            var memory = SignerMemory.Open(settings.Text("signer.memory_directory"), key.PublicKey);
            return new LocalSigner(key, memory, policy, TimeProvider.System);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
